"""Moments as people type them: ``2027-03-02 09:00``, by the clocks of one zone.

Where clocks are put back, a time comes twice, and the hours from UTC stand behind it:
``2026-10-25 02:30 +01:00``. Where they are put forward, some times never come.
"""

import re
from datetime import UTC, datetime, timedelta, tzinfo

TYPED = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})[T ](\d{1,2}):(\d{2})(?::(\d{2}))?"
    r"(?: ?([+-])(\d{2}):?(\d{2})(?::?(\d{2}))?)?",
    re.ASCII,
)


class UnreadableMoment(ValueError):
    """A text of another form, or a day or a time that no calendar and no clock has."""


class OtherTime(ValueError):
    """A time that does not come on that day, or comes twice, or not with these hours from UTC.
    ``instead`` has what to type, as texts, the earlier first."""

    def __init__(self, instead: list[str]) -> None:
        super().__init__(instead)
        self.instead = instead


class SkippedTime(OtherTime):
    """The clocks are put forward over it."""


class RepeatedTime(OtherTime):
    """The clocks are put back to before it."""


class StrangeOffset(OtherTime):
    """The clocks of the zone are never so far from UTC at that time."""


def read_moment(text: str, zone: tzinfo) -> datetime:
    """In UTC. Raises ``UnreadableMoment`` and the kinds of ``OtherTime``."""
    match = TYPED.fullmatch(" ".join(text.split()))
    if match is None:
        raise UnreadableMoment(text)
    try:
        wall = datetime(*(int(part or 0) for part in match.groups()[:6]))  # noqa: DTZ001
        return moment_at(wall, zone, offset_of(*match.groups()[6:]))
    except OverflowError as error:
        raise UnreadableMoment(text) from error
    except OtherTime:
        raise
    except ValueError as error:  # of a month, a day or an hour that there is not
        raise UnreadableMoment(text) from error


def offset_of(sign: str | None, *parts: str | None) -> timedelta | None:
    if sign is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in parts)
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -offset if sign == "-" else offset


def moment_at(wall: datetime, zone: tzinfo, offset: timedelta | None) -> datetime:
    """The moment at which the clocks of a zone show a time. Raises ``OtherTime``."""
    readings = [wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    shown = [one for one in readings if shown_at(one, zone) == wall]
    if not shown:
        raise SkippedTime([write_moment(one, zone) for one in sorted(readings)])
    if offset is not None:
        shown = [one for one in shown if wall - offset == one.replace(tzinfo=None)]
        if not shown:
            raise StrangeOffset([write_moment(one, zone) for one in sorted(set(readings))])
    if len(set(shown)) > 1:
        raise RepeatedTime([write_moment(one, zone) for one in shown])
    return shown[0]


def shown_at(moment: datetime, zone: tzinfo) -> datetime:
    """What the clocks of a zone show at a moment."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def write_moment(moment: datetime, zone: tzinfo) -> str:
    """What ``read_moment`` reads as this moment, to the second; seconds and the hours from UTC
    only where there is need of them."""
    local = moment.astimezone(zone)
    wall = local.replace(tzinfo=None)
    text = wall.isoformat(sep=" ", timespec="seconds" if wall.second else "minutes")
    if local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset():
        text += f" {local.isoformat(timespec='seconds')[19:]}"
    return text


def place_of_zone(name: str) -> str:
    """``Buenos Aires`` of ``America/Argentina/Buenos_Aires``."""
    return name.rpartition("/")[2].replace("_", " ")
