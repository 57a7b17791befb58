"""A copy of the database while it is written to, and a database made from a copy.

SQLite by its backup interface (https://www.sqlite.org/backup.html), PostgreSQL by ``pg_dump`` and
``pg_restore``: both give the state of one moment, and nobody waits meanwhile.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from blog.backups.backup_files import COPY_NAMES, BackupError

DAMAGED = "The copy of the database cannot be opened ({reason}); the backup is not kept."


def copy_into(folder: Path) -> Path:
    """The copy, which was opened and read through; raises ``BackupError``."""
    copy = folder / COPY_NAMES[connection.vendor]
    if connection.vendor == "sqlite":
        copy_sqlite(connection.settings_dict["NAME"], copy)
    else:
        run_postgres(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={copy}"
        )
    check_copy(copy)
    return copy


def check_copy(copy: Path) -> None:
    """Reads all of it; raises ``BackupError`` where that cannot be."""
    if copy.name == COPY_NAMES["sqlite"]:
        check_sqlite(copy)
    else:
        run_postgres("pg_restore", f"--file={os.devnull}", str(copy), on_database=False)


def copy_sqlite(database: Path | str, copy: Path) -> None:
    """By a connection of its own, in one step: that sees one moment, and those who write go on."""
    with (
        closing(sqlite3.connect(database)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, with none beside it


def check_sqlite(copy: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as opened:
            (told,) = opened.execute("PRAGMA integrity_check(1)").fetchone()
            broken = opened.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        raise BackupError(DAMAGED.format(reason=error)) from error
    if told != "ok":
        raise BackupError(DAMAGED.format(reason=told))
    if broken:
        raise BackupError(
            DAMAGED.format(reason=f"a row of {broken[0]} names one that is not there")
        )


def require_empty_database() -> None:
    if connection.introspection.table_names():
        name = connection.settings_dict["NAME"]
        raise BackupError(
            f"The database {name} holds tables already, and nothing here is written over. Stop the "
            "site, name another DATA_DIR (or an empty database in DATABASE_URL), or move the old "
            "one aside, and run it again."
        )


def fill_database(copy: Path) -> None:
    """From a copy, into the database of the settings, which is empty."""
    if connection.vendor == "sqlite":
        connection.close()
        with (
            closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(connection.settings_dict["NAME"])) as target,
        ):
            source.backup(target)
    else:
        run_postgres(
            *("pg_restore", "--exit-on-error", "--single-transaction"),
            *("--no-owner", "--no-privileges", str(copy)),
        )


def run_postgres(program: str, *arguments: str, on_database: bool = True) -> None:
    """Runs one of PostgreSQL's own programs on the database of the settings. The password goes by
    the environment, which other users of the machine cannot read."""
    if shutil.which(program) is None:
        raise BackupError(
            f"{program} is not installed; install PostgreSQL's programs for clients with: "
            "sudo apt-get install postgresql-client"
        )
    command, secrets = [program, *arguments], None
    if on_database:
        settings = connection.settings_dict
        named, secrets = DatabaseClient.settings_to_cmd_args_env(settings, [])
        name = named.pop() if settings["NAME"] else "postgres"
        command = [program, *named[1:], "--no-password", f"--dbname={name}", *arguments]
    # A program of PostgreSQL's own, without a shell, with the operator's words alone.
    done = subprocess.run(  # noqa: S603
        command, env={**os.environ, **(secrets or {})}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        told = " ".join(done.stderr.split())[:500]
        raise BackupError(f"{program} failed: {told}")
