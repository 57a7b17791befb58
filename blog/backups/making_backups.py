"""A backup made."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from blog.backups.backup_files import (
    KEY,
    BackupError,
    Description,
    described_file,
    locked,
    new_backup,
    take_media,
    whole_backups,
    write_description,
)
from blog.backups.database_copies import copy_into
from blog.models import Backup


def make_backup(folder: Path, step: Callable[[], Any]) -> Path:
    """The new backup's folder. The database first and the media after it: what a text shows was
    stored before the text."""
    folder = folder.resolve()
    for place, held in ((settings.MEDIA_ROOT, "media"), (settings.STATIC_ROOT, "static files")):
        if folder.is_relative_to(Path(place).resolve()):
            raise BackupError(
                f"{folder} lies among the {held}, which readers see; name another folder."
            )
    with locked(folder):
        before = next(iter(whole_backups(folder)), None)
        with new_backup(folder) as filled:
            described = Description(
                made_at=timezone.now().isoformat(timespec="seconds"),
                site=settings.SITE_URL,
                database=connection.vendor,
                migrations=applied_migrations(),
            )
            copy = copy_into(filled)
            described.files.append(described_file(copy, copy.name))
            step()
            described.files.extend(take_media(filled, before, step))
            if (key := settings.DATA_DIR / KEY).is_file():
                (filled / KEY).write_bytes(key.read_bytes())
                described.files.append(described_file(filled / KEY, KEY))
            write_description(filled, described)
            os.sync()  # a power cut after this takes nothing of it
            made = folder / filled.name.removeprefix(".")
    with transaction.atomic():
        Backup.objects.all().delete()
        Backup.objects.create(folder=str(made), bytes=described.bytes)
    return made


def applied_migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)
