from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from papers.checking.asker import ask_within
from papers.management.progress import Progress
from papers.models import Question
from papers.registries.registry_choice import asked_schemes

BUDGET = 500


class Command(BaseCommand):
    help = (
        "Asks the registries about the library's DOIs and arXiv numbers, the oldest answers first. "
        "The process of queued work does it by itself; this may run from cron as well. Stopped, "
        "it goes on where it was when it is run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        group = parser.add_mutually_exclusive_group()
        group.add_argument(
            "--budget",
            type=positive_number,
            default=BUDGET,
            metavar="N",
            help=f"Ask at most N questions (default: {BUDGET}).",
        )
        group.add_argument(
            "--all", action="store_true", help="Ask all that were not asked within a day."
        )

    def handle(self, *, budget: int, **options: Any) -> None:
        if not asked_schemes():
            self.stdout.write("REGISTRIES names none, so nothing was asked.")
            return
        progress = Progress(self.stderr, 0 if options["all"] else budget)
        report = ask_within(None if options["all"] else budget, options["all"], progress.step)
        progress.clear()
        self.stdout.write(
            f"{report.asked} questions asked: {report.records} records "
            f"({report.unchanged} unchanged), {report.missing} works that no registry has, "
            f"{report.failed} failures, which are tried again. "
            f"{Question.objects.failed().count()} questions are without a record; "
            "see them in the admin."
        )


def positive_number(written: str) -> int:
    number = int(written)
    if number < 1:
        raise ValueError(written)
    return number
