"""How the rows of one model stand in data files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from blog.folder.public_rows import PublicRows

RENDERED = "rendered again from its text"
MADE = "made again from the other fields"
OF_TEXT = "made again when the text is rendered"
COUNTED = "counted again"
COUNTER = "counts the changes in one database; a new one begins with 1"
HASHED = "hashed with a secret of one database that is deleted after days"
IN_TEXT_FILE = "stands in the header of the post's file"

Public = Callable[[Any, PublicRows], bool]


@dataclass(frozen=True)
class Table:
    """The rows of a model in data files, called ``name`` there.

    ``public`` and ``private`` are the fields that stand in files for everybody and in those below
    ``private/``; a row that is not ``is_public`` stands there as a whole. ``elsewhere`` says of
    each other field why it is not among them. ``parent`` is the field that leads to the row in
    which the rows of this table stand; ``shown_as`` gives the public form of a field's value,
    ``written_as`` the form in every file.
    """

    model: type[models.Model]
    name: str
    public: tuple[str, ...]
    private: tuple[str, ...] = ()
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    parent: str = ""
    children: tuple["Table", ...] = ()
    is_public: Public = lambda _row, _public: True
    shown_as: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    written_as: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[str, ...]:
        return self.public + self.private

    @property
    def relations(self) -> list[str]:
        meta = self.model._meta
        return [name for name in self.fields if meta.get_field(name).is_relation]


def reasons(reason: str, *names: str) -> dict[str, str]:
    return dict.fromkeys(names, reason)


def never(_row: models.Model, _public: PublicRows) -> bool:
    return False


def itself(row: models.Model, public: PublicRows) -> bool:
    return row in public


def key_in_file(name: str) -> str:
    """What a field is called in data files, where ``number`` is the row's own."""
    return "comment_number" if name == "number" else name


def tables_within(table: Table) -> list[Table]:
    return [table, *(inner for child in table.children for inner in tables_within(child))]
