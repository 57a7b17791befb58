"""Lists page by key: ``?before=`` names the last row seen, so that every page costs the same."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

STAMP = "%Y%m%dT%H%M%S.%f"


@dataclass(frozen=True)
class Page:
    """The rows of one page; ``older`` is the cursor of the next one, empty on the last."""

    rows: list[Any]
    older: str
    is_first: bool


def page_by_time(
    rows: QuerySet, cursor: str, size: int, time: str = "published_at", pk: str = "pk"
) -> Page:
    """One page of rows in the order ``-time, -pk``; both are columns or annotations.

    The condition is ``time <= t AND NOT (time = t AND pk >= p)``, which databases read as one
    index range (``Q | Q`` they do not). Raises ``Http404`` for a cursor that is none.
    """
    ordered = rows.order_by(f"-{time}", f"-{pk}")
    if cursor:
        at, last = _read(cursor, lambda text: datetime.strptime(text, STAMP).replace(tzinfo=UTC))
        ordered = ordered.filter(**{f"{time}__lte": at}).exclude(**{time: at, f"{pk}__gte": last})
    found = list(ordered[: size + 1])
    rows_here = found[:size]
    older = ""
    if len(found) > size:
        end = rows_here[-1]
        older = f"{getattr(end, time).astimezone(UTC).strftime(STAMP)}-{getattr(end, pk)}"
    return Page(rows_here, older, not cursor)


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
    else:
        found = list(ordered[: size + 1])
    older = ""
    if len(found) > size:
        older = f"{getattr(found[size - 1], number)}-{found[size - 1].pk}"
    return Page(found[:size], older, not cursor)


def page_by_pk(rows: QuerySet, cursor: str, size: int) -> Page:
    """One page of rows, those that were made last first; the cursor is the last ``pk``."""
    ordered = rows.order_by("-pk")
    if cursor:
        last, _pk = _read(f"{cursor}-0", int)
        ordered = ordered.filter(pk__lt=last)
    found = list(ordered[: size + 1])
    older = str(found[size - 1].pk) if len(found) > size else ""
    return Page(found[:size], older, not cursor)


def page_by_name(rows: QuerySet, cursor: str, size: int, name: str) -> Page:
    """One page of rows in the order of a unique text column; the cursor is the last text."""
    ordered = rows.order_by(name)
    if cursor:
        ordered = ordered.filter(**{f"{name}__gt": cursor.replace("\0", "")})
    found = list(ordered[: size + 1])
    older = getattr(found[size - 1], name) if len(found) > size else ""
    return Page(found[:size], older, not cursor)


def _read(cursor: str, read: Any) -> tuple[Any, int]:
    first, _separator, last = cursor.rpartition("-")
    try:
        if len(last) > 18 or len(first) > 40:
            raise ValueError
        return read(first), int(last)
    except (ValueError, OverflowError) as error:
        raise Http404(_("There is no such page of this list; begin at its first page.")) from error
