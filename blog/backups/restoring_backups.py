"""A backup brought back."""

import shutil
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import connection

from blog.backups.backup_files import (
    COPY_NAMES,
    KEY,
    MEDIA,
    BackedUpFile,
    BackupError,
    Description,
    damaged_files,
    read_description,
)
from blog.backups.database_copies import check_copy, fill_database, require_empty_database
from blog.backups.known_migrations import known_migrations
from blog.page_store.version_triggers import count_from_now


def restore_backup(folder: Path, step: Callable[[], Any]) -> Description:
    """Brings a backup back into an empty database and a media folder that has none of its files.
    Everything is checked before the first thing is written; raises ``BackupError``."""
    folder = folder.absolute()
    described = read_description(folder)
    require_same_system(described)
    require_known_migrations(described)
    require_empty_database()
    require_free_names(described)
    if damaged := damaged_files(folder, described, step):
        raise BackupError(
            f"{len(damaged)} of {len(described.files)} files of {folder} are missing or damaged, "
            f"such as {damaged[0]}; restore another backup."
        )
    copy = folder / COPY_NAMES[described.database]
    check_copy(copy)
    for file in described.files:
        if file.path != copy.name:
            write_back(folder / file.path, place_of(file))
        step()
    fill_database(copy)
    count_from_now()
    return described


def require_same_system(described: Description) -> None:
    if described.database != connection.vendor:
        raise BackupError(
            f"The backup is of {described.database}, and the database of the settings is "
            f"{connection.vendor}. Restore it on {described.database}, then bring the site over "
            "with `manage.py copy_database`."
        )


def require_known_migrations(described: Description) -> None:
    known = {f"{app}.{name}" for app, name in known_migrations()}
    if unknown := sorted(set(described.migrations) - known):
        raise BackupError(
            f"The backup was made by a newer release, or by another one: {unknown[0]} is not known "
            "here. Install the release that made it."
        )


def require_free_names(described: Description) -> None:
    for file in described.files:
        # The key that a first start made is worth nothing beside an empty database.
        if file.path != KEY and place_of(file).exists():
            raise BackupError(
                f"{place_of(file)} is there already, and nothing here is written over. Name "
                "another DATA_DIR, or move the old one aside."
            )


def place_of(file: BackedUpFile) -> Path:
    """Where a file of a backup belongs on this machine."""
    place, *below = PurePosixPath(file.path).parts
    return Path(settings.MEDIA_ROOT, *below) if place == MEDIA else settings.DATA_DIR / place


def write_back(kept: Path, path: Path) -> None:
    """Whole or not at all; no moment at which another user of the machine can read it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(".restored")  # the file's own name may be as long as names can be
    draft.touch(mode=0o600)
    shutil.copyfile(kept, draft)
    draft.rename(path)
