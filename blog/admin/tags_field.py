"""The form field for tags: names with commas between, in the author's order (taggit sorts)."""

import csv
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from blog.models import Tag


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
    widget = forms.TextInput(attrs={"class": "vTextField"})

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
