"""A backup as it lies on a disk: a folder that is named by its moment, with the database's copy,
the media, the key, and ``backup.json``, which says of each file how long it is and its SHA-256.

    20261129T021500Z/
        backup.json
        database.sqlite3        or database.dump, of PostgreSQL
        secret_key
        media/…

A file that the backup before holds already is linked, not copied: a backup a night costs what
changed. What is not whole yet, or is being taken away, has a name that begins with a dot.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, get_origin

from blog.media_store import StoredFile, media_store

FORMAT = 1
DESCRIPTION = "backup.json"
KEY = "secret_key"
MEDIA = "media"
COPY_NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
"""Of the database's copy, by Django's word for the system."""
NAME = re.compile(r"\d{8}T\d{6}Z")
NAMED = "%Y%m%dT%H%M%SZ"


class BackupError(Exception):
    """Why a backup was not made, or not brought back, in a sentence for whoever asked for it."""


@dataclass(frozen=True)
class BackedUpFile:
    """``path`` is below the backup's folder, with slashes; ``changed_ns`` is the original's time of
    change in nanoseconds."""

    path: str
    bytes: int
    changed_ns: int
    sha256: str


@dataclass(frozen=True)
class Description:
    """What ``backup.json`` holds. ``database`` is Django's word for the system, ``migrations`` are
    those that had been applied, as ``blog.0001_blog``."""

    made_at: str
    site: str
    database: str
    migrations: list[str]
    files: list[BackedUpFile] = field(default_factory=list)
    format: int = FORMAT

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files)


def read_description(folder: Path) -> Description:
    """Of a whole backup; raises ``BackupError`` where there is none, or none that is known here."""
    try:
        found = json.loads((folder / DESCRIPTION).read_text("utf-8"))
        if found["format"] != FORMAT:
            raise BackupError(
                f"{folder} has the format {found['format']}, and this release reads {FORMAT}: "
                "restore it with the release that made it."
            )
        files = [BackedUpFile(**file) for file in found.pop("files")]
        described = Description(**found, files=files)
        for one in (described, *files):
            require_types(one)
    except FileNotFoundError as error:
        raise BackupError(
            f"{folder} is no backup: it has no {DESCRIPTION}. Name one of the folders that "
            "`manage.py backup` made, as 20261129T021500Z."
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BackupError(
            f"{folder / DESCRIPTION} cannot be read; the backup is damaged."
        ) from error
    for file in described.files:
        place, *below = PurePosixPath(file.path).parts or [""]
        is_known = ".." not in below if place == MEDIA else file.path in {KEY, *COPY_NAMES.values()}
        if not is_known or not is_file_name(file.path):
            raise BackupError(f"{folder / DESCRIPTION} names the file {file.path}; it is damaged.")
    return described


def is_file_name(path: str) -> bool:
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


def require_types(held: Description | BackedUpFile) -> None:
    """Raises ``TypeError`` where a value is of another kind than it was written as."""
    for column in fields(held):
        if not isinstance(getattr(held, column.name), get_origin(column.type) or column.type):
            raise TypeError(column.name)


def write_description(folder: Path, described: Description) -> None:
    with (folder / DESCRIPTION).open("w", encoding="utf-8") as file:
        json.dump(asdict(described), file, indent=1)  # names that are no UTF-8, too
        file.flush()
        os.fsync(file.fileno())


def whole_backups(folder: Path) -> list[Path]:
    """The newest first."""
    found = folder.iterdir() if folder.is_dir() else ()
    named = [path for path in found if NAME.fullmatch(path.name)]
    return sorted((path for path in named if (path / DESCRIPTION).is_file()), reverse=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One at a time may write there. What a broken one left is taken away."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError(f"Another backup is being made in {folder}; wait for it.") from error
        for path in folder.glob(".*"):
            if NAME.fullmatch(path.name[1:]):
                shutil.rmtree(path)
        yield


@contextmanager
def new_backup(folder: Path) -> Iterator[Path]:
    """A folder to fill, which takes its name when everything in it is written; else it goes."""
    name = datetime.now(UTC).strftime(NAMED)
    if (folder / name).exists():
        raise BackupError(f"{folder / name} was made in this second; run it again.")
    filled = folder / f".{name}"
    filled.mkdir(mode=0o700)
    try:
        yield filled
        filled.rename(folder / name)
        flush_folder(folder)
    except BaseException:
        shutil.rmtree(filled, ignore_errors=True)
        raise


def flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_backup(path: Path) -> None:
    """First its name, so that a half never looks whole."""
    going = path.rename(path.with_name(f".{path.name}"))
    shutil.rmtree(going)


def take_media(
    target: Path, before: Path | None, step: Callable[[], Any]
) -> Iterator[BackedUpFile]:
    """Copies the media into a backup. ``before`` is the backup to link from, as far as it can be
    read. A file that goes meanwhile is left out."""
    known: dict[str, BackedUpFile] = {}
    if before:
        with suppress(BackupError):
            known = {file.path: file for file in read_description(before).files}
    for file in media_store().all_files():
        with suppress(FileNotFoundError):
            yield take_medium(file, target, known.get(f"{MEDIA}/{file.name}"), before)
        step()


def take_medium(
    file: StoredFile, target: Path, known: BackedUpFile | None, before: Path | None
) -> BackedUpFile:
    """Links the file that the backup before has, where length and time are as they were; else
    copies it."""
    name = f"{MEDIA}/{file.name}"
    copy = target / name
    copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if before and known and (known.bytes, known.changed_ns) == (file.bytes, file.changed_ns):
        with suppress(OSError):  # a disk without links, or the file is gone there
            copy.hardlink_to(before / name)
            return known
    with closing(media_store().open_part(file.name)) as stream, copy.open("wb") as written:
        shutil.copyfileobj(stream, written)
    return described_file(copy, name, file.changed_ns)


def described_file(path: Path, name: str, changed_ns: int | None = None) -> BackedUpFile:
    """As it lies there, on the disk and not only on its way."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    found = path.stat()
    return BackedUpFile(name, found.st_size, changed_ns or found.st_mtime_ns, digest)


def damaged_files(folder: Path, described: Description, step: Callable[[], Any]) -> list[str]:
    """Those that are not there, or not what was written."""
    damaged = []
    for file in described.files:
        try:
            with (folder / file.path).open("rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()
        except OSError:
            digest = ""
        if digest != file.sha256:
            damaged.append(file.path)
        step()
    return damaged
