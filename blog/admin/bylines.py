"""Who stands over a post: its authors in their order, and its writer's own name."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.models import Author, Byline, Post
from blog.posts.own_author import author_of_user, make_author_of
from blog.text.display_names import plain_name
from papers.admin.concurrent_edits import SeenAdmin, SeenRowForm, SeenRows

OWN_NAME = "own_name"
NO_AUTHOR = _("The site has no author “%(name)s”: add one under “Authors” first.")
TWO_AUTHORS = _(
    "The site has several authors “%(name)s”: write the last part of the address of the one’s page."
)
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


class AuthorsByName(forms.CharField):
    """Authors of the site, by their names with commas between; as authors when it is cleaned. It
    is for who has no scripts, which alone can add rows of authors (blog/writing.css)."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Add authors"),
            required=False,
            help_text=_("Names of authors whom the site has, with commas between."),
        )

    def clean(self, value: Any) -> list[Author]:
        names = [name for one in super().clean(value).split(",") if (name := " ".join(one.split()))]
        return [self.author_of(name) for name in dict.fromkeys(names)]

    def author_of(self, name: str) -> Author:
        found = list(Author.objects.filter(Q(name__iexact=name) | Q(slug=name)).order_by("pk")[:2])
        if not found:
            raise forms.ValidationError(NO_AUTHOR, params={"name": name})
        if len(found) > 1:
            raise forms.ValidationError(TWO_AUTHORS, params={"name": name})
        return found[0]


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

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("author")  # each row names its own


def is_before_authors(fieldset: dict[str, Any]) -> bool:
    return AUTHORS_FOLLOW in fieldset.get("classes", ())


class NamingWriters(SeenAdmin):
    """A form asks for its writer's name until it is known."""

    def get_fieldsets(self, request: HttpRequest, obj: Post | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if author_of_user(request.user):
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

    def writers_of(self, request: HttpRequest, form: Any, change: bool) -> list[Author]:
        """Who stands over a post that names nobody else. A name that was typed is kept, whoever
        stands over the post; that of an account is not taken for one who only mends a post."""
        name = plain_name(form.cleaned_data.get(OWN_NAME, ""))
        author = make_author_of(request.user, name) if name or not change else None
        return [author] if author else []

    def add_authors(self, post: Post, authors: Iterable[Author]) -> None:
        """Puts them below those who stand over a post already."""
        there = dict(post.bylines.values_list("author_id", "position"))
        new = [author for author in authors if author.pk not in there]
        for position, author in enumerate(new, max(there.values(), default=0) + 1):
            post.bylines.create(author=author, position=position)
