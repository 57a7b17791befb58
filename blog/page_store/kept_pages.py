"""Pages in memory, as many as fit: those that were asked for longest ago go first."""

import os
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from threading import Lock

from django.core.files.storage import default_storage

from blog.page_store.recording import Statement
from blog.page_store.version_reading import VersionReader, Versions

Headers = list[tuple[str, str]]
LARGEST = 4
"""The part of the memory that one page may take, one in so many."""
OVERHEAD = 2000
"""Bytes that a page takes besides its texts, by estimate: its objects and its place."""


@dataclass(frozen=True)
class Representation:
    """The bytes of one encoding with the headers that go with them, and with a 304."""

    body: bytes
    etag: str
    headers: Headers
    unchanged: Headers


@dataclass
class KeptPage:
    """``versions`` are those of the tables that it was made of, last seen when it was right;
    ``lacks`` say each whether a file is there that it would show."""

    plain: Representation
    packed: Representation | None
    statements: list[tuple[Statement, bytes]]
    versions: Versions
    ends_at: datetime
    lacks: list[Callable[[], bool]]
    seen: Versions = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes. The texts of statements, which the pages of one kind have alike, are shared."""
        bodies = [one for one in (self.plain, self.packed) if one is not None]
        said = sum(len(text) for one in bodies for pair in one.headers for text in pair)
        asked = sum(200 + len(repr(one.params)) for one, _digest in self.statements)
        return sum(len(one.body) for one in bodies) + said + asked + OVERHEAD

    def is_right(self, reader: VersionReader, now: datetime) -> bool:
        """Whether it would be made the same now. Where a table was changed, the statements that
        read it are asked again. Raises ``DatabaseError``."""
        if now >= self.ends_at or any(is_there() for is_there in self.lacks):
            return False
        versions = reader.versions()
        if versions is self.seen:
            return True
        if changed := {name for name, one in self.versions.items() if versions.get(name) != one}:
            if not changed <= versions.keys():
                return False
            again = [pair for pair in self.statements if changed & pair[0].tables]
            if any(reader.digest_of(one.sql, one.params) != digest for one, digest in again):
                return False
            self.versions = {name: versions[name] for name in self.versions}
        self.seen = versions
        return True


def is_stored_by_now(name: str) -> Callable[[], bool]:
    """Asks the file system itself where the storage is one: it is asked for each request."""
    try:
        return partial(os.path.lexists, default_storage.path(name))
    except NotImplementedError:
        return partial(default_storage.exists, name)


class Shelf:
    """``most`` bytes of pages."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.bytes = 0
        self._pages: OrderedDict[Hashable, tuple[KeptPage, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def find(self, key: Hashable) -> KeptPage | None:
        with self._lock:
            found = self._pages.get(key)
            if found is None:
                return None
            self._pages.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, page: KeptPage) -> bool:
        """Whether there is room for it."""
        size = page.size
        with self._lock:
            self._take(key)
            if size > self.most // LARGEST:
                return False
            self._pages[key] = (page, size)
            self.bytes += size
            while self.bytes > self.most:
                self._take(next(iter(self._pages)))
            return True

    def drop(self, key: Hashable, page: KeptPage) -> None:
        """Takes this page away, unless another one stands in its place already."""
        with self._lock:
            if key in self._pages and self._pages[key][0] is page:
                self._take(key)

    def _take(self, key: Hashable) -> None:
        _page, size = self._pages.pop(key, (None, 0))
        self.bytes -= size
