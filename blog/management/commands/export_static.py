import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from blog.folder.kept_folder import FolderRefusedError
from blog.folder.static_export import export_static
from blog.server.static_files import collect_static
from papers.management.progress import Progress

MOST_TOLD = 20
READABLE = 0o022
"""The umask of what a web server of another user has to read; all else of ours is 077."""


class Command(BaseCommand):
    help = (
        "Writes what everybody may read as plain files for any web server, at the addresses below "
        "SITE_URL. Again, it writes only what changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *, folder: Path, **options: Any) -> None:
        progress = Progress(self.stderr)
        try:
            collect_static()
            os.umask(READABLE)
            done = export_static(folder, progress.step)
        except FolderRefusedError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error}") from error
        except KeyboardInterrupt as error:
            told = "Interrupted; run it again to go on where it stopped."
            raise CommandError(told, returncode=130) from error
        finally:
            progress.clear()
        self.tell(
            [f"{page}: its link to {path} leads nowhere." for path, page in done.dead.items()]
        )
        self.tell([f"{name} was left out: {why}." for name, why in done.left_out.items()])
        kept = done.folder
        self.tell([f"{name} was changed by somebody, and stays so." for name in kept.edited])
        self.stdout.write(
            f"{len(kept.seen)} files: {kept.written} written, {kept.removed} removed, "
            f"{len(kept.edited)} left as they were changed."
        )

    def tell(self, remarks: list[str]) -> None:
        for remark in remarks[:MOST_TOLD]:
            self.stderr.write(remark)
        if len(remarks) > MOST_TOLD:
            self.stderr.write(f"… and {len(remarks) - MOST_TOLD} more like these.")
