"""Transactions that take turns: each reads what the one before it wrote."""

from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

from django.db import connection

LIBRARY = "library"
"""The turn of who adds, merges or takes apart works and people."""
IMPORTS = "imports"
"""The turn of who stores posts and pages of another system; it comes before the library's."""
START = "start"
"""The turn of a machine that brings the database up to date before it serves."""


def take_turn(name: str) -> None:
    """Waits until no other transaction has the turn of this name, and keeps it to the end of this
    one. To be asked for before any row is locked. SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [crc32(name.encode())])


@contextmanager
def lasting_turn(name: str) -> Iterator[None]:
    """The same for work of several transactions, on one connection. PostgreSQL alone has several
    machines."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [crc32(name.encode())])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [crc32(name.encode())])
