"""The form field for tags: names with commas between, in the author's order (taggit sorts)."""

import csv
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blog.models import Tag
from blog.posts.near_tags import tags_being_typed
from papers.admin.extra_pages import ExtraPages

MOST_OFFERED = 8
LONGEST_TYPED = 100


def join_tag_names(names: Iterable[str]) -> str:
    """``a, b, "c, d"``: a name that holds a comma stands in quotes."""
    return ", ".join(quoted_tag(name) if set(name) & {",", '"'} else name for name in names)


def quoted_tag(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))


def split_tag_names(text: str) -> list[str]:
    """The names of a comma-separated list; blank ones are dropped."""
    lines = csv.reader(text.splitlines(), skipinitialspace=True)
    return [name.strip() for line in lines for name in line if name.strip()]


class TagsField(forms.CharField):
    widget = forms.TextInput(
        attrs={"class": "vTextField", "data-names": reverse_lazy("admin:blog_post_tag_names")}
    )

    def prepare_value(self, value: Any) -> Any:
        """Tags, or their names, as the text that an editor changes."""
        if value is None or isinstance(value, str):
            return value
        return join_tag_names(getattr(tag, "name", tag) for tag in value)

    def clean(self, value: Any) -> list[str]:
        names = split_tag_names(super().clean(value) or "")
        longest = Tag._meta.get_field("name").max_length
        for name in names:
            if len(name) > longest:
                raise forms.ValidationError(
                    _("“%(name)s…” is too long; a tag has at most %(longest)d characters."),
                    params={"name": name[:30], "longest": longest},
                )
        return names

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [tag.name for tag in initial or []] != split_tag_names(data or "")


class OfferingTags(ExtraPages):
    """The tags that begin with what somebody types (blog/tags.js), with their counts: for whoever
    may write posts."""

    pages = {"tag-names/": "tag_names"}

    def tag_names_view(self, request: HttpRequest) -> JsonResponse:
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        typed = request.GET.get("q", "")[:LONGEST_TYPED]
        tags = [
            {
                "name": one.name,
                "written": join_tag_names([one.name]),
                "posts": ngettext("%(n)d post", "%(n)d posts", one.posts) % {"n": one.posts},
            }
            for one in tags_being_typed(typed, MOST_OFFERED)
        ]
        return JsonResponse({"tags": tags})
