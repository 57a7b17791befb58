"""The page "Take apart" of a person in the admin: which papers are by another one of that name."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from papers.admin.extra_pages import ExtraPages
from papers.library.splitting import CannotSplitError, split_person
from papers.models import Contributor, OrcidField, Paper


class SplitForm(forms.Form):
    """``papers`` go to the other one, who may have an ORCID."""

    papers = forms.ModelMultipleChoiceField(
        queryset=Paper.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    orcid = OrcidField("ORCID").formfield()

    def __init__(self, person: Contributor, *args: object) -> None:
        super().__init__(*args)
        works = Paper.objects.filter(contributors=person).distinct()
        self.fields["papers"].queryset = works.order_by("-sort_year", "-pk")
        self.fields["papers"].label_from_instance = told_paper

    def clean_orcid(self) -> str | None:
        return OrcidField("ORCID").to_python(self.cleaned_data["orcid"])


def told_paper(paper: Paper) -> str:
    facts = [paper.title, paper.byline, paper.container_title, str(paper.issued_year or "")]
    return " · ".join(fact for fact in facts if fact)


class Splitting(ExtraPages):
    """The page and its address."""

    pages = {"<int:pk>/split/": "split"}

    def split_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not (self.has_change_permission(request) and self.has_add_permission(request)):
            raise PermissionDenied
        person = get_object_or_404(Contributor, pk=pk)
        form = SplitForm(person, request.POST or None)
        if request.method == "POST" and form.is_valid() and self.split(request, person, form):
            return redirect("admin:papers_contributor_changelist")
        return self.extra_page(
            request,
            "admin/papers/contributor/split.html",
            _("Take apart two people of one name"),
            person=person,
            form=form,
        )

    def split(self, request: HttpRequest, person: Contributor, form: SplitForm) -> bool:
        """Does it; a reason why not is told beside the form."""
        chosen = [paper.pk for paper in form.cleaned_data["papers"]]
        try:
            other = split_person(person, chosen, form.cleaned_data["orcid"])
        except CannotSplitError as error:
            form.add_error(None, str(error))
            return False
        undo = f"{reverse('admin:papers_contributor_merge')}?rows={person.pk},{other.pk}"
        said = _("“%(person)s” is two people now.") % {"person": person}
        link = format_html('{} <a href="{}">{}</a>', said, undo, _("Merge them again…"))
        self.message_user(request, link, messages.SUCCESS)
        return True
