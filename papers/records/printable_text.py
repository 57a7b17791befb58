"""Texts without the characters that nothing can show. No Django here."""

import re
import unicodedata

UNPRINTABLE = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Control characters but for tabs and ends of lines (XML 1.0, section 2.2, and what it advises
against). One of them would make a feed that nobody can read."""
MOST_MARKS = 8
"""Marks that combine with one letter, more than any language writes: each is painted over or under
the last one, over the lines and the texts of others."""
MAY_BE_PILED = re.compile(rf"[^\w\s\x00-\x7f]{{{MOST_MARKS + 1},}}")


def printable(text: str, instead: str = "") -> str:
    """The text without what nothing can show, and without marks that no letter has so many of."""
    text = UNPRINTABLE.sub(instead, text)
    return text if text.isascii() else MAY_BE_PILED.sub(lambda found: low_piles(found[0]), text)


def low_piles(signs: str) -> str:
    """Joiners and the like (Cf) are no letter: what follows them is painted on the one before."""
    kept, marks = [], 0
    for sign in signs:
        kind = unicodedata.category(sign)
        if kind != "Cf":
            marks = marks + 1 if kind.startswith("M") else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def is_printable(text: str) -> bool:
    return UNPRINTABLE.search(text) is None
