import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from blog.folder.folder_watch import FolderWatch
from blog.folder.kept_folder import FolderRefusedError

SECONDS_BETWEEN = 2.0


class Command(BaseCommand):
    help = (
        "Takes posts and pages of a folder that export_site wrote as they are edited there, until "
        "it is interrupted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *, folder: Path, **options: Any) -> None:
        watched = FolderWatch(folder)
        self.stdout.write(f"Watching {folder}; Ctrl+C ends it.")
        try:
            while True:
                self.look(watched)
                time.sleep(SECONDS_BETWEEN)
        except FolderRefusedError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.stdout.write("Ended.")

    def look(self, watched: FolderWatch) -> None:
        done = watched.look()
        if done is None:
            return
        for name in (*done.added, *done.changed):
            self.stdout.write(f"{name}: taken")
        for name, reason in done.refused.items():
            self.stderr.write(f"{name}: {reason}")
