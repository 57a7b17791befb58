"""What every reader of this folder gives: entries, and problems that name line and entry."""

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from papers.records.identifiers import Id

MAX_LINE = 1_000_000
Lines = Callable[[], Iterable[str]]
"""Gives the lines of one file, from its beginning at every call."""


@dataclass(frozen=True)
class Entry:
    """One work. `identifiers` name it for sure; `url` is an address that others may share."""

    key: str
    line: int
    record: dict[str, Any]
    identifiers: tuple[Id, ...]
    url: str = ""


@dataclass(frozen=True)
class Problem:
    """Why something in a file was not read; a `is_remark` refuses no work. `is_cut`: the file ends
    in the middle of something, as one does that is still being written."""

    line: int
    key: str
    reason: str
    is_remark: bool = False
    is_cut: bool = False

    def __str__(self) -> str:
        return f"“{self.key}” {self.reason}" if self.key else self.reason


def lines_of(text: str) -> Lines:
    """A text's lines as a file has them: cut at line feeds, at no other sign."""
    return lambda: io.StringIO(text, newline="\n")


@dataclass(frozen=True)
class WrittenEntry:
    """One work as its file has it, not read yet: `digest` is another one when the text of it, or
    what the text is read with, is another. `read` gives the entry, and problems."""

    key: str
    line: int
    digest: str
    read: Callable[[], list[Entry | Problem]]


@cache
def readers_digest() -> str:
    """Another one when the modules that read are others: what they read has to be read again."""
    rooms = [Path(__file__).parent, Path(__file__).parents[1] / "records"]
    files = [file for room in rooms for file in sorted(room.glob("*.*")) if file.is_file()]
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def digest_of_texts(*texts: str) -> str:
    """64 digits for all of these texts."""
    return sha256("\x00".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


Found = Iterator[Entry | Problem]
Written = Iterator[WrittenEntry | Entry | Problem]
