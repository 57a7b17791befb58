"""What a page depends on besides the rows that it reads, told while it is made to be kept
(``blog.page_store``). Where no page is kept, all of this does nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

Value = TypeVar("Value")


@dataclass
class PageReads:
    """``changes_at`` are moments at which the page is another one though no row changes;
    ``lacks`` names files of the storage that it would show if they were there."""

    changes_at: list[datetime] = field(default_factory=list)
    lacks: set[str] = field(default_factory=set)
    values: dict[Callable[[], Any], Any] = field(default_factory=dict)

    def once(self, read: Callable[[], Value]) -> Value:
        """What ``read`` gave when this page first asked, so that all of the page shows the same."""
        if read not in self.values:
            self.values[read] = read()
        return self.values[read]


_reads: ContextVar[PageReads | None] = ContextVar("page_reads", default=None)


def page_reads() -> PageReads | None:
    """Those of the page that this thread makes to be kept, else ``None``."""
    return _reads.get()


@contextmanager
def noting_reads() -> Iterator[PageReads]:
    token = _reads.set(PageReads())
    try:
        yield _reads.get()
    finally:
        _reads.reset(token)


@dataclass
class PieceAsks:
    """Whether a piece (``papers.pages.pieces``) was made of more than its facts."""

    has_asked: bool = False

    def note_statement(
        self, execute: Callable, sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        self.has_asked = True
        return execute(sql, params, many, context)


_asks: ContextVar[PieceAsks | None] = ContextVar("piece_asks", default=None)


@contextmanager
def noting_asks() -> Iterator[PieceAsks]:
    """While a piece is made; what one in another asks is asked by both."""
    outer, asks = _asks.get(), PieceAsks()
    token = _asks.set(asks)
    try:
        yield asks
    finally:
        _asks.reset(token)
        if outer is not None and asks.has_asked:
            outer.has_asked = True


def _note_ask() -> None:
    if (asks := _asks.get()) is not None:
        asks.has_asked = True


def page_changes_at(moment: datetime) -> None:
    """To be told by whoever compares a moment of a row with the time: other than ``published_at``,
    whose next one the store asks for itself."""
    _note_ask()
    if (reads := page_reads()) is not None:
        reads.changes_at.append(moment)


def page_lacks(name: str) -> None:
    """To be told by whoever leaves out a file because the storage has none of this name."""
    _note_ask()
    if (reads := page_reads()) is not None:
        reads.lacks.add(name)
