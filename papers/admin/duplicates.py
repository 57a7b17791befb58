"""The pages "Possible duplicates" of papers and of people."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.admin.extra_pages import ExtraPages
from papers.library.duplicates import call_distinct
from papers.queries.row_numbers import row_number


class ProposingDuplicates(ExtraPages):
    """``proposals`` answers with a page of pairs behind a place, ``decisions`` are the buttons of
    each: the name, its words, and what is done with the two rows."""

    proposals: Callable[[str], Any]
    decisions: tuple[tuple[str, str, Callable[[Any, Any], None]], ...] = (
        ("distinct", gettext_lazy("Two"), call_distinct),
    )

    pages = {"duplicates/": "duplicates"}

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        if not (self.has_change_permission(request) and self.has_delete_permission(request)):
            raise PermissionDenied
        if request.method == "POST":
            self.decide_pair(request)
            return redirect(request.get_full_path())
        model = self.opts.model_name
        return self.extra_page(
            request,
            f"admin/papers/{model}/duplicates.html",
            _("Possible duplicates"),
            page=type(self).proposals(request.GET.get("after", "")),
            decisions=[(name, words) for name, words, _decide in self.decisions],
            row_template=f"admin/papers/{model}/_duplicate.html",
        )

    def decide_pair(self, request: HttpRequest) -> None:
        """What a button says of two rows: its name, with their numbers."""
        decisions = {name: decide for name, _words, decide in self.decisions}
        choice = next((name for name in decisions if name in request.POST), "distinct")
        numbers = request.POST.get(choice, "").split("-")
        pks = [pk for one in numbers if (pk := row_number(one)) is not None]
        rows = list(self.model.objects.filter(pk__in=pks).order_by("pk"))
        if len(rows) == 2:
            decisions[choice](*rows)
        else:
            self.message_user(request, _("One of them is not there any more."), messages.WARNING)
