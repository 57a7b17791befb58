"""Numbers of rows as requests name them."""

LONGEST = 18  # digits; every number of so many fits into a column of 64 bits


def row_number(text: str) -> int | None:
    """The primary key that a text is, ``None`` where it can be none."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST
    return int(text) if is_number else None
