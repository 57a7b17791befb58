"""From bytes to text: encodings, newlines, control characters, normal form."""

import codecs
import unicodedata
from itertools import groupby

from papers.records.text import printable

MARKS_IN_A_ROW = 200
"""Python sorts a run of combining marks in quadratic time; longer runs are left as they are.
Unicode's stream-safe format (UAX 15) allows 30."""

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes) -> tuple[str, list[str]]:
    """Text with LF newlines, in NFC, without BOM and C0 controls; and what was doubtful.

    Bytes that are not UTF-8 are read as Windows-1252, whose five unused bytes become U+FFFD.
    Joiners (ZWJ, ZWNJ) stay: emoji and Persian need them.
    """
    text, remarks = _decoded(data)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    clean = printable(text)
    if len(clean) != len(text):
        remarks.append(f"{len(text) - len(clean)} control characters were removed")
    return composed(clean), remarks


def _decoded(data: bytes) -> tuple[str, list[str]]:
    if data.startswith(_UTF_16):
        return data.decode("utf-16", "replace"), ["the file is UTF-16, not UTF-8"]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        remark = f"not UTF-8 (line {line}): read as Windows-1252, check its accents"
        return data.decode("cp1252", "replace"), [remark]


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
