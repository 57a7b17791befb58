from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from blog.folder.generators import HUGO, QUARTO, Generator
from blog.folder.kept_folder import FolderRefusedError
from blog.folder.site_export import export_site
from papers.management.progress import Progress


class Command(BaseCommand):
    help = (
        "Writes the whole site as files that anybody can use without this software: Markdown that "
        "Jekyll, Hugo or Quarto builds, CSL-JSON, BibTeX, JSON. Again, it writes only what changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        programs = parser.add_mutually_exclusive_group()
        for one in (HUGO, QUARTO):
            programs.add_argument(
                f"--{one.name}",
                action="store_const",
                const=one,
                dest="program",
                help=f"for {one.title}; the folder is written for it again without this option",
            )

    def handle(self, *, folder: Path, program: Generator | None, **options: Any) -> None:
        progress = Progress(self.stderr)
        try:
            done = export_site(folder, progress.step, program)
        except FolderRefusedError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error}") from error
        except KeyboardInterrupt as error:
            told = "Interrupted; run it again to go on where it stopped."
            raise CommandError(told, returncode=130) from error
        finally:
            progress.clear()
        for name in done.edited:
            self.stderr.write(
                f"{name}: somebody changed it since the last export, and it stays so; delete it to "
                "have it written again."
            )
        self.stdout.write(
            f"{len(done.seen)} files: {done.written} written, {done.removed} removed, "
            f"{len(done.edited)} left as they were changed."
        )
