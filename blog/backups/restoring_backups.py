"""A backup brought back."""

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
from blog.media_store import copy_whole, media_store
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
        if name := medium_name(file):
            media_store().put_file(name, folder / file.path)
        elif file.path == KEY:
            copy_whole(folder / KEY, settings.DATA_DIR / KEY)
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
    """The key that a first start made is worth nothing beside an empty database."""
    there = {file.name for file in media_store().all_files()}
    for file in described.files:
        name, place = medium_name(file), settings.DATA_DIR / file.path
        if name in there if name else file.path != KEY and place.exists():
            raise BackupError(
                f"{f'{name}, {media_store().described()},' if name else place} is there already, "
                "and nothing here is written over. Name another place, or move the old one aside."
            )


def medium_name(file: BackedUpFile) -> str:
    """Under which a file belongs into the media store; '' for what belongs elsewhere."""
    place, *below = PurePosixPath(file.path).parts
    return "/".join(below) if place == MEDIA else ""
