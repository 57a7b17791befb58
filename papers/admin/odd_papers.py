"""The page "Odd records": papers of which something cannot be right."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from papers.checking.odd_papers import odd_papers, oddities_of
from papers.queries.row_numbers import row_number


class ShowingOddPapers(admin.ModelAdmin):
    """Lists odd papers, and tells on a paper's own page what is odd about it."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.odd_view)
        return [path("odd/", view, name="papers_paper_odd"), *super().get_urls()]

    def odd_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Odd records"),
            "page": odd_papers(row_number(request.GET.get("after", "")) or 0),
        }
        return TemplateResponse(request, "admin/papers/paper/odd_papers.html", context)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kw: Any) -> Any:
        paper = self.get_object(request, object_id) if request.method == "GET" else None
        if paper is not None:
            shown = {"oddities": oddities_of([paper])[paper.pk]}
            kw["extra_context"] = {**(kw.get("extra_context") or {}), **shown}
        return super().change_view(request, object_id, *args, **kw)
