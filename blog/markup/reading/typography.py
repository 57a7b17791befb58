"""Quotation marks, dashes and dots as kramdown makes them.

Source of the rules: SmartyPants by John Gruber, in the order of kramdown's
`parser/kramdown/smart_quotes.rb`.
"""

import re

QUOTES = {"'": ("‘", "’"), '"': ("“", "”")}
SYMBOLS = {"---": "—", "--": "–", "...": "…", "<< ": "«\xa0", "<<": "«", " >>": "\xa0»", ">>": "»"}
PUNCTUATION = "!\"#$%'()*+,-./:;<=>?@[\\]^_`{|}~"
OPENS_BEFORE = frozenset(" \\\t\r\n[{(-")


def quote_at(text: str, position: int) -> tuple[str, int]:
    """The curly form of the straight quote at `position`, and how many characters it stands for."""
    char = text[position]
    left, right = QUOTES[char]
    before = text[position - 1] if position else ""
    after = text[position + 1 : position + 4]
    first, second = after[:1], after[1:2]
    if re.match(r"[_*]{1,2}\S", after):
        return left, 1
    if first and first in PUNCTUATION and after[1:3] != ".." and not _is_word(second):
        if first in QUOTES and first != char and _is_word(second):
            return left, 1
        return right, 1
    if first in QUOTES and first != char and _is_word(second):
        return left + QUOTES[first][0], 2
    if char == "'" and re.match(r"\d\ds", after):
        return right, 1
    if before.isspace() and _is_word(first):
        return left, 1
    if before and before not in OPENS_BEFORE:
        return right, 1
    if not first or first.isspace() or (first == "s" and not _is_word(second)):
        return right, 1
    return left, 1


def _is_word(char: str) -> bool:
    return bool(char) and (char.isalnum() or char == "_")


def symbol_at(text: str, position: int) -> tuple[str, int] | None:
    """The typographic form of dashes, dots or guillemets, and the length of what it replaces."""
    for plain, symbol in SYMBOLS.items():
        if text.startswith(plain, position):
            return symbol, len(plain)
    return None
