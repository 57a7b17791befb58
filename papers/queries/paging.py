"""Lists page by key: ``?before=`` names the last row seen, so that every page costs the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.queries.prepared import prepared

LONGEST = 500  # characters of what a cursor names
STAMP = "%Y%m%dT%H%M%S.%f"


@dataclass(frozen=True)
class Page:
    """The rows of one page; ``older`` is the cursor of the next one, empty on the last."""

    rows: list[Any]
    older: str
    is_first: bool


RowsUntil = Callable[[datetime], QuerySet]
"""The rows of a list up to a moment, which is now or before it."""


def page_by_time(
    rows_until: RowsUntil | QuerySet,
    cursor: str,
    size: int,
    time: str = "published_at",
    pk: str = "pk",
) -> Page:
    """One page of rows in the order ``-time, -pk``; both are columns or annotations.

    A list that shows nothing of the future is given as a function of the moment, so that a deep
    page has the cursor's as its one bound: of two, SQLite takes the first, and walks from the
    newest row to the cursor. The condition is ``time <= t AND NOT (time = t AND pk >= p)``, which
    databases read as one index range (``Q | Q`` they do not). Raises ``Http404`` for a cursor that
    is none.
    """
    now = timezone.now()
    at, last = _read(cursor, _read_stamp) if cursor else (now, 0)
    if callable(rows_until):
        rows = rows_until(min(at, now))
    else:
        rows = rows_until.filter(**{f"{time}__lte": at}) if cursor else rows_until
    ordered = _behind(rows, time, pk, at, last) if cursor else _newest(rows, time, pk)
    return _page(ordered, size, cursor, lambda row: _stamped(row, time, pk))


def prepared_page(
    rows_until: Callable[..., QuerySet],
    values: Sequence[Any],
    cursor: str,
    size: int,
    time: str = "published_at",
    pk: str = "pk",
    **chosen: Any,
) -> Page:
    """As ``page_by_time`` of ``rows_until(moment, *values, **chosen)``, a function that stands in a
    module: its statement is built once (``papers.queries.prepared``)."""
    now = timezone.now()
    shape = {"rows_until": rows_until, "time": time, "pk": pk, "most": size + 1, **chosen}
    if cursor:
        at, last = _read(cursor, _read_stamp)
        found = _prepared_behind(min(at, now), at, last, *values, **shape)
    else:
        found = _prepared_first(now, *values, **shape)
    return _page(found, size, cursor, lambda row: _stamped(row, time, pk))


def _newest(rows: QuerySet, time: str, pk: str) -> QuerySet:
    return rows.order_by(f"-{time}", f"-{pk}")


def _behind(rows: QuerySet, time: str, pk: str, at: datetime, last: int) -> QuerySet:
    return _newest(rows.exclude(**{time: at, f"{pk}__gte": last}), time, pk)


@prepared
def _prepared_first(
    until: datetime, *values: Any, rows_until: Any, time: str, pk: str, most: int, **chosen: Any
) -> QuerySet:
    return _newest(rows_until(until, *values, **chosen), time, pk)[:most]


@prepared
def _prepared_behind(
    until: datetime,
    at: datetime,
    last: int,
    *values: Any,
    rows_until: Any,
    time: str,
    pk: str,
    most: int,
    **chosen: Any,
) -> QuerySet:
    return _behind(rows_until(until, *values, **chosen), time, pk, at, last)[:most]


def page_from_first(rows: QuerySet, cursor: str, size: int, time: str = "published_at") -> Page:
    """One page of rows in the order ``time, pk``; the cursor is that of the last row seen."""
    ordered = rows.order_by(time, "pk")
    if cursor:
        at, last = _read(cursor, _read_stamp)
        ordered = ordered.filter(**{f"{time}__gte": at}).exclude(**{time: at, "pk__lte": last})
    return _page(ordered, size, cursor, lambda row: _stamped(row, time, "pk"))


def page_by_number(rows: QuerySet, cursor: str, size: int, number: str) -> Page:
    """One page of rows in the order ``-number, -pk``, ``number`` being a whole-number column.

    Many rows share a number, so what follows the cursor is read as two index ranges: the rest of
    its number, then, where that is short, the smaller ones.
    """
    ordered = rows.order_by(f"-{number}", "-pk")
    if cursor:
        at, last = _read(cursor, int)
        found = list(ordered.filter(**{number: at, "pk__lt": last})[: size + 1])
        if len(found) <= size:
            found += ordered.filter(**{f"{number}__lt": at})[: size + 1 - len(found)]
        ordered = found
    return _page(ordered, size, cursor, lambda row: f"{getattr(row, number)}-{row.pk}")


def page_by_pk(rows: QuerySet, cursor: str, size: int) -> Page:
    """One page of rows, those that were made last first; the cursor is the last ``pk``."""
    ordered = rows.order_by("-pk")
    if cursor:
        last, _pk = _read(f"{cursor}-0", int)
        ordered = ordered.filter(pk__lt=last)
    return _page(ordered, size, cursor, lambda row: str(row.pk))


def page_by_name(rows: QuerySet, cursor: str, size: int, name: str) -> Page:
    """One page of rows in the order of a unique text column; the cursor is the last text."""
    ordered = rows.order_by(name)
    if cursor:
        ordered = ordered.filter(**{f"{name}__gt": cursor.replace("\0", "")})
    return _page(ordered, size, cursor, lambda row: getattr(row, name))


def page_by_text(rows: QuerySet, cursor: str, size: int, text: str) -> Page:
    """One page of rows in the order ``text, pk``, a text column in which rows may be alike."""
    ordered = rows.order_by(text, "pk")
    if cursor:
        last, pk = _read(cursor, lambda one: one.replace("\0", ""))
        ordered = ordered.filter(**{f"{text}__gte": last}).exclude(**{text: last, "pk__lte": pk})
    return _page(ordered, size, cursor, lambda row: f"{getattr(row, text)}-{row.pk}")


def _page(
    ordered: QuerySet | list[Any], size: int, cursor: str, cursor_of: Callable[[Any], str]
) -> Page:
    """The first rows of those that follow the cursor."""
    found = list(ordered[: size + 1])
    older = cursor_of(found[size - 1]) if len(found) > size else ""
    return Page(found[:size], older, not cursor)


def _stamped(row: Any, time: str, pk: str) -> str:
    return f"{getattr(row, time).astimezone(UTC).strftime(STAMP)}-{getattr(row, pk)}"


def _read_stamp(text: str) -> datetime:
    return datetime.strptime(text, STAMP).replace(tzinfo=UTC)


def _read(cursor: str, read: Any) -> tuple[Any, int]:
    first, _separator, last = cursor.rpartition("-")
    try:
        if len(last) > 18 or len(first) > LONGEST:
            raise ValueError
        return read(first), int(last)
    except (ValueError, OverflowError) as error:
        raise Http404(_("There is no such page of this list; begin at its first page.")) from error
