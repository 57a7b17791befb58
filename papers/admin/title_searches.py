"""A paper without a DOI in the admin: looked for by its title, and what that suggests."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from papers.admin.extra_pages import ExtraPages
from papers.checking.title_searches import (
    can_search,
    candidates_of,
    confirm_candidate,
    refuse_candidate,
    want_search,
)
from papers.models import Paper, TitleSearch


class SuggestingWorks(ExtraPages):
    """Below a paper's form: the works that may be meant, each to be confirmed or refused."""

    pages = {"<int:pk>/search/": "search"}

    def shown_below(self, row: Paper) -> dict[str, Any]:
        shown = super().shown_below(row)
        if can_search(row):
            search = TitleSearch.objects.filter(paper=row).first()
            shown |= {"can_search": True, "title_search": search}
            shown["candidates"] = candidates_of(search) if search else []
        return shown

    def search_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        paper = get_object_or_404(Paper, pk=pk)
        if not self.has_change_permission(request, paper):
            raise PermissionDenied
        if request.method == "POST":
            self.message_user(request, *self.answer_search(request, paper))
        return redirect("admin:papers_paper_change", pk)

    def answer_search(self, request: HttpRequest, paper: Paper) -> tuple[str, int]:
        """Does what a button asks for, and says what came of it."""
        if doi := request.POST.get("refuse", ""):
            refuse_candidate(paper, doi)
            return _("%(doi)s is not suggested again.") % {"doi": doi}, messages.SUCCESS
        if doi := request.POST.get("confirm", ""):
            if not confirm_candidate(paper, doi):
                said = _("%(doi)s is not suggested any more, or another paper has it.")
                return said % {"doi": doi}, messages.ERROR
            self.log_change(request, paper, f"doi:{doi}")
            said = _("The paper has the DOI %(doi)s now, and is compared by it soon.")
            return said % {"doi": doi}, messages.SUCCESS
        if not can_search(paper):
            return _("It has an identifier, or no registry is asked."), messages.ERROR
        want_search(paper)
        return _("It is looked for soon; come back in a minute."), messages.SUCCESS
