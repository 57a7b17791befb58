from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from papers.checking.retraction_import import import_retraction_rows
from papers.management.progress import Progress
from papers.records.encodings import decode_line
from papers.registries.retraction_watch import retraction_rows

MOST_TOLD = 20


class Command(BaseCommand):
    help = (
        "Takes the notices of Retraction Watch's CSV for the papers of the library, by DOI and "
        "PMID. Run it again after papers were added, or with a newer file."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE")

    def handle(self, *, path: Path, **options: Any) -> None:
        progress = Progress(self.stderr)
        try:
            with path.open("rb") as file:
                lines = (decode_line(line)[0] for line in file)
                report = import_retraction_rows(retraction_rows(lines), progress.step)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror or error}") from error
        except ValueError as error:
            raise CommandError(f"{path} {error}.") from error
        progress.clear()
        for row in report.problems[:MOST_TOLD]:
            self.stderr.write(f"{path}:{row.line}: refused: {row.problem}")
        self.stdout.write(
            f"{report.rows} rows read, {report.matched} of them tell of {report.papers} papers "
            f"here: {report.new} new notices. {len(report.problems)} rows refused."
        )
