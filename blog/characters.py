"""Characters that no page, feed or letter can carry, or that only deceive. No Django here."""

import re

UNPRINTABLE = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Control characters but for tabs and ends of lines (XML 1.0, section 2.2, and what it advises
against). One of them would make a feed that nobody can read."""
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What turns the direction of all that follows in a line (UAX #9, explicit formatting)."""


def printable(text: str) -> str:
    return UNPRINTABLE.sub("", text)


def plain_name(name: str) -> str:
    """A name in one line that changes nothing of what stands beside it."""
    return " ".join(TURNING.sub("", printable(name)).split())
