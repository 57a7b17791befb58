"""Lists of the admin whose box finds papers as the whole site does: by author, title, year, key or
identifier, whatever their accents, the last word begun or whole, and with typing errors."""

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR
from django.db.models import Case, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from papers.citing.found_papers import found_papers
from papers.models import Paper

MOST_FOUND = 500
"""Papers that one search leads to, the best: who looks for more says more."""


class FindingPapers(admin.ModelAdmin):
    """A list of papers, the best first where no other order was chosen; boxes that choose a paper
    (``autocomplete_fields``) ask it too."""

    search_help_text = _("Author, title, year, key or identifier")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        if not search_term.strip():
            return queryset, False
        pks = pks_found(search_term, queryset)
        rows = queryset.filter(pk__in=pks)
        if pks and ORDER_VAR not in request.GET:
            rows = rows.order_by(Case(*(When(pk=pk, then=Value(n)) for n, pk in enumerate(pks))))
        return rows, False


class FindingByPaper(admin.ModelAdmin):
    """A list of rows that belong to papers: found by their paper, or by what ``search_fields`` name
    of their own. ``paper_path`` leads from a row to its paper."""

    paper_path = "paper"
    search_help_text = _("Author, title, year, key or identifier of the paper")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        rows, has_doubles = super().get_search_results(request, queryset, search_term)
        if not search_term.strip():
            return rows, has_doubles
        pks = pks_found(search_term, Paper.objects.all())
        of_papers = Q(**{f"{self.paper_path}__in": pks})
        # Not one query set or the other: so no index would serve the filters that both have.
        return queryset.filter(of_papers | Q(pk__in=rows.order_by().values("pk"))), False


def pks_found(search_term: str, among: QuerySet[Paper]) -> list[int]:
    """The best first. Boxes that choose a paper ask with each letter, so no records are read."""
    rows = among.select_related(None).only("pk")
    found = found_papers(search_term, rows, MOST_FOUND, is_being_typed=True)
    return [paper.pk for paper in found]
