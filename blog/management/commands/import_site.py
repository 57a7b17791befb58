from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from blog.folder.kept_folder import FolderRefusedError
from blog.folder.site_import import import_site
from papers.management.progress import Progress


class Command(BaseCommand):
    help = (
        "Makes the site of a folder that export_site wrote, in an empty database: all or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *, folder: Path, **options: Any) -> None:
        progress = Progress(self.stderr)
        try:
            remarks = import_site(folder, progress.step)
        except FolderRefusedError as error:
            raise CommandError(f"{error} Nothing was stored.") from error
        except KeyboardInterrupt as error:
            raise CommandError("Interrupted; nothing was stored.", returncode=130) from error
        finally:
            progress.clear()
        for remark in remarks:
            self.stderr.write(remark)
        self.stdout.write(
            "The site was imported. Nobody can log in yet: manage.py createsuperuser, or "
            "changepassword for a user of the old site, makes the first one."
        )
