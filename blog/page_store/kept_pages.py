"""Pages in memory, and whether they are right still."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from blog.page_store.recording import Statement
from blog.page_store.version_reading import VersionReader, Versions

Headers = list[tuple[str, str]]
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
