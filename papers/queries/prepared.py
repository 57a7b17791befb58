"""Statements that are built once: the ORM takes ten times as long to write one as a database takes
to answer it.

    @prepared
    def posts_under(slug: str, now: datetime, *, most: int) -> QuerySet:
        return Post.objects.published(now).filter(tags__slug=slug)[:most]

    posts_under("maths", moment, most=5)  # a list

The function says what is wanted, as any queryset does. It is called once for each kind of its
arguments, with marks in the place of their values; what it makes is kept, and later calls put
values where the marks stood. Arguments by position are values: texts, whole numbers, moments; lists
of these, of which each length has a statement of its own; sets, for ``__in``, of which few lengths
have, since a value may stand there twice. Those by name are a part of the statement. One that
depends on anything else, such as the time, is refused at its first call.
"""

import pickle
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property, update_wrapper
from hashlib import blake2b
from itertools import count
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.sql.compiler import SQLCompiler

Row = Sequence[Any]
MARKS: dict[type, Callable[[int], Any]] = {
    int: lambda number: 730_000_000_000_000_000 + number,
    str: lambda number: f"\ue000{number}\ue001",
    datetime: lambda number: datetime(9000, 1, 1, tzinfo=UTC) + timedelta(microseconds=number),
}
"""Values that stand nowhere else, one for each number."""


READ_AS = "_read_as"
"""The attribute of an instance that has what was read of its row."""

_all: list["Prepared"] = []


class ReadRow:
    """What a statement gave for one row. ``attributes`` is how many the instance had then."""

    def __init__(self, columns: bytes, row: Row, attributes: int) -> None:
        self.columns = columns  # a digest of their names
        self.row = row
        self.attributes = attributes
        self.keyed_at: tuple[int, ...] = ()
        self.key: Hashable = None  # of the row as ``papers.pages.pieces`` found it then

    @cached_property
    def digest(self) -> bytes:
        """The same for the same values of the same columns. Found when it is first asked for."""
        return row_digest((self.columns, self.row))


def row_digest(values: Sequence[Any]) -> bytes:
    return blake2b(pickle.dumps(values, protocol=5), digest_size=16).digest()


class Prepared:
    """A function whose queryset is built once. A call gives a list: of instances, or of what
    ``values_list`` gives; nothing is asked for an empty list or set of values."""

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        update_wrapper(self, build)
        self.build = build
        self._statements: dict[tuple[Any, ...], Statement] = {}
        _all.append(self)

    def __call__(self, *values: Any, **shape: Any) -> list[Any]:
        values = [padded(one) if isinstance(one, set) else one for one in values]
        given = list(each_value(values))
        lengths = [len(one) if isinstance(one, list) else None for one in values]
        if 0 in lengths:
            return []
        key = (*lengths, *map(type, given), *shape.items())
        statement = self._statements.get(key)
        if statement is None:
            statement = self._statements[key] = self.statement(values, shape)
        return statement.rows(given)

    def first(self, *values: Any, **shape: Any) -> Any:
        """The first row or ``None``; the function itself has to ask for no more."""
        return next(iter(self(*values, **shape)), None)

    def statement(self, values: Sequence[Any], shape: dict[str, Any]) -> "Statement":
        """Built twice with different marks, so that nothing but they can be what differs."""
        numbers = count()
        both = [marks_of(values, numbers), marks_of(values, numbers)]
        one, other = (
            Statement(self.build(*marks, **shape), list(each_value(marks))) for marks in both
        )
        if one.is_whole and one.told == other.told:
            return one
        raise ValueError(
            f"{self.__qualname__} cannot be prepared: its statement has to have all of its values "
            "as they are given, and may depend on nothing else."
        )


prepared = Prepared


def forget_statements() -> None:
    """Has all built anew: for tests that change a number of a module, such as how many rows a page
    shows."""
    for one in _all:
        one._statements.clear()


def lay_beside(rows: Iterable[Model], name: str, pairs: Iterable[tuple[int, Any]]) -> None:
    """As ``prefetch_related`` does it: ``row.name.all()`` gives what is paired with the row's
    number."""
    beside = defaultdict(list)
    for pk, other in pairs:
        beside[pk].append(other)
    for row in rows:
        has = vars(row)
        has.setdefault("_prefetched_objects_cache", {})[name] = beside[row.pk]
        if READ_AS in has:
            has[READ_AS].keyed_at = ()  # another fact, in as many attributes


def padded(values: set[Any]) -> list[Any]:
    """A list of one of few lengths: the last value is repeated, up to a power of two."""
    found = sorted(values)
    return [*found, *found[-1:] * ((1 << (len(found) - 1).bit_length()) - len(found))]


def each_value(values: Sequence[Any]) -> Iterator[Any]:
    for one in values:
        if isinstance(one, list):
            yield from one
        else:
            yield one


def marks_of(values: Sequence[Any], numbers: Iterator[int]) -> list[Any]:
    """Marks of the same kinds. Raises ``KeyError`` for a value of another kind than ``MARKS``."""
    return [
        marks_of(one, numbers) if isinstance(one, list) else MARKS[type(one)](next(numbers))
        for one in values
    ]


def adapted(value: Any) -> Any:
    """As the database's module takes it."""
    return connection.ops.adapt_unknown_value(value) if isinstance(value, datetime) else value


class Statement:
    """``places`` has for each parameter which of the values it is, and ``None`` for a constant."""

    def __init__(self, queryset: QuerySet, marks: Sequence[Any]) -> None:
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, params = compiler.as_sql()
        known = {adapted(mark): place for place, mark in enumerate(marks)}
        self.places = [known.get(one) for one in params]
        self.constants = [None if one in known else one for one in params]
        self.is_whole = set(range(len(marks))) <= set(self.places)
        columns = [column for column, _sql, _alias in compiler.select]
        self.converters = list(compiler.get_converters(columns).items())
        self.made = row_maker(queryset, compiler)
        self.bounds = list(bounds_of(queryset, marks))

    @property
    def told(self) -> tuple[Any, ...]:
        return self.sql, self.places, self.constants

    def rows(self, values: Sequence[Any]) -> list[Any]:
        if not all(has_room_for(values[place]) for place, has_room_for in self.bounds):
            return []
        given = list(map(adapted, values))
        params = [
            constant if place is None else given[place]
            for place, constant in zip(self.places, self.constants, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found = cursor.fetchall()
        return [self.made(self.converted(row), row) for row in found]

    def converted(self, row: Row) -> Row:
        """As ``SQLCompiler.apply_converters`` does it."""
        if not self.converters:
            return row
        row = list(row)
        for place, (converters, expression) in self.converters:
            for convert in converters:
                row[place] = convert(row[place], expression, connection)
        return row


def note_row(made: Model, columns: bytes, row: Row) -> None:
    """Of an instance and of all that were read beside it."""
    has = vars(made)
    if READ_AS not in has:
        has[READ_AS] = ReadRow(columns, row, len(has) + 1)
        for other in made._state.fields_cache.values():
            if other is not None:
                note_row(other, columns, row)


def bounds_of(
    queryset: QuerySet, marks: Sequence[Any]
) -> Iterator[tuple[int, Callable[[Any], bool]]]:
    """The values that are compared with columns which ask for none that is too long for them
    (``has_room_for`` of ``papers.models.address_fields``)."""
    for lookup in queryset.query.where.leaves():
        column = getattr(getattr(lookup, "lhs", None), "output_field", None)
        if hasattr(column, "has_room_for") and lookup.rhs in marks:
            yield marks.index(lookup.rhs), column.has_room_for


def row_maker(queryset: QuerySet, compiler: SQLCompiler) -> Callable[[Row, Row], Any]:
    """What makes of the columns, converted and as they were read, what iterating over the queryset
    makes of them (``django.db.models.query``)."""
    kind = queryset._iterable_class
    if kind is FlatValuesListIterable:
        return lambda row, _read: row[0]
    if kind is ValuesListIterable:
        return lambda row, _read: tuple(row[: compiler.col_count])
    if kind is not ModelIterable or queryset._prefetch_related_lookups:
        raise ValueError(f"Rows of {kind.__name__}, or with more beside them, are not prepared.")
    info, select = compiler.klass_info, compiler.select
    start, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column.target.attname for column, _sql, _alias in select[start:end]]
    related = get_related_populators(info, select, DEFAULT_DB_ALIAS)
    annotations = list((compiler.annotation_col_map or {}).items())
    columns = row_digest([sql for _column, (sql, _params), _alias in select])

    def instance(row: Row, read: Row) -> Any:
        made = info["model"].from_db(DEFAULT_DB_ALIAS, names, row[start:end])
        for one in related:
            one.populate(row, made)
        for name, place in annotations:
            setattr(made, name, row[place])
        note_row(made, columns, read)
        return made

    return instance
