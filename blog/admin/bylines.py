"""Who stands over a post: its authors in their order, and its writer's own name."""

from typing import Any

from django import forms
from django.db.models import Max
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.models import Author, Byline, Post
from blog.posts.own_author import author_of_user, make_author_of
from papers.admin.concurrent_edits import SeenAdmin, SeenRowForm, SeenRows

OWN_NAME = "own_name"
AUTHORS_FOLLOW = "authors-follow"
"""The class of the fieldset below which a form has its authors' rows."""


def own_name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=Author._meta.get_field("name").max_length,
        help_text=_(
            "As it stands over your posts. It is asked for once; “My profile” changes it, and has "
            "room for more."
        ),
    )


class BylineForm(SeenRowForm):
    """An author without a position comes last."""

    position = forms.IntegerField(label=_("Position"), min_value=1, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["position"] = None

    def clean_position(self) -> int:
        position = self.cleaned_data["position"]
        if position is not None:
            return position
        rows = Byline.objects.filter(post=self.instance.post_id) if self.instance.post_id else None
        last = rows.aggregate(last=Max("position"))["last"] if rows is not None else 0
        return (last or 0) + 1


class BylineInline(SeenRows):
    """In the narrow column beside the text."""

    model = Byline
    form = BylineForm
    template = "admin/edit_inline/stacked.html"
    fields = [("author", "position")]
    autocomplete_fields = ["author"]
    ordering = ["position", "pk"]

    def get_extra(self, request: HttpRequest, obj: Post | None = None, **kwargs: Any) -> int:
        """A row to fill in where nobody stands yet: without scripts no other can be added."""
        return 0 if obj is not None and obj.bylines.exists() else 1

    class Media:
        js = ["blog/choosers.js"]


def is_before_authors(fieldset: dict[str, Any]) -> bool:
    return AUTHORS_FOLLOW in fieldset.get("classes", ())


class NamingWriters(SeenAdmin):
    """The form of a first post asks for its writer's name."""

    def get_fieldsets(self, request: HttpRequest, obj: Post | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None or author_of_user(request.user):
            return fieldsets
        return [
            (
                title,
                {**part, "fields": [*part["fields"], OWN_NAME]}
                if is_before_authors(part)
                else part,
            )
            for title, part in fieldsets
        ]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        return {OWN_NAME: request.user.get_full_name(), **initial}

    def writers_of(self, request: HttpRequest, form: Any) -> list[Author]:
        """Who stands over a new post that names nobody else."""
        author = make_author_of(request.user, form.cleaned_data.get(OWN_NAME, ""))
        return [author] if author else []
