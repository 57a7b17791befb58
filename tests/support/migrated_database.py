"""An SQLite database as ``migrate`` leaves it, made once and copied from then on.

Migrating takes seven seconds of a processor. What it made is kept in pytest's cache, named by the
digest of all that it was made of: the tests' own database and the data folders of sites that tests
start begin as its copies. ``migrate`` still runs on each, and finds nothing to do.
"""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django
from django.apps import apps
from django.core.files import locks
from django.db.backends.signals import connection_created

from tests.guards.sources import ROOT, imported, module_file
from tests.support.serving import environment

NAME = "wellcited.sqlite3"


def migrated_file(folder: Path) -> Path:
    """The file that is kept in this folder; the process that comes first makes it."""
    kept = folder / f"{digest()}.sqlite3"
    with (folder / "lock").open("w") as lock:
        locks.lock(lock, locks.LOCK_EX)
        if not kept.exists():
            for older in folder.glob("*.sqlite3"):
                older.unlink()
            with TemporaryDirectory(dir=folder) as made:
                migrate(Path(made))
                with closing(sqlite3.connect(Path(made, NAME))) as whole:
                    whole.execute("PRAGMA journal_mode = DELETE")  # one file, even while it is read
                Path(made, NAME).replace(kept)
    return kept


def migrate(data_dir: Path) -> None:
    """Make the data folder of a site, as an operator does."""
    command = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(command, cwd=ROOT, env=environment(data_dir), check=True)


def begun_site(data_dir: Path, kept: Path) -> Path:
    """A data folder with a copy of a migrated database."""
    data_dir.mkdir()
    shutil.copy(kept, data_dir / NAME)
    return data_dir


def begin_with(kept: Path) -> None:
    """Fill the next database that is opened, which is the tests' own and new, with a kept one."""

    def fill(connection: Any, **_more: object) -> None:
        connection_created.disconnect(fill)
        with closing(sqlite3.connect(kept)) as copied:
            copied.backup(connection.connection)

    connection_created.connect(fill, weak=False)


@cache
def digest() -> str:
    """Of all migrations, and of those of our modules that they import."""
    folders = [Path(app.path, "migrations") for app in apps.get_app_configs()]
    files = [file for folder in folders for file in sorted(folder.glob("*.py"))]
    own = [file.relative_to(ROOT).as_posix() for file in files if file.parents[2] == ROOT]
    files += [ROOT / name for name in modules_imported_by(own)]
    found = sha256(f"{django.__version__} {sqlite3.sqlite_version}".encode())
    for file in files:
        found.update(file.read_bytes())
    return found.hexdigest()[:16]


def modules_imported_by(files: list[str]) -> list[str]:
    """Modules of ours, straight or through others, as paths from the project's folder."""
    waiting = list(files)
    seen: set[str] = set()
    while waiting:
        for module, _line in imported(waiting.pop()):
            target = module_file(module)
            if target and target not in seen:
                seen.add(target)
                waiting.append(target)
    return sorted(seen)
