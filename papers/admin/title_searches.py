"""A paper without a DOI in the admin: looked for by its title, and what that suggests."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _

from papers.checking.title_searches import (
    can_search,
    candidates_of,
    confirm_candidate,
    refuse_candidate,
    want_search,
)
from papers.models import Paper, TitleSearch


class SuggestingWorks(admin.ModelAdmin):
    """Below a paper's form: the works that may be meant, each to be confirmed or refused."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.search_view)
        return [path("<int:pk>/search/", view, name="papers_paper_search"), *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kw: Any) -> Any:
        paper = self.get_object(request, object_id) if request.method == "GET" else None
        if paper is not None and can_search(paper):
            search = TitleSearch.objects.filter(paper=paper).first()
            shown = {"can_search": True, "title_search": search}
            shown["candidates"] = candidates_of(search) if search else []
            kw["extra_context"] = {**(kw.get("extra_context") or {}), **shown}
        return super().change_view(request, object_id, *args, **kw)

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
