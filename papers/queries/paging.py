"""Lists page by key: ``?before=`` names the last row seen, so that every page costs the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
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
    """The rows of one page; ``older`` is the cursor of the next one, empty on the last; ``newer``
    that of the one before, empty where that is the first one or none, ``None`` where nobody looked
    for it."""

    rows: list[Any]
    older: str
    is_first: bool
    newer: str | None = None


RowsUntil = Callable[[datetime], QuerySet]
"""The rows of a list up to a moment, which is now or before it."""
RowsBetween = Callable[[datetime, datetime], QuerySet]
"""The rows of a list from a moment on, and up to another."""


def page_by_time(
    rows_until: RowsUntil | QuerySet,
    cursor: str,
    size: int,
    time: str = "published_at",
    pk: str = "pk",
    rows_between: RowsBetween | None = None,
) -> Page:
    """One page of rows in the order ``-time, -pk``; both are columns or annotations.

    A list that shows nothing of the future is given as a function of the moment, so that a deep
    page has the cursor's as its one bound: of two, SQLite takes the first, and walks from the
    newest row to the cursor. One that begins at a moment of its own is given with ``rows_between``
    besides, for the same reason. The condition is ``time <= t AND NOT (time = t AND pk >= p)``,
    which databases read as one index range (``Q | Q`` they do not). Raises ``Http404`` for a cursor
    that is none.
    """
    now = timezone.now()
    if not cursor:
        rows = rows_until(now) if callable(rows_until) else rows_until
        return _page(_newest(rows, time, pk), size, CursorKey(_stamped, time, pk))
    at, last = _read(cursor, _read_stamp)
    if callable(rows_until):
        rows = rows_until(min(at, now))
        since = rows_between(at, now) if rows_between else _since(rows_until(now), time, at)
    else:
        rows = rows_until.filter(**{f"{time}__lte": at})
        since = _since(rows_until, time, at)
    before = _before(since, time, pk, at, last)
    return _page(_behind(rows, time, pk, at, last), size, CursorKey(_stamped, time, pk), before)


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
    key = CursorKey(_stamped, time, pk)
    shape = {"rows_until": rows_until, "time": time, "pk": pk, **chosen}
    if not cursor:
        return _page(_prepared_first(now, *values, most=size + 1, **shape), size, key)
    at, last = _read(cursor, _read_stamp)
    found = _prepared_behind(min(at, now), at, last, *values, most=size + 1, **shape)
    return _page(found, size, key, _prepared_before(now, at, last, *values, size=size, **shape))


def _newest(rows: QuerySet, time: str, pk: str) -> QuerySet:
    return rows.order_by(f"-{time}", f"-{pk}")


def _behind(rows: QuerySet, time: str, pk: str, at: datetime, last: int) -> QuerySet:
    return _newest(rows.exclude(**{time: at, f"{pk}__gte": last}), time, pk)


def _since(rows: QuerySet, time: str, at: datetime) -> QuerySet:
    return rows.filter(**{f"{time}__gte": at})


def _before(rows: QuerySet, time: str, pk: str, at: datetime, last: int) -> QuerySet:
    """The rows before those of ``_behind``, from the cursor's own on towards the first."""
    return rows.exclude(**{time: at, f"{pk}__lt": last}).order_by(time, pk)


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


@prepared
def _prepared_before(
    until: datetime,
    at: datetime,
    last: int,
    *values: Any,
    rows_until: Any,
    time: str,
    pk: str,
    size: int,
    **chosen: Any,
) -> QuerySet:
    rows = _since(rows_until(until, *values, **chosen), time, at)
    return _edge(_before(rows, time, pk, at, last), size, time, pk)


def page_from_first(rows: QuerySet, cursor: str, size: int, time: str = "published_at") -> Page:
    """One page of rows in the order ``time, pk``; the cursor is that of the last row seen."""
    key, ordered = CursorKey(_stamped, time, "pk"), rows.order_by(time, "pk")
    if not cursor:
        return _page(ordered, size, key)
    at, last = _read(cursor, _read_stamp)
    ordered = ordered.filter(**{f"{time}__gte": at}).exclude(**{time: at, "pk__lte": last})
    before = rows.filter(**{f"{time}__lte": at}).exclude(**{time: at, "pk__gt": last})
    return _page(ordered, size, key, _newest(before, time, "pk"))


def page_by_number(
    rows: QuerySet, cursor: str, size: int, number: str, *, leads_back: bool = True
) -> Page:
    """One page of rows in the order ``-number, -pk``, ``number`` being a whole-number column.

    Many rows share a number, so what follows the cursor is read as two index ranges: the rest of
    its number, then, where that is short, the smaller ones. A list of few rows, which an index of
    other columns leads to, ``leads_back`` to its first page alone: SQLite would look for the page
    before among all rows of the table.
    """
    key, ordered = CursorKey("{}-{}".format, number, "pk"), rows.order_by(f"-{number}", "-pk")
    if not cursor:
        return _page(ordered, size, key)
    at, last = _read(cursor, int)
    found = list(ordered.filter(**{number: at, "pk__lt": last})[: size + 1])
    if len(found) <= size:
        found += ordered.filter(**{f"{number}__lt": at})[: size + 1 - len(found)]
    if not leads_back:
        return replace(_page(found, size, key, []), newer=None)
    upwards = rows.order_by(number, "pk").values_list(number, "pk")
    before = list(upwards.filter(**{number: at, "pk__gte": last})[: size + 1])
    if len(before) <= size:
        before += upwards.filter(**{f"{number}__gt": at})[: size + 1 - len(before)]
    return _page(found, size, key, before[size:])


def page_by_pk(rows: QuerySet, cursor: str, size: int) -> Page:
    """One page of rows, those that were made last first; the cursor is the last ``pk``."""
    key, ordered = CursorKey(str, "pk"), rows.order_by("-pk")
    if not cursor:
        return _page(ordered, size, key)
    last, _pk = _read(f"{cursor}-0", int)
    before = rows.filter(pk__gte=last).order_by("pk")
    return _page(ordered.filter(pk__lt=last), size, key, before)


def page_by_name(rows: QuerySet, cursor: str, size: int, name: str) -> Page:
    """One page of rows in the order of a unique text column; the cursor is the last text."""
    key, ordered = CursorKey(str, name), rows.order_by(name)
    if not cursor:
        return _page(ordered, size, key)
    last = cursor.replace("\0", "")
    before = rows.filter(**{f"{name}__lte": last}).order_by(f"-{name}")
    return _page(ordered.filter(**{f"{name}__gt": last}), size, key, before)


def page_by_text(rows: QuerySet, cursor: str, size: int, text: str) -> Page:
    """One page of rows in the order ``text, pk``, a text column in which rows may be alike."""
    key, ordered = CursorKey("{}-{}".format, text, "pk"), rows.order_by(text, "pk")
    if not cursor:
        return _page(ordered, size, key)
    last, pk = _read(cursor, lambda one: one.replace("\0", ""))
    ordered = ordered.filter(**{f"{text}__gte": last}).exclude(**{text: last, "pk__lte": pk})
    before = rows.filter(**{f"{text}__lte": last}).exclude(**{text: last, "pk__gt": pk})
    return _page(ordered, size, key, before.order_by(f"-{text}", "-pk"))


class CursorKey:
    """The columns by which a list is ordered, and how a cursor is written of a row's."""

    def __init__(self, write: Callable[..., str], *columns: str) -> None:
        self.write = write
        self.columns = columns

    def cursor_of(self, row: Any) -> str:
        return self.write(*(getattr(row, name) for name in self.columns))


def _edge(before: QuerySet, size: int, *columns: str) -> QuerySet:
    """What the row has behind which the page before begins, of the rows before a page from its end
    on; none where that is the first page."""
    return before.values_list(*columns)[size : size + 1]


def _page(
    ordered: QuerySet | list[Any],
    size: int,
    key: CursorKey,
    before: QuerySet | list[tuple[Any, ...]] | None = None,
) -> Page:
    """The first of these rows, which follow a cursor where those ``before`` them are given (or
    their ``_edge``)."""
    found = list(ordered[: size + 1])
    older = key.cursor_of(found[size - 1]) if len(found) > size else ""
    if before is None:
        return Page(found[:size], older, is_first=True, newer="")
    edge = _edge(before, size, *key.columns) if isinstance(before, QuerySet) else before
    newer = next((key.write(*row) for row in edge), "")
    return Page(found[:size], older, is_first=False, newer=newer)


def _stamped(at: datetime, pk: int) -> str:
    return f"{at.astimezone(UTC).strftime(STAMP)}-{pk}"


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
