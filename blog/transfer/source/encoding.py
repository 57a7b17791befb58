"""From bytes to text: encodings, newlines, control characters, normal form."""

import unicodedata
from itertools import groupby

from papers.records.encodings import decode_bytes, encoding_of
from papers.records.printable_text import printable

MARKS_IN_A_ROW = 200
"""Python sorts a run of combining marks in quadratic time; longer runs are left as they are.
Unicode's stream-safe format (UAX 15) allows 30."""
GUESSED = "not UTF-8 (line {line}): read as Windows-1252, check its accents"


def decode(data: bytes) -> tuple[str, list[str]]:
    """Text with LF newlines, in NFC, without BOM and C0 controls; and what was doubtful.

    Joiners (ZWJ, ZWNJ) stay: emoji and Persian need them.
    """
    text, line = decode_bytes(data)
    remarks = [GUESSED.format(line=line)] if line else []
    if encoding_of(data) != "utf-8-sig":
        remarks.append("the file is UTF-16, not UTF-8")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    clean = printable(text)
    if len(clean) != len(text):
        remarks.append(f"{len(text) - len(clean)} control characters were removed")
    return composed(clean), remarks


def composed(text: str) -> str:
    """NFC, but for text with absurdly long runs of combining marks, which stays as it is."""
    if text.isascii():
        return text
    runs = groupby(map(unicodedata.combining, text), key=bool)
    if any(is_mark and sum(1 for _ in run) > MARKS_IN_A_ROW for is_mark, run in runs):
        return text
    return unicodedata.normalize("NFC", text)


def header_text(text: str) -> str:
    """One value out of a header: no controls (an escape may hold them), NFC, trimmed."""
    return composed(printable(text)).replace("\r", "").strip()
