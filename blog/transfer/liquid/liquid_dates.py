"""Dates as Jekyll's filters write them, whatever the machine's language is."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

from blog.transfer.liquid.run_limits import NotRun
from blog.transfer.source.dates import read_zone

_DIRECTIVE = re.compile(r"%([-0^_]?)(:?[A-Za-z%])")
_WRITTEN = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ](\d\d?):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?)?"
    r"\s*(Z|[+-]\d\d:?\d\d)?"
)
_EVERYWHERE = frozenset("AaBbCDdFGHhIjMmpRSTuVwYyZz%")
"""Directives that each system's `strftime` knows, in English as no other language is set."""
_RUBYS: dict[str, Callable[[datetime], str]] = {
    "e": lambda at: f"{at.day:2}",
    "k": lambda at: f"{at.hour:2}",
    "l": lambda at: f"{at.hour % 12 or 12:2}",
    "L": lambda at: f"{at.microsecond // 1000:03}",
    "P": lambda at: at.strftime("%p").lower(),
    ":z": lambda at: f"{at:%z}"[:3] + ":" + f"{at:%z}"[3:],
}


def moment_in_liquid(value: object) -> datetime | None:
    """What Liquid takes for a time: one, or the text of one; None for all else."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if value in ("now", "today"):
        raise NotRun("it asks for the time at which the site is built")
    found = _WRITTEN.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=read_zone(found[7] or "UTC"))
    except ValueError:
        return None


def liquid_moment(at: datetime, pattern: str) -> str:
    """A time by Ruby's `strftime`; a directive that is not known here stays."""
    at = at if at.tzinfo else at.replace(tzinfo=UTC)

    def written(match: re.Match[str]) -> str:
        mark, directive = match[1], match[2]
        if directive in _RUBYS:
            text = _RUBYS[directive](at)
        elif directive in _EVERYWHERE:
            text = at.strftime(f"%{directive}")
        else:
            return match[0]
        if mark == "-":
            return text.lstrip("0 ") or "0"
        if mark == "_":
            return text.lstrip("0").rjust(len(text))
        return text.upper() if mark == "^" else text

    return _DIRECTIVE.sub(written, pattern)
