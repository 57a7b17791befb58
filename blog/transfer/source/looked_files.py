"""Which files a reading looked at, there or not: while they all stay as they were, reading again
gives the same. No Django here."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

Stamp = tuple[int, int, int]
"""A file's size, and when its contents and it itself were changed last, in nanoseconds. The last
one nobody can set: a copy with its original's time is another file."""

SECOND = 10**9
TICK = SECOND // 10
"""Within it a file system may give two changes one time; one that counts seconds, within two."""

_looked: ContextVar[dict[Path, Stamp | None] | None] = ContextVar("looked", default=None)


@contextmanager
def looking() -> Iterator[dict[Path, Stamp | None]]:
    """Notes each file that is looked at meanwhile, as it is before it is read; ``None`` for one
    that is not there."""
    token = _looked.set({})
    try:
        yield _looked.get()
    finally:
        _looked.reset(token)


def note_look(path: Path) -> None:
    """To be called before a file or a folder is read, or found missing, that decides what is made
    of a post and that is neither its own nor its site's."""
    seen = _looked.get()
    if seen is not None and path not in seen:
        seen[path] = stamp_of(path)


def stamp_of(path: Path | str) -> Stamp | None:
    try:
        stat = os.stat(path)  # noqa: PTH116  (of names too, some of 100,000 files)
    except (OSError, ValueError):
        return None
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


def is_settled(stamp: Stamp | None, now: int) -> bool:
    """Whether a change from ``now`` on (nanoseconds since 1970) must give a file another stamp."""
    if stamp is None:
        return True
    _, changed, made = stamp
    least = 2 * SECOND if changed % SECOND == 0 else TICK
    return max(changed, made) + least < now
