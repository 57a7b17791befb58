"""Dates of CSL-JSON: parts, seasons, ranges, circa, literal and raw text.

CSL 1.0.2, "Date", "Seasons", "Approximate Dates"; raw text in EDTF or in English words.
"""

import re
from dataclasses import dataclass

Parts = tuple[int, int, int]
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), 1)}
_SEASONS = {"spr": 13, "sum": 14, "fal": 15, "aut": 15, "win": 16}
_ISO = re.compile(r"^([-+]?\d{1,6})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T.*)?$")
_SLASHED = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$|^(\d{4})/(\d{1,2})(?:/(\d{1,2}))?$")
_WORD = re.compile(r"[^\W\d_]+\.?|\d+")


@dataclass(frozen=True)
class Date:
    """(year, month, day), 0 where unknown; months 13 to 16 are the seasons."""

    start: Parts = (0, 0, 0)
    end: Parts | None = None
    is_circa: bool = False
    literal: str = ""
    is_open: bool = False


def _number(value: object) -> int:
    try:
        number = int(float(str(value).strip() or 0))
    except (ValueError, OverflowError):
        return 0
    return number if abs(number) < 10**7 else 0


def _season(value: object) -> int:
    text = str(value).strip().lower()
    number = _number(text) if text.isdecimal() else _SEASONS.get(text[:3], 0)
    if 21 <= number <= 24:
        return number - 8
    return number + 12 if 1 <= number <= 4 else number if 13 <= number <= 16 else 0


def _parts(value: object) -> Parts | None:
    if not isinstance(value, list | tuple):
        return None
    numbers = [_number(part) for part in list(value)[:3]]
    numbers += [0] * (3 - len(numbers))
    year, month, day = numbers
    if not year:
        return None
    if 21 <= month <= 24:
        month -= 8
    if 17 <= month <= 20:
        month -= 4
    if not 1 <= month <= 16:
        month = day = 0
    if not 1 <= day <= 31:
        day = 0
    return year, month, day


def parse_date(value: object) -> Date | None:
    """The date of a CSL-JSON date variable; None if nothing can be made of it."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return read_raw(str(value)) if str(value).strip() else None
    if not isinstance(value, dict):
        return None
    circa = value.get("circa") not in (None, False, "", 0, "0", "false")
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts:
        if not isinstance(parts[0], list | tuple):
            parts = [parts]
        start = _parts(parts[0])
        end = _parts(parts[1]) if len(parts) > 1 else None
        if start:
            season = _season(value.get("season", ""))
            if season and not start[1]:
                start = (start[0], season, 0)
                if end and not end[1]:
                    end = (end[0], season, 0) if end[0] != start[0] else None
            is_open = (
                len(parts) > 1
                and end is None
                and (not parts[1] or parts[1] == [0] or parts[1] == ["0"])
            )
            return Date(start, end if end != start else None, circa, "", is_open)
    if value.get("literal"):
        return Date(literal=str(value["literal"]), is_circa=circa)
    if value.get("raw"):
        found = read_raw(str(value["raw"]))
        return Date(found.start, found.end, found.is_circa or circa, found.literal, found.is_open)
    return _old_parts(value, circa)


def _old_parts(value: dict, circa: bool) -> Date | None:
    start = _parts([value.get("year"), value.get("month"), value.get("day")])
    season = _season(value.get("season", ""))
    if start is None:
        return Date((0, season, 0), None, circa) if season else None
    return Date((start[0], season, 0) if season and not start[1] else start, None, circa)


def read_raw(text: str) -> Date:
    """A date from text; what cannot be read is kept as literal text."""
    text = text.strip()
    if len(text) > 100:
        return Date(literal=text)
    circa = bool(re.search(r"(?i)\bca?\.|\bcirca\b|[~?]", text))
    bare = re.sub(r"(?i)^ca?\.\s*|\bcirca\b|[~?%]", "", text).strip()
    single = _single(bare)
    if single:
        return Date(single, None, circa)
    for pattern in (r"/", r"\s+[-–—]\s+", r"[–—]", r"(?<=\d{4})-(?=\d{4})", r"-"):
        halves = re.split(pattern, bare, maxsplit=1)
        if len(halves) == 2:
            start, end = _single(halves[0]), _single(halves[1])
            if start and (end or not halves[1].strip(". ")):
                return Date(start, end, circa, "", end is None)
            if end and not start:
                joint = _single(f"{halves[0]} {end[0]}")
                if joint:
                    return Date(joint, end, circa)
    return Date(literal=text, is_circa=circa)


def _single(text: str) -> Parts | None:
    text = text.strip(" ,.")
    match = _ISO.match(text)
    if match:
        return _parts([match[1], match[2] or 0, match[3] or 0])
    match = _SLASHED.match(text)
    if match:
        if match[3]:
            return _parts([match[3], match[1], match[2]])
        return _parts([match[4], match[5], match[6] or 0])
    return _worded(text)


def _worded(text: str) -> Parts | None:
    year = month = day = 0
    for word in _WORD.findall(re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text)):
        key = word[:3].lower()
        if word.isdecimal() and len(word) >= 3 and not year:
            year = int(word[:7])
        elif word.isdecimal() and len(word) < 3 and not day:
            day = int(word)
        elif key in _MONTHS and not month:
            month = _MONTHS[key]
        elif key in _SEASONS and not month:
            month = _SEASONS[key]
        elif word.lower().strip(".") in ("bc", "bce") and year:
            year = -year
        elif word.lower().strip(".") not in ("ad", "ce", "of", "the"):
            return None
    if not year or not (month or not day):
        return None
    return _parts([year, month, day])
