"""Quotation marks, dashes and dots as kramdown makes them.

Source of the rules: SmartyPants by John Gruber, in the order of kramdown's
`parser/kramdown/smart_quotes.rb`.
"""

import re

QUOTES = {"'": ("‘", "’"), '"': ("“", "”")}
SYMBOLS = {"---": "—", "--": "–", "...": "…", "<< ": "«\xa0", "<<": "«", ">>": "»"}
GUILLEMET = re.compile("<<|>>")
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


def guillemets_in(text: str) -> frozenset[int]:
    """Where `<<` and `>>` stand that belong together. One alone is an operator, or ends a type of
    C++ or Rust; kramdown makes a guillemet of it all the same."""
    if ">>" not in text or "<<" not in text:
        return frozenset()
    pairs: set[int] = set()
    opened: list[int] = []
    for found in GUILLEMET.finditer(text):
        if found[0] == "<<":
            opened.append(found.start())
        elif opened:
            pairs |= {opened.pop(), found.start()}
    return frozenset(pairs)


def symbol_at(text: str, position: int, guillemets: frozenset[int]) -> tuple[str, int] | None:
    """The typographic form of dashes, dots or the guillemets of a text, and the length of what it
    replaces."""
    for plain, symbol in SYMBOLS.items():
        if text.startswith(plain, position):
            is_guillemet = plain[0] in "<>"
            return None if is_guillemet and position not in guillemets else (symbol, len(plain))
    return None
