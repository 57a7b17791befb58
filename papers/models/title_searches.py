"""Searches for a paper's identifier by its title, and what they suggest."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.queries.claims import ClaimedQuerySet


class TitleSearch(models.Model):
    """The last search for a paper: ``done_at`` is empty while it waits to be made, and
    ``claimed_until`` set while a process makes it. ``found`` are suggestions, each with its
    ``doi``, what it is called, its points and their reasons
    (``papers.checking.candidate_scores``); ``refused`` are DOIs that an editor called another
    work."""

    paper = models.OneToOneField("papers.Paper", models.CASCADE, related_name="title_search")
    wanted_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    found = models.JSONField(default=list, blank=True)
    refused = models.JSONField(default=list, blank=True)

    objects = ClaimedQuerySet.as_manager()

    class Meta:
        verbose_name = _("search by title")
        verbose_name_plural = _("searches by title")
        ordering = ["wanted_at", "pk"]
        indexes = [
            models.Index(
                fields=["wanted_at", "id"],
                name="title_search_waits",
                condition=Q(done_at=None),
            )
        ]

    def __str__(self) -> str:
        return str(self.paper)
