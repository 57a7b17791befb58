"""The page "Possible duplicates" of the papers' admin."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from papers.library.duplicates import call_distinct, possible_duplicates
from papers.library.versions import link_versions
from papers.models import Paper
from papers.queries.row_numbers import row_number


class ProposingDuplicates(admin.ModelAdmin):
    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.duplicates_view)
        return [path("duplicates/", view, name="papers_paper_duplicates"), *super().get_urls()]

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        if not (self.has_change_permission(request) and self.has_delete_permission(request)):
            raise PermissionDenied
        if request.method == "POST":
            self.decide_pair(request)
            return redirect(request.get_full_path())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Possible duplicates"),
            "page": possible_duplicates(request.GET.get("after", "")),
        }
        return TemplateResponse(request, "admin/papers/paper/duplicates.html", context)

    def decide_pair(self, request: HttpRequest) -> None:
        """What a button says of two papers: `distinct` or `versions`, with their numbers."""
        choice = "versions" if "versions" in request.POST else "distinct"
        numbers = request.POST.get(choice, "").split("-")
        pks = [pk for one in numbers if (pk := row_number(one)) is not None]
        papers = list(Paper.objects.filter(pk__in=pks).order_by("pk"))
        if len(papers) != 2:
            self.message_user(request, _("One of them is not there any more."), messages.WARNING)
        elif choice == "distinct":
            call_distinct(*papers)
        else:
            link_versions(*papers)
