"""Editors and what registries have otherwise: a field is taken over or kept with a reason."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from papers.admin.extra_pages import ExtraPages
from papers.checking.differences import (
    LONGEST_REASON,
    differences_of,
    keep_with_reason,
    unanswered_papers,
)
from papers.models import Check, Paper
from papers.queries.row_numbers import row_number


class KeepingForm(forms.Form):
    """Why our value of which field stays; an empty reason takes an earlier one back."""

    check = forms.ModelChoiceField(queryset=Check.objects.none())
    name = forms.CharField(max_length=20)
    reason = forms.CharField(max_length=LONGEST_REASON, required=False)

    def __init__(self, paper: Paper, *args: Any) -> None:
        super().__init__(*args)
        self.fields["check"].queryset = paper.checks.all()

    def clean_reason(self) -> str:
        return " ".join(self.cleaned_data["reason"].split())


class ShowingDifferences(ExtraPages):
    """Below a paper's form: what registries have otherwise; of all papers: what waits."""

    pages = {"<int:pk>/keep/": "keep", "unanswered/": "unanswered"}

    def unanswered_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return self.extra_page(
            request,
            "admin/papers/paper/unanswered.html",
            _("Unanswered differences"),
            page=unanswered_papers(row_number(request.GET.get("after", "")) or 0),
        )

    def shown_below(self, row: Paper) -> dict[str, Any]:
        shown = {"differences": differences_of(row), "longest_reason": LONGEST_REASON}
        return super().shown_below(row) | shown

    def keep_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        paper = get_object_or_404(Paper, pk=pk)
        if not self.has_change_permission(request, paper):
            raise PermissionDenied
        form = KeepingForm(paper, request.POST)
        if request.method == "POST" and form.is_valid():
            check, name = form.cleaned_data["check"], form.cleaned_data["name"]
            reason = form.cleaned_data["reason"]
            if keep_with_reason(check, name, reason, request.user):
                self.log_change(request, paper, f"{name}: {reason or '-'}")
                said = _("Ours is kept: “%(reason)s”") if reason else _("No reason is given now.")
                self.message_user(request, said % {"reason": reason}, messages.SUCCESS)
            else:
                said = _("This field does not differ any more, so nothing was noted.")
                self.message_user(request, said, messages.ERROR)
        elif request.method == "POST":
            said = _("The reason was not noted: at most %(most)d characters, please.")
            self.message_user(request, said % {"most": LONGEST_REASON}, messages.ERROR)
        return redirect("admin:papers_paper_change", pk)
