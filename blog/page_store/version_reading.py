"""The versions of all tables, as one thread sees them, at the least cost."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from hashlib import blake2b
from typing import Any

from django.db import DatabaseError, Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from blog.models.table_versions import TableVersion

Versions = dict[str, int]
"""Of tables, by name. A table that is not there is not counted at this moment."""
TABLE = TableVersion._meta.db_table
FROM_SQLITE = f"SELECT name, number FROM {TABLE}"  # noqa: S608 (the name of a model's table)
FROM_POSTGRES = f"SELECT name, SUM(number)::bigint FROM {TABLE} GROUP BY name HAVING MIN(slot) = 0"  # noqa: S608


class VersionReader:
    """A connection of one thread, which reads and never writes, and stays open. All of its methods
    raise ``DatabaseError`` where the database cannot be asked; the next call opens another one."""

    def __init__(self) -> None:
        self.connection: BaseDatabaseWrapper | None = None
        self.seen: tuple[int, Versions] | None = None

    def opened(self) -> BaseDatabaseWrapper:
        if self.connection is None:
            connection = connections["default"].copy()
            connection.ensure_connection()
            self.connection = connection
        return self.connection

    def close(self) -> None:
        connection, self.connection, self.seen = self.connection, None, None
        if connection is not None:
            with suppress(Error):  # of one that is broken already
                connection.close()

    def versions(self) -> Versions:
        """As they are now: the same object for all threads, while nothing that counts was changed.
        While nothing at all has changed in SQLite's file, its ``data_version`` tells so: it is
        asked first, so that a change between the two questions is seen the next time."""
        try:
            connection = self.opened()
            if connection.vendor != "sqlite":
                with connection.cursor() as cursor:
                    cursor.execute(FROM_POSTGRES)
                    return same_object(dict(cursor.fetchall()))
            raw = connection.connection
            state = raw.execute("PRAGMA data_version").fetchone()[0]
            if self.seen is None or self.seen[0] != state:
                versions = same_object(dict(raw.execute(FROM_SQLITE).fetchall()))
                self.seen = (state, versions)
            return self.seen[1]
        except (Error, connections["default"].Database.Error) as error:
            self.close()
            raise DatabaseError(str(error)) from error

    def digest_of(self, sql: str, params: Sequence[Any] | None) -> bytes:
        """Of the rows that a statement gives now."""
        try:
            with self.opened().cursor() as cursor:
                cursor.execute(sql, params)
                rows = cursor.fetchall()
        except Error as error:
            self.close()
            raise DatabaseError(str(error)) from error
        return blake2b(repr(rows).encode("utf-8", "surrogatepass"), digest_size=16).digest()


_newest: Versions = {}


def same_object(versions: Versions) -> Versions:
    """The object that another thread has of the same numbers: a page then knows at once that it was
    seen with them. There is no lock: in a race each thread keeps its own."""
    global _newest
    newest = _newest
    if versions != newest:
        _newest = newest = versions
    return newest


_of_thread = threading.local()


def version_reader() -> VersionReader:
    """This thread's."""
    if not hasattr(_of_thread, "reader"):
        _of_thread.reader = VersionReader()
    return _of_thread.reader
