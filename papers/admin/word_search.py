"""The search of the admin's lists of rows that are found by their words: it asks the same index as
the readers' search, so that it costs no more on a large site.

Each word that was typed may go on. Of rows that have no words, as drafts, the newest are looked
through letter by letter (``search_fields``); so an index must lead to them.
"""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from papers.search.ranked_hits import HEAD, TEXT, Bounds, newest_places
from papers.search.search_query import read_query
from papers.search.searchable import pk_at

MOST_FOUND = 500
"""Of each part of a row, the newest: who finds more types more."""
MOST_LOOKED_THROUGH = 2_000
"""Rows of each kind that has no words."""


class FindingByWords:
    """``without_words`` say of which rows there are none; each has an index of its own, in the
    order ``newest_first``."""

    model: Any
    parts = (HEAD, TEXT)
    without_words: Sequence[Q] = ()
    newest_first = "-pk"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        query = read_query(" ".join(f"{word}*" for word in search_term.split()))
        if not query.wanted:
            return super().get_search_results(request, queryset, search_term)
        found = set(self.named_by(search_term))
        for part in self.parts:
            places = newest_places(self.model, query, part, Bounds(), MOST_FOUND)
            found.update(map(pk_at, islice(places, MOST_FOUND)))
        for condition in self.without_words:
            newest = self.model._base_manager.filter(condition).order_by(self.newest_first)
            newest = newest.values("pk")[:MOST_LOOKED_THROUGH]
            rows = self.model._base_manager.filter(pk__in=newest).order_by("-pk")
            others, _may_repeat = super().get_search_results(request, rows, search_term)
            found.update(others.values_list("pk", flat=True)[:MOST_FOUND])
        return queryset.filter(pk__in=found), False

    def named_by(self, search_term: str) -> list[int]:
        """The rows that a name of theirs which is typed whole leads to."""
        return []
