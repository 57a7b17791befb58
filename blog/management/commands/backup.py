from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from blog.backups.backup_files import BackupError, read_description
from blog.backups.making_backups import make_backup
from blog.backups.old_backups import remove_older
from papers.management.progress import Progress


class Command(BaseCommand):
    help = (
        "Copies the whole site, while it runs, into a new folder below DIR: the database, media "
        "and the key. The copy of the database is opened and read through."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument(
            "--keep", type=int, metavar="N", help="then delete all but the N newest backups there"
        )

    def handle(self, *, folder: Path, keep: int | None, **options: Any) -> None:
        if keep is not None and keep < 1:
            raise CommandError(f"--keep {keep} would keep none; give it a number from 1 on.")
        progress = Progress(self.stderr)
        try:
            made = make_backup(folder, progress.step)
            removed = remove_older(folder, keep, settings.SITE_URL) if keep else 0
        except BackupError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"No backup was made: {error}") from error
        except KeyboardInterrupt as error:
            told = "Interrupted; no backup was made."
            raise CommandError(told, returncode=130) from error
        finally:
            progress.clear()
        described = read_description(made)
        self.stdout.write(
            f"{made}: {len(described.files)} files, {described.bytes / 1e6:.1f} MB; the database's "
            "copy was opened and is whole."
        )
        if removed:
            self.stdout.write(f"{removed} older {'was' if removed == 1 else 'were'} deleted.")
