"""The page "Odd records": papers of which something cannot be right."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from papers.admin.extra_pages import ExtraPages
from papers.checking.odd_papers import odd_papers, oddities_of
from papers.models import Paper
from papers.queries.row_numbers import row_number


class ShowingOddPapers(ExtraPages):
    """Lists odd papers, and tells on a paper's own page what is odd about it."""

    pages = {"odd/": "odd"}

    def odd_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return self.extra_page(
            request,
            "admin/papers/paper/odd_papers.html",
            _("Odd records"),
            page=odd_papers(row_number(request.GET.get("after", "")) or 0),
        )

    def shown_below(self, row: Paper) -> dict[str, Any]:
        return super().shown_below(row) | {"oddities": oddities_of([row])[row.pk]}
