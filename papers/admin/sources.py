"""The sources of a paper in the admin: what each says of each field, and "take this one"."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from papers.admin.extra_pages import ExtraPages
from papers.checking.standings import settle_standings
from papers.library.corrections import take_field
from papers.library.field_sources import field_lines
from papers.library.paper_rows import sources_of
from papers.models import Paper, Source


class TakingForm(forms.Form):
    """Which source's value of which field is to be shown."""

    source = forms.ModelChoiceField(queryset=Source.objects.none())
    field = forms.CharField(max_length=100)

    def __init__(self, paper: Paper, *args: Any) -> None:
        super().__init__(*args)
        self.fields["source"].queryset = paper.sources.all()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        source, field = cleaned.get("source"), cleaned.get("field")
        lines = field_lines(source.paper) if source else []
        cells = [cell for line in lines if line.field == field for cell in line.cells]
        if not any(cell.is_said and cell.source.pk == source.pk for cell in cells):
            raise forms.ValidationError(_("This source says nothing of that field any more."))
        return cleaned


class ShowingSources(ExtraPages):
    """Below a paper's form: the value that each source has of each field, and which is shown."""

    change_form_template = "admin/papers/paper/change_form.html"

    pages = {"<int:pk>/take/": "take"}

    def shown_below(self, row: Paper) -> dict[str, Any]:
        shown = {"sources": sources_of(row), "lines": field_lines(row)}
        return super().shown_below(row) | shown

    def take_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        paper = get_object_or_404(Paper, pk=pk)
        if not self.has_change_permission(request, paper):
            raise PermissionDenied
        if request.method == "POST":
            form = TakingForm(paper, request.POST)
            if form.is_valid():
                source, field = form.cleaned_data["source"], form.cleaned_data["field"]
                take_field(source, field)
                settle_standings([pk])
                self.log_change(request, paper, f"{field}: {source}")
                said = _("The field “%(field)s” is as this source has it: %(source)s.")
                told = said % {"field": field, "source": source}
                self.message_user(request, told, messages.SUCCESS)
            else:
                said = _("This source says nothing of that field any more.")
                self.message_user(request, said, messages.ERROR)
        return redirect("admin:papers_paper_change", pk)
