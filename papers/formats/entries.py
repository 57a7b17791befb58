"""What every reader of this folder gives: entries, and problems that name line and entry."""

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
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
    """Why something in a file was not read; a `is_remark` refuses no work."""

    line: int
    key: str
    reason: str
    is_remark: bool = False

    def __str__(self) -> str:
        return f"“{self.key}” {self.reason}" if self.key else self.reason


def lines_of(text: str) -> Lines:
    """A text's lines as a file has them: cut at line feeds, at no other sign."""
    return lambda: io.StringIO(text, newline="\n")


Found = Iterator[Entry | Problem]
