"""Fields that somebody else changed too while a form was open: both texts, and the ways out."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from papers.records.text_differences import (
    DifferentLine,
    MergedText,
    line_of_mark,
    merge_texts,
    text_difference,
)

MOST_SHOWN = 1500  # lines of one difference
MINE, THEIRS, BY_HAND = "mine", "theirs", "hand"
MARKED = _(
    "Line %(line)d still has a mark of what two people wrote there. Keep what you want of both, "
    "and take the marks out."
)


@dataclass(frozen=True)
class Difference:
    """A field that somebody else changed since the form was opened, and its editor too. ``mine`` is
    what the form was sent with, ``stored`` what the database has; ``before`` what both began with,
    where it is known. ``name`` is that of the field in the form."""

    name: str
    label: str
    mine: str
    stored: str
    is_text: bool = False
    before: str | None = None

    @cached_property
    def lines(self) -> list[DifferentLine]:
        return shown_lines(self.stored, self.mine)

    @cached_property
    def merged(self) -> MergedText:
        return merge_texts(self.before, self.mine, self.stored)

    @property
    def chosen(self) -> str:
        """The way out that is offered first: both, where no line was changed by both."""
        return BY_HAND if self.is_text and self.merged.is_clean else MINE


def shown_lines(old: str, new: str) -> list[DifferentLine]:
    """A difference as pages show it, which for very different texts is its beginning."""
    lines = text_difference(old, new)
    if len(lines) > MOST_SHOWN:
        lines[MOST_SHOWN:] = [DifferentLine("place", (("…", False),))]
    return lines


def take_choice(
    bound: forms.BoundField, data: QueryDict, put_stored: Callable[[QueryDict], None] | None
) -> None:
    """Has a form's data say in a field what its editor chose of a ``Difference``; ``put_stored``
    writes what is stored, ``None`` where nothing is any more."""
    choice = data.get(f"choice-{bound.html_name}")
    if choice == THEIRS and put_stored:
        put_stored(data)
    elif choice == BY_HAND and f"hand-{bound.html_name}" in data:
        data[bound.html_name] = data[f"hand-{bound.html_name}"]


def check_marks(value: Any) -> None:
    """Raises ``ValidationError`` for a text in which two changes still stand side by side."""
    if isinstance(value, str) and (line := line_of_mark(value.replace("\r\n", "\n"))):
        raise forms.ValidationError(MARKED, params={"line": line})


def texts_to_keep(request: HttpRequest, context: dict[str, Any], said: str) -> HttpResponse:
    """A page with the texts of a form that can be stored nowhere."""
    skipped = ("csrfmiddlewaretoken", "seen_fields")
    pairs = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if value and name not in skipped and not name.startswith(("_", "initial-"))
    ]
    shown = {**context, "title": _("Nothing was stored"), "said": said, "texts": pairs}
    return TemplateResponse(request, "admin/texts_to_keep.html", shown, status=409)
