"""Reads a file or a text in whichever of our formats it is. No Django here."""

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from papers.formats.bibtex_reading import read_entries, written_entries
from papers.formats.csljson import read_csljson
from papers.formats.entries import MAX_LINE, Found, Lines, Problem, Written, WrittenEntry, lines_of
from papers.formats.ris import read_ris
from papers.records.encodings import HEAD, decode_line, encoding_of

ENDINGS = {".bib": "bib", ".bibtex": "bib", ".biblatex": "bib", ".ris": "ris"}
ENDINGS |= {".json": "json", ".csljson": "json"}
READERS: dict[str, Callable[[Lines], Found]] = {
    "bib": read_entries,
    "ris": read_ris,
    "json": read_csljson,
}
WRITTEN: dict[str, Callable[[Lines], Written]] = {**READERS, "bib": written_entries}
GUESSED = "was not UTF-8 in this line: read as Windows-1252; check its accents"


def read_file(path: Path) -> Found:
    """The entries of a file of any size, one after the other, in constant memory.

    ``OSError`` where it cannot be read, ``ValueError`` where it is in none of the formats.
    """
    for one in written_file(path):
        if isinstance(one, WrittenEntry):
            yield from one.read()
        else:
            yield one


def written_file(path: Path) -> Written:
    """The same, before the entries are read, as far as a format can tell them apart sooner.

    ``OSError`` where it cannot be read, ``ValueError`` where it is in none of the formats.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    encoding = encoding_of(head)
    kind = ENDINGS.get(path.suffix.lower()) or format_of(head.decode(encoding, "replace"))

    guessed: list[int] = []

    def lines() -> Iterator[str]:
        if encoding != "utf-8-sig":
            with path.open(encoding=encoding, errors="replace", newline="\n") as text:
                yield from text
        else:
            with path.open("rb") as stream:
                yield from _lines(stream, guessed)

    return _with_guess(WRITTEN[kind](lines), guessed)


def _with_guess(found: Written, guessed: list[int]) -> Written:
    yield from found
    if guessed:
        yield Problem(min(guessed), "", GUESSED, is_remark=True)


def read_text(text: str) -> Found:
    """The entries of a text; ``ValueError`` where it is in none of the formats."""
    return READERS[format_of(text)](lines_of(text.removeprefix("\ufeff")))


def format_of(text: str) -> str:
    """``bib``, ``ris`` or ``json`` by how a text begins."""
    begin = text.lstrip("\ufeff \t\r\n")
    if re.match(r"[\[{]\s*(?:[{\"\]}]|$)", begin):
        return "json"
    if re.search(r"^\s{0,3}TY\s{1,2}-", begin, re.MULTILINE):
        return "ris"
    if re.search(r"@\s*[A-Za-z]+\s*[{(]", begin):
        return "bib"
    raise ValueError("is neither BibTeX, RIS nor CSL-JSON")


def _lines(stream: BinaryIO, guessed: list[int]) -> Iterator[str]:
    """Lines as ``encodings`` reads them, endless ones in pieces; the first one that was guessed
    is added to `guessed`."""
    for number, line in enumerate(_pieces(stream), start=1):
        text, is_guessed = decode_line(line.removeprefix(BOM_UTF8) if number == 1 else line)
        if is_guessed and not guessed:
            guessed.append(number)
        yield text


def _pieces(stream: BinaryIO) -> Iterable[bytes]:
    while line := stream.readline(MAX_LINE):
        with suppress(IndexError):
            while line[-1:] == b"\\" or (len(line) >= MAX_LINE and line[-1] > 127):
                if not (more := stream.read(1)):
                    break
                line += more
        yield line
