from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from blog.backups.backup_files import BackupError
from blog.backups.restoring_backups import restore_backup
from papers.management.progress import Progress


class Command(BaseCommand):
    help = (
        "Brings a backup back, into an empty database and data folder. Everything is checked "
        "before the first thing is written, and nothing is written over."
    )
    requires_system_checks = []  # some of them ask the database, which is empty

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path, metavar="DIR/20261129T021500Z")

    def handle(self, *, backup: Path, **options: Any) -> None:
        progress = Progress(self.stderr)
        try:
            described = restore_backup(backup, progress.step)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except (OSError, DatabaseError) as error:
            raise CommandError(
                f"It cannot be brought back: {error}. Put that right, empty the database and the "
                "data folder, and run it again."
            ) from error
        except KeyboardInterrupt as error:
            told = "Interrupted; empty the database and the data folder, and run it again."
            raise CommandError(told, returncode=130) from error
        finally:
            progress.clear()
        self.stdout.write(
            f"The site of {described.site} is back as it was at {described.made_at}: "
            f"{len(described.files)} files, {described.bytes / 1e6:.1f} MB. Start it as always."
        )
