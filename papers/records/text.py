"""Scholarly text in normal form: slugs and titles that can be compared, and no characters that
nothing can show. No Django here."""

import html
import re
import unicodedata

NUMBERING = re.compile(r"^\s*(?:\(?(?:\d{1,3}|[ivxlc]{1,6})[.):]\s+|\d{1,3}\s*[-–—]\s+)", re.I)


def fold_text(text: str) -> str:
    """Case and compatibility forms folded (Unicode NFKC and case folding), blanks made one."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def title_key(title: str) -> str:
    """A title without numbering, case, punctuation or blanks' differences, for exact comparison.

    ``"1. PyTorch: An Imperative Style"`` and ``"PyTorch an imperative style"`` give one key.
    Letters and digits of every script stay; a title without any gives ``""``.
    """
    text = fold_text(NUMBERING.sub("", html.unescape(title)))
    kept = (c if unicodedata.category(c)[0] in "LNM" else " " for c in text)
    return " ".join("".join(kept).split())


def ascii_letters(text: str) -> str:
    """The ASCII letters and digits of a text after its accents are taken off, lower case."""
    special = text.casefold().translate(str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae"}))
    decomposed = unicodedata.normalize("NFKD", special)
    return "".join(c for c in decomposed if c.isascii() and c.isalnum())


def slugify(text: str) -> str:
    """A slug that keeps the letters of every script: words joined by hyphens, lower case.

    ``"Łukasz Kaiser"`` gives ``łukasz-kaiser``; a text without letters or digits gives ``""``.
    """
    folded = unicodedata.normalize("NFC", text).casefold()
    kept = (c if unicodedata.category(c)[0] in "LNM" else " " for c in folded)
    return "-".join("".join(kept).split())


UNPRINTABLE = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Control characters but for tabs and ends of lines (XML 1.0, section 2.2, and what it advises
against). One of them would make a feed that nobody can read."""


def printable(text: str) -> str:
    return UNPRINTABLE.sub("", text)


def is_printable(text: str) -> bool:
    return UNPRINTABLE.search(text) is None
