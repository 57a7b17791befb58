"""Dates as people write them in headers.

A census of 145,000 posts found 23 shapes: ISO 8601 with and without time, seconds, fractions,
`T` and zone; single digits; slashes and dots; eight digits; names of months in either order;
RFC 2822 and ctime; a.m. and p.m.; a year and a month; Unix time; Chinese, Japanese and Korean
dates; and `M-D-YYYY`, which is read only where its order is declared or cannot be doubted.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from blog.text.calendar_ends import EARLIEST, LATEST

MAX_DATE = 80
"""Characters; what is longer is no date."""

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_NAME = r"(?P<name>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\.?"
_NTH = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)",
        r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?=\Z|T|\s|\d{6}\Z)",
        r"(?P<y>\d{4})\s*[年년]\s*(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日일]",
        rf"{_NAME}\s+{_NTH}(?:,\s*|\s+)(?P<y>\d{{4}})(?!\d)",
        rf"{_NTH}\.?[\s-]+(?:of\s+)?{_NAME},?[\s-]+(?P<y>\d{{4}})(?!\d)",
        rf"(?P<y>\d{{4}})[\s,-]+{_NAME}[\s-]+{_NTH}(?!\d)",
        r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4})(?!\d)",
    )
)
_PARTIAL = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})\Z", rf"{_NAME},?\s+(?P<y>\d{{4}})\Z")
)
_CTIME = re.compile(rf"({_NAME}\s+\d{{1,2}})\s+(\d{{1,2}}:\d\d(?::\d\d)?)(.*?)\s+(\d{{4}})\Z", re.I)
_EPOCH = re.compile(r"(1\d{9})(\d{3})?\Z")
_TIME = re.compile(
    r"(?:T|[\s,]+(?:at\s+)?)(?P<h>\d{1,2}):(?P<min>\d\d)(?::(?P<s>\d\d)(?:[.,](?P<f>\d{1,9}))?)?"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?|T?(?P<h2>\d\d)(?P<min2>\d\d)(?P<s2>\d\d)",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d\d)?\Z", re.IGNORECASE)
_HOURS = {
    **dict.fromkeys(("z", "ut", "utc", "gmt", "wet"), 0),
    **dict.fromkeys(("west", "bst", "cet"), 1),
    **dict.fromkeys(("cest", "eet"), 2),
    **dict.fromkeys(("eest", "msk"), 3),
    **dict.fromkeys(("kst", "jst"), 9),
    **dict.fromkeys(("est", "cdt"), -5),
    **dict.fromkeys(("cst", "mdt"), -6),
    **dict.fromkeys(("mst", "pdt"), -7),
    **dict.fromkeys(("pst", "akdt"), -8),
    "edt": -4,
    "akst": -9,
    "hst": -10,
    "aest": 10,
    "aedt": 11,
    "nzst": 12,
    "nzdt": 13,
}
"""RFC 5322 section 4.3 for America (CST is not China's), the usual ones elsewhere."""


@dataclass(frozen=True)
class Moment:
    """at is in UTC; day is the date as written, in zone; remarks are sentences for the report."""

    at: datetime
    day: date
    remarks: tuple[str, ...] = ()
    zone: tzinfo = UTC


def read_zone(name: str) -> tzinfo | None:
    """The zone of an IANA name (`Asia/Seoul`), an offset (`+09:00`) or an abbreviation; or None."""
    text = name.strip()
    if text.lower() in _HOURS:
        return timezone(timedelta(hours=_HOURS[text.lower()]))
    if found := _OFFSET.match(text):
        return _offset(found)
    try:
        return ZoneInfo(text) if text and len(text) < 60 else None
    except (KeyError, ValueError, OSError):
        return None


def _offset(found: re.Match[str]) -> tzinfo | None:
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    if minutes >= 24 * 60:
        return None
    return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes))


def moment(naive: datetime, zone: tzinfo) -> tuple[datetime, list[str]]:
    """A wall-clock time as UTC.

    A time that a zone skips (clocks go forward) is read as the later one, a time that it has
    twice as the first (PEP 495, fold=0). Raises OverflowError at the ends of the calendar.
    """
    local = naive.replace(tzinfo=zone, fold=0)
    at = local.astimezone(UTC)
    if not EARLIEST <= at <= LATEST:
        raise OverflowError("no post is of that year")
    if at.astimezone(zone).replace(tzinfo=None) != naive:
        return at, [f"{naive} does not exist in {zone}: the later time is taken"]
    if naive.replace(tzinfo=zone, fold=1).utcoffset() != local.utcoffset():
        return at, [f"{naive} exists twice in {zone}: the first is taken"]
    return at, []


def start_of(day: date, zone: tzinfo) -> Moment | None:
    """Midnight of a date that a file name or a folder gives."""
    try:
        at, remarks = moment(datetime.combine(day, time()), zone)
    except OverflowError:
        return None
    return Moment(at, day, tuple(remarks), zone)


def read_date(
    text: str, zone: tzinfo, order: str = "", known: Iterable[date | None] = ()
) -> Moment | None:
    """A date in any of the shapes above, or None where it is none (`last-modified`, `2023-02-30`).

    `zone` is for times without one. `order` ('mdy' or 'dmy') is how `3-4-2019` was declared;
    without it, it is read only if a part over 12 or a date in `known` (from the file name
    or the folders) leaves no doubt. `known` also completes a year and a month.
    """
    text = _WEEKDAY.sub("", " ".join(text[: MAX_DATE + 1].split()), count=1)
    if not text or len(text) > MAX_DATE:
        return None
    if found := _EPOCH.match(text):
        at = datetime.fromtimestamp(int(found[1]), UTC)
        return Moment(at, at.date(), ("a number was read as Unix time",))
    days = [day for day in known if day]
    if found := _CTIME.match(text):
        text = f"{found[1]} {found[5]} {found[3]} {found[4]}".strip()
    try:
        return _whole_date(text, zone, order, days) or _partial_date(text, zone, days)
    except (ValueError, OverflowError):
        return None


def _whole_date(text: str, zone: tzinfo, order: str, known: list[date]) -> Moment | None:
    for shape in _SHAPES:
        found = shape.match(text)
        if not found:
            continue
        remarks: list[str] = []
        day = _named(found, found["d"]) if "d" in shape.groupindex else None
        if "a" in shape.groupindex:
            day, remarks = _ordered(found, order, known)
        return _with_time(day, text[found.end() :], zone, remarks) if day else None
    return None


def _named(found: re.Match[str], day: str) -> date:
    parts = found.groupdict()
    month = parts.get("m") or _MONTHS.index(found["name"][:3].lower()) + 1
    return date(int(found["y"]), int(month), int(day))


def _ordered(found: re.Match[str], order: str, known: list[date]) -> tuple[date | None, list[str]]:
    """The two readings of `3-4-2019`, of which a declaration, the calendar or a name picks one."""
    readings: dict[str, date] = {}
    for name, month, day in (("mdy", "a", "b"), ("dmy", "b", "a")):
        if int(found[month]) <= 12:
            readings[name] = date(int(found["y"]), int(found[month]), int(found[day]))
    if order in readings:
        return readings[order], []
    agreed = set(readings.values()) if len(set(readings.values())) == 1 else set()
    agreed = agreed or set(readings.values()) & set(known)
    if len(agreed) != 1:
        return None, []
    (day,) = agreed
    return day, [f"“{found[0]}” was read as {day}"]


def _with_time(day: date, rest: str, zone: tzinfo, remarks: list[str]) -> Moment | None:
    found = _TIME.match(rest)
    clock, extra = (_clock(found) if found else time()), timedelta()
    if clock is None and found and found["h"] == "24":
        clock, extra = time(), timedelta(days=1)
    if clock is None:
        return None
    tail = re.sub(r"\([^()]*\)\Z", "", rest[found.end() :] if found else rest).strip(" ,[]")
    if tail and (stated := read_zone(tail.replace(" ", ""))):
        zone = stated
    elif tail:
        remarks = [*remarks, f"“{tail}” after the date was not understood"]
    at, more = moment(datetime.combine(day, clock) + extra, zone)
    return Moment(at, day, (*remarks, *more), zone)


def _clock(found: re.Match[str]) -> time | None:
    hour = int(found["h"] or found["h2"])
    minute = int(found["min"] or found["min2"])
    second = min(int(found["s"] or found["s2"] or 0), 59)
    micro = int((found["f"] or "0")[:6].ljust(6, "0"))
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    return time(hour, minute, second, micro) if hour < 24 and minute < 60 else None


def _partial_date(text: str, zone: tzinfo, known: list[date]) -> Moment | None:
    """A year and a month: the day comes from the file name if that agrees, else it is the 1st."""
    for shape in _PARTIAL:
        if found := shape.match(text):
            first = _named(found, "1")
            same = [day for day in known if (day.year, day.month) == (first.year, first.month)]
            day = same[0] if same else first
            at, more = moment(datetime.combine(day, time()), zone)
            remarks = (f"“{text}” names no day: {day} is taken", *more)
            return Moment(at, day, remarks, zone)
    return None
