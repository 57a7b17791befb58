"""The words by which papers and people are found."""

from django.db import models

from papers.models.papers import Paper
from papers.models.people import Contributor
from papers.search.searchable import SearchRow


class PaperWords(SearchRow):
    of = models.OneToOneField(Paper, models.CASCADE, related_name="found_by")


class PersonWords(SearchRow):
    of = models.OneToOneField(Contributor, models.CASCADE, related_name="found_by")
