"""Slugs, and addresses in the form in which they are stored and looked up. No Django here."""

import re
import unicodedata
from urllib.parse import unquote

from papers.records.folded_text import fold_case, words_of
from papers.records.printable_text import printable


def slugify(text: str) -> str:
    """A slug that keeps the letters of every script: words joined by hyphens, lower case.

    ``"Łukasz Kaiser"`` gives ``łukasz-kaiser``; a text without letters or digits gives ``""``.
    """
    return "-".join(words_of(fold_case(text)))


def bounded_slug(text: str, longest: int) -> str:
    """A slug of at most so many characters."""
    return slugify(text)[:longest].strip("-")


BROKEN = re.compile("[\udc80-\udcff]")


def address_form(address: str) -> str:
    """A path or a part of one in the form in which it is stored and looked up: decoded, however
    often it was encoded, composed (Unicode NFC), without what nothing can show.

    >>> address_form("/%ED%95%99%EC%8A%B5/")
    '/학습/'

    Bytes that are no UTF-8 stay encoded (``%E9``).
    """
    if "%" not in address and address.isascii():
        return printable(address)
    before = None
    while before != address:
        before = address
        decoded = unquote(address, errors="surrogateescape")
        address = BROKEN.sub(lambda match: f"%{ord(match[0]) - 0xDC00:02X}", decoded)
    return unicodedata.normalize("NFC", printable(address))
