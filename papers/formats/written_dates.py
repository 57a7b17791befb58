"""Dates of BibTeX, BibLaTeX and RIS as CSL-JSON dates, and back. No Django here.

Sources: Library of Congress, EDTF (ISO 8601-2) levels 0 and 1, which the biblatex manual
(section 2.3.8) takes over; CSL 1.0.2, csl-data.json, "date-variable".
"""

import re
from typing import Any

from papers.csl.dateparse import Date, read_raw

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_POINT = re.compile(
    r"Y?(-?\d{1,9}|\d{3}X|\d{2}XX)(?:-(\d{1,2}|XX)(?:-(\d{1,2}|XX))?)?(?:[T ]\d.*)?([~?%]?)"
)
_SLASHED = re.compile(r"(\d{4})/(\d{1,2})(?:/(\d{1,2}))?/?")
_DAYS = re.compile(
    r"(?:(?P<first>[a-z]+)\.?\s+)?(?P<start>\d{1,2})\s*(?:-+|[–—/]|to)\s*"
    r"(?:(?P<second>[a-z]+)\.?\s+)?(?P<end>\d{1,2})(?:\s+(?P<behind>[a-z]+)\.?)?"
)
_BETWEEN = re.compile(r"\s*(?:-+|[–—/&]|\bto\b|\band\b)\s*")
SEASONS = {"spring": 1, "summer": 2, "fall": 3, "autumn": 3, "winter": 4}
_SHORT_SPAN = re.compile(r"(\d\d)(\d\d)\s*(?:-+|[–/])\s*(\d\d)")
"""Two years, the second by its end alone: ``1998/99``."""
_BEFORE = re.compile(r"(\d{1,4})\s*(?:bc|bce|b\.\s*c\.(?:\s*e\.)?)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

CslDate = dict[str, Any]


def read_date(date: str, year: str = "", month: str = "", day: str = "") -> CslDate:
    """A CSL-JSON date as far as it is known, ``{}`` for empty texts.

    `date` is EDTF or words; without one `year` counts, with `month` as a number, an English name
    or its beginning, perhaps with a day (`feb~1`). Text without a year stays as ``literal``.
    """
    if date.strip():
        return _edtf(date.strip()) or _worded(date.strip())
    if not year.strip():
        return {}
    found = _edtf(year.strip()) or _worded(year.strip())
    parts = found.get("date-parts", [])
    is_year = len(parts) == 1 and len(parts[0]) == 1 and bool(month) and "season" not in found
    if is_year and (ends := _range_in_year(month, parts[0][0])):
        found["date-parts"] = ends
    elif is_year and (season := SEASONS.get(month.strip().lower())):
        found["season"] = season
    elif is_year:
        words = re.findall(r"[a-z]+|\d+", month.lower())
        number = next((MONTHS.index(word[:3]) + 1 for word in words if word[:3] in MONTHS), 0)
        digits = [int(word) for word in words if word.isdigit() and len(word) < 3]
        if not number and digits:
            number, *digits = digits
        digits += [int(day)] if day.isdecimal() and len(day) < 3 else []
        found["date-parts"] = [_parts(parts[0][0], number, *digits[:1])]
    return found


def _range_in_year(month: str, year: int) -> list[list[int]]:
    """The ends of ``July 21--27``, ``21--27 July``, ``June 30 -- July 2`` and ``Jan/Feb``, else
    nothing."""
    ends = [_month_number(one) for one in _BETWEEN.split(month.strip().lower())]
    if len(ends) == 2 and 0 < ends[0] < ends[1]:
        return [[year, one] for one in ends]
    return _range_of_days(month, year)


def _month_number(word: str) -> int:
    """1 to 12, for a number or a name of a month alone; else 0."""
    if word.isdecimal():
        return int(word) if len(word) < 3 and int(word) <= 12 else 0
    return MONTHS.index(word[:3]) + 1 if word.rstrip(".").isalpha() and word[:3] in MONTHS else 0


def _range_of_days(month: str, year: int) -> list[list[int]]:
    match = _DAYS.fullmatch(month.strip().lower().replace("~", " "))
    if match is None:
        return []
    first = match["first"] or match["behind"] or ""
    second = match["second"] or first
    if first[:3] not in MONTHS or second[:3] not in MONTHS:
        return []
    ends = ((first, match["start"]), (second, match["end"]))
    dates = [_parts(year, MONTHS.index(name[:3]) + 1, int(day)) for name, day in ends]
    return dates if dates[0] < dates[1] and all(len(date) == 3 for date in dates) else []


def _edtf(text: str) -> CslDate:
    if (span := _SHORT_SPAN.fullmatch(text)) and span[3] > max(span[2], "24"):
        return {"date-parts": [[int(span[1] + span[2])], [int(span[1] + span[3])]]}
    if slashed := _SLASHED.fullmatch(text):
        return {"date-parts": [_parts(*(int(part) for part in slashed.groups() if part))]}
    start, slash, end = text.partition("/")
    first = _point(start)
    if first is None or not slash:
        return first or {}
    last = _point(end)
    if last is None:
        is_open = end.strip() in ("", "..", "*")
        return first | {"date-parts": [*first["date-parts"][:1], [0]]} if is_open else {}
    found = first | last | {"date-parts": [first["date-parts"][0], last["date-parts"][-1]]}
    if found["date-parts"][0] == found["date-parts"][1]:
        found["date-parts"].pop()
    return found


def _point(text: str) -> CslDate | None:
    match = _POINT.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, mark = match.groups()
    circa = {"circa": True} if mark else {}
    if "X" in year:
        ends = [int(year.replace("X", "0")), int(year.replace("X", "9"))]
        return {"date-parts": [[one] for one in ends]} | circa
    numbers = [int(part) for part in (year, month, day) if part and part != "XX"]
    if year.startswith("-"):  # EDTF counts a year 0 as ISO 8601 does, CSL does not
        numbers[0] -= 1
    if numbers == [0]:  # in CSL-JSON that is an open end, and no year
        return None
    if len(numbers) > 1 and 21 <= numbers[1] <= 24:
        return {"date-parts": [numbers[:1]], "season": numbers[1] - 20} | circa
    return {"date-parts": [_parts(*numbers)]} | circa


def _worded(text: str) -> CslDate:
    if before := _BEFORE.fullmatch(text):
        return {"date-parts": [[-int(before[1])]]} if int(before[1]) else {"literal": text}
    found = read_raw(re.sub(r"(?<=\d)-{2,3}(?=\d)", "–", text))
    if found.start[0]:
        return _of_parts(found)
    if year := _YEAR.search(text):
        return {"date-parts": [[int(year[1])]]}
    return {"literal": text[:200]}


def _of_parts(found: Date) -> CslDate:
    year, month, day = found.start
    circa = {"circa": True} if found.is_circa else {}
    if month > 12:
        return {"date-parts": [[year]], "season": month - 12} | circa
    parts = [_parts(year, month, day)]
    if found.end:
        parts.append(_parts(*found.end))
    return {"date-parts": [*parts, *([[0]] if found.is_open else [])]} | circa


def _parts(year: int, month: int = 0, day: int = 0) -> list[int]:
    if not 1 <= month <= 12:
        return [year]
    return [year, month, day] if 1 <= day <= _LONGEST[month - 1] else [year, month]


def right_date(value: Any) -> CslDate | None:
    """A CSL-JSON date of unknown origin in one form, ``None`` where nothing can be made of it."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return read_date(str(value)) or None
    if not isinstance(value, dict):
        return None
    found = {name: part for name, part in value.items() if part not in (None, "", [], {})}
    written = found.pop("date-parts", None) or []
    points = written if written and isinstance(written[0], list) else [written]
    parts = [one for point in points[:2] if (one := _numbers(point))]
    if parts and parts[0] != [0]:
        return {"date-parts": parts} | found
    if raw := found.pop("raw", None):
        return found | read_date(str(raw))
    return found or None


def _numbers(point: Any) -> list[int]:
    try:
        numbers = [int(str(part)) for part in list(point)[:3] if part not in (None, "")]
    except (TypeError, ValueError):
        return []
    if not numbers or abs(numbers[0]) > 10**9:
        return []
    return _parts(*numbers) if numbers != [0] else [0]


def write_edtf(date: CslDate) -> str:
    """The date as EDTF; ``""`` for one that has no parts."""
    parts = date.get("date-parts") or []
    if not parts or not parts[0] or not parts[0][0]:
        return ""
    mark = "~" if date.get("circa") else ""
    season = date.get("season")
    is_season = isinstance(season, int) and 1 <= season <= 4 and len(parts[0]) == 1
    points = [_point_text(point) if point != [0] else ".." for point in parts]
    points[0] += f"-{20 + season}" if is_season else ""
    return "/".join(f"{point}{mark}" if point != ".." else point for point in points)


def _point_text(point: list[int]) -> str:
    year, *rest = point
    sign = "-" if year < 0 else ""
    prefix = "Y" if abs(year) > 9999 else ""
    return "-".join(
        [f"{prefix}{sign}{abs(year + (year < 0)):04}", *(f"{part:02}" for part in rest)]
    )
