"""Makes rows of the nodes of data files, table by table."""

from collections.abc import Iterator
from typing import Any

from django.db import DataError, IntegrityError, models

from blog.folder.checked_values import WRONG, field_value, is_number, told_wrong
from blog.folder.kept_folder import FolderRefusedError
from blog.folder.layout import NATURAL
from blog.folder.row_completion import complete_row
from blog.folder.row_nodes import Node
from blog.folder.row_tables import Table, key_in_file

MANY = 500

UNFIT = (IntegrityError, DataError, OverflowError)
"""What a database answers to rows that do not fit into it, or not beside others."""
Later = tuple[models.Model, models.ForeignKey, str]


class RowBuilder:
    """Rows with their numbers, stored some hundreds at once. What a row names that comes later is
    looked up by ``finish``."""

    def __init__(self) -> None:
        self.pks: dict[type[models.Model], dict[Any, int]] = {}
        self.later: list[tuple[str, Later]] = []
        self.waiting: dict[type[models.Model], list[models.Model]] = {}

    def add(self, place: str, table: Table, node: Node, **given: Any) -> models.Model:
        """A row and those that belong to it, to be stored."""
        row = self.row(place, table, node, **given)
        self.store_later(row)
        for child in table.children:
            for inner in nodes_in(place, node, child.name):
                self.add(place, child, inner, **{f"{child.parent}_id": row.pk})
        return row

    def row(self, place: str, table: Table, node: Node, **given: Any) -> models.Model:
        """A row in memory."""
        row = table.model(pk=node["number"], **given)
        name = ""
        try:
            for name in (one for one in table.fields if key_in_file(one) in node):
                self.set_field(place, row, name, node[key_in_file(name)])
            complete_row(row)
        except WRONG as error:
            told = told_wrong(error)
            raise FolderRefusedError(
                f"{place}: {table.name}, number {row.pk}, {name}: {told}"
            ) from error
        return row

    def set_field(self, place: str, row: models.Model, name: str, value: Any) -> None:
        column = row._meta.get_field(name)
        if not isinstance(column, models.ForeignKey):
            setattr(row, name, field_value(row, name, value))
        elif value is not None:
            target = self.pk_of(column.related_model, value)
            if target is None:
                self.later.append((place, (row, column, value)))
            setattr(row, column.attname, target)

    def pk_of(self, model: type[models.Model], named: Any) -> int | None:
        """The number of a row that another one names; ``None`` where it is not known yet."""
        if NATURAL.get(model, "pk") == "pk":
            return named if is_number(named) and named in self.pks.get(model, ()) else None
        return self.pks.get(model, {}).get(named) if isinstance(named, str) else None

    def know(self, row: models.Model) -> None:
        name = NATURAL.get(type(row), "pk")
        self.pks.setdefault(type(row), {})[getattr(row, name)] = row.pk

    def store_later(self, row: models.Model) -> None:
        if type(row) in NATURAL:
            self.know(row)
        rows = self.waiting.setdefault(type(row), [])
        rows.append(row)
        if len(rows) >= MANY:
            self.store()

    def store(self) -> None:
        """Everything that waits, the rows that others lead to first."""
        for model, rows in self.waiting.items():
            model._base_manager.bulk_create(rows)
        self.waiting.clear()

    def finish(self) -> None:
        """Sets what rows name that came behind them."""
        self.store()
        for place, (row, column, named) in self.later:
            pk = self.pk_of(column.related_model, named)
            if pk is None:
                kind = column.related_model._meta.verbose_name
                raise FolderRefusedError(
                    f"{place}: {column.name}: there is no {kind} {named!r:.100} in this folder"
                )
            if (type(row), row.pk) == (column.related_model, pk):
                raise FolderRefusedError(
                    f"{place}: {column.name}: {named!r:.100} names itself: name another or none"
                )
            try:
                type(row)._base_manager.filter(pk=row.pk).update(**{column.attname: pk})
            except UNFIT as error:
                raise told_clash(place, error) from error
        self.later.clear()


def nodes_in(place: str, node: Node, name: str) -> Iterator[Node]:
    inner = node.get(name, [])
    for one in inner if isinstance(inner, list) else [None]:
        if not isinstance(one, dict) or not is_number(one.get("number")):
            raise FolderRefusedError(f"{place} is damaged: {name}: a row has no number.")
        yield one


def told_clash(place: str, error: Exception) -> FolderRefusedError:
    """What the database refused (``UNFIT``), in its words."""
    is_clash = isinstance(error, IntegrityError)
    fault = "two rows cannot both stand" if is_clash else "the database cannot hold it"
    return FolderRefusedError(f"{place}: {fault}: {error}")
