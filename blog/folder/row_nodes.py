"""Rows as they stand in data files: objects with a ``number``, their fields, and lists of the rows
that belong to them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.fields.files import FieldFile

from blog.folder.layout import BANS, NATURAL
from blog.folder.public_rows import PublicRows
from blog.folder.row_tables import Table, key_in_file
from blog.models.moderation import BanKind

Node = dict[str, Any]
Pair = tuple[Node | None, Node | None]
"""What everybody may have of a row, and what stands below ``private/``."""
CHUNK = 200
EMPTY = ("", None, [], {})


def rows_to_export(table: Table) -> models.QuerySet:
    """All rows of a table, but bans of senders, which are hashes that will mean nobody."""
    rows = table.model._default_manager.order_by("pk").select_related(*table.relations)
    return rows.exclude(kind=BanKind.SENDER) if table is BANS else rows


def pairs_of(
    table: Table, public: PublicRows, rows: models.QuerySet | None = None
) -> Iterator[tuple[models.Model, Pair]]:
    """Each row of a table with its two nodes, by number; some rows are in memory at once."""
    found = (rows_to_export(table) if rows is None else rows).iterator(chunk_size=CHUNK)
    while some := list(islice(found, CHUNK)):
        yield from zip(some, paired_nodes(table, some, public), strict=True)


def paired_nodes(table: Table, rows: Sequence[models.Model], public: PublicRows) -> list[Pair]:
    pairs = [pair_of(table, row, public) for row in rows]
    by_pk = {row.pk: pair for row, pair in zip(rows, pairs, strict=True)}
    for child in table.children:
        owned = list(rows_to_export(child).filter(**{f"{child.parent}__in": list(by_pk)}))
        for row, (shown, hidden) in zip(owned, paired_nodes(child, owned, public), strict=True):
            open_owner, hidden_owner = by_pk[getattr(row, f"{child.parent}_id")]
            if open_owner is None:  # what belongs to it is as private as it is
                shown, hidden = None, {**(shown or {}), **(hidden or {})}
            for owner, node in ((open_owner, shown), (hidden_owner, hidden)):
                if node is not None:
                    owner.setdefault(child.name, []).append(node)
    return [(shown, strip(hidden)) for shown, hidden in pairs]


def strip(hidden: Node | None) -> Node | None:
    """A private node that says nothing but its number is none."""
    return hidden if hidden and len(hidden) > 1 else None


def pair_of(table: Table, row: models.Model, public: PublicRows) -> Pair:
    """The row's own two nodes; the private one is there for its children's sake too."""
    if not table.is_public(row, public):
        return None, {"number": row.pk, **told_fields(table, row, table.fields)}
    shown = told_fields(table, row, table.public)
    hidden = told_fields(table, row, table.private)
    for name in table.relations:
        target = getattr(row, name) if name in shown else None
        if target is not None and target not in public:
            hidden[name] = shown.pop(name)
    for name, public_form in table.shown_as.items():
        if name in shown and (form := public_form(shown[name])) != shown[name]:
            hidden[name], shown[name] = shown[name], form
    return {"number": row.pk, **shown}, {"number": row.pk, **hidden}


def told_fields(table: Table, row: models.Model, names: Iterable[str]) -> Node:
    """The values of fields; those that are empty as in a new row are left out."""
    told = {}
    for name in names:
        column = row._meta.get_field(name)
        value = told_value(getattr(row, name))
        if name in table.written_as:
            value = table.written_as[name](value)
        if not (value in EMPTY and column.get_default() in EMPTY):
            told[key_in_file(name)] = value
    return told


def told_value(value: Any) -> Any:
    """A column's value as JSON has it; a row of another table by what it is called."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, models.Model):
        return getattr(value, NATURAL.get(type(value), "pk"))
    if isinstance(value, FieldFile):
        return value.name or ""
    return str(value) if isinstance(value, UUID) else value
