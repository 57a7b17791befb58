"""When things of a corpus happen: in a span that lies behind us, so that the same seed makes the
same rows on any day."""

from datetime import UTC, datetime, timedelta

FIRST = datetime(2006, 3, 1, 8, tzinfo=UTC)
LAST = datetime(2026, 3, 1, 8, tzinfo=UTC)


def publication_moment(number: int, count: int) -> datetime:
    """When the post of a number among so many appeared: at even distances, by the minute."""
    return FIRST + timedelta(
        minutes=(LAST - FIRST) // timedelta(minutes=1) * number // max(count, 1)
    )
