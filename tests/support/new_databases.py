"""Databases that a test has for itself, of the kind that the tests run on."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def new_databases(*names: str) -> Iterator[list[dict[str, str]]]:
    """What the environment of a process names, for each: an empty database of PostgreSQL, and
    nothing for SQLite, whose file lies in the process's own data folder."""
    if connection.vendor == "sqlite":
        yield [{} for _name in names]
        return
    held = connection.settings_dict
    address = f"postgres://{held['USER']}:{held['PASSWORD']}@{held['HOST']}:{held['PORT']}"
    made = [f"{held['NAME']}_{name}" for name in names]
    with connection._nodb_cursor() as cursor:
        for name in made:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}"')
        yield [{"DATABASE_URL": f"{address}/{name}"} for name in made]
        for name in made:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
