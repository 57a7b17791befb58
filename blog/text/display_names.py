"""Names as people give them, without what deceives or breaks a page. No Django here."""

import re

from blog.text.sameness import folded_text
from papers.records.printable_text import printable

TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What turns the direction of all that follows in a line (UAX #9, explicit formatting)."""


def plain_name(name: str) -> str:
    """A name in one line that changes nothing of what stands beside it; empty where nobody would
    see anything of it."""
    plain = " ".join(TURNING.sub("", printable(name)).split())
    return plain if folded_text(plain) else ""
