from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from blog.folder.kept_folder import FolderRefusedError
from blog.folder.site_import import import_site, rows_there
from blog.folder.site_update import Update, update_site
from papers.management.progress import Progress
from papers.queries.statistics import renew_statistics


class Command(BaseCommand):
    help = (
        "Makes the site of a folder that export_site wrote, in an empty database: all or nothing. "
        "In that of the same site, takes the posts and pages that were edited in the folder."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *, folder: Path, **options: Any) -> None:
        progress = Progress(self.stderr)
        is_update = bool(rows_there())
        try:
            done = (update_site if is_update else import_site)(folder, progress.step)
        except FolderRefusedError as error:
            raise CommandError(f"{error} Nothing was stored.") from error
        except KeyboardInterrupt as error:
            told = "Interrupted; each text that was taken is whole, run it again for the others."
            told = told if is_update else "Interrupted; nothing was stored."
            raise CommandError(told, returncode=130) from error
        finally:
            progress.clear()
        renew_statistics()
        if isinstance(done, Update):
            self.tell_update(done)
            return
        for remark in done:
            self.stderr.write(remark)
        self.stdout.write(
            "The site was imported. Nobody can log in yet: manage.py createsuperuser, or "
            "changepassword for a user of the old site, makes the first one."
        )

    def tell_update(self, done: Update) -> None:
        for name, reason in done.refused.items():
            self.stderr.write(f"{name}: {reason}")
        self.stdout.write(done.summary)
        if done.refused:
            raise CommandError("Not everything was taken.")
