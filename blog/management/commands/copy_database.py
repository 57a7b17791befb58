from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand, CommandError

from blog.backups.copied_rows import CopyError
from blog.backups.database_moves import CopiedDatabase, copy_tables
from papers.management.progress import Progress


class Command(BaseCommand):
    help = (
        "Writes every row of this site's database into an empty one of another kind, as from "
        "SQLite to PostgreSQL, and reads it there again. All or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to",
            required=True,
            metavar="URL",
            help="as DATABASE_URL: postgres://user:password@host/name or sqlite:////folder/file",
        )

    def handle(self, *, to: str, **options: Any) -> None:
        progress = Progress(self.stderr)

        def begin(steps: int) -> None:
            progress.total = steps

        try:
            copied = copy_tables(to, progress.step, begin)
        except (CopyError, ImproperlyConfigured) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt as error:
            raise CommandError("Interrupted; nothing was copied.", returncode=130) from error
        finally:
            progress.clear()
        self.tell(copied)

    def tell(self, copied: CopiedDatabase) -> None:
        for table, digest in copied.tables.items():
            self.stdout.write(f"{table:40} {digest.rows:>9} rows  {digest}")
        for reason in dict.fromkeys(copied.left.values()):
            tables = [table for table, why in copied.left.items() if why == reason]
            self.stdout.write(f"Not copied, {reason}: {', '.join(tables)}")
        rows = sum(digest.rows for digest in copied.tables.values())
        self.stdout.write(
            f"Copied {rows} rows of {len(copied.tables)} tables; read again, each table is the "
            "same. Now set DATABASE_URL to that address and start the site. Media and the key "
            "are files of DATA_DIR, and stay what they are."
        )
