"""How long another host is left alone: as long as it asks for, and longer each time that it did not
answer."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

HOST_PAUSES = [timedelta(minutes=n) for n in (1, 5, 30, 120, 600)]
"""A registry, the mail server or another blog was away, or wanted peace."""
LONGEST_ASKED_PAUSE = 86_400
"""Seconds; a host that asks for more is asked again after a day."""


def seconds_to_wait(retry_after: str | None) -> float | None:
    """What a ``Retry-After`` header asks for, as seconds or as a date (RFC 9110, section 10.2.3);
    ``None`` where it cannot be read."""
    written = (retry_after or "").strip()
    if written.isascii() and written.isdigit():
        return float(min(int(written[:9]), LONGEST_ASKED_PAUSE))
    try:
        moment = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        seconds = (moment - datetime.now(UTC)).total_seconds()
    except OverflowError:
        return None
    return min(max(seconds, 0.0), float(LONGEST_ASKED_PAUSE))
