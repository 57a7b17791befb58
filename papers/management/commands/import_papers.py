from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from papers.formats.any_format import read_file
from papers.formats.entries import Entry, Problem
from papers.library.adding_papers import Addition, Doubt, Outcome, add_all
from papers.management.progress import Progress


class Command(BaseCommand):
    help = "Imports papers from BibTeX, BibLaTeX, RIS and CSL-JSON. Again, it adds what is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, only.")
        parser.add_argument(
            "--doubtful",
            default=Doubt.ADD.value,
            choices=[doubt.value for doubt in Doubt],
            help="What becomes of an entry that resembles a paper by title, author and year only: "
            "add it as a paper of its own (as usual; the admin lists it as a possible duplicate), "
            "leave it out, take it for the same, or take it for the same where "
            "that is likely and add it where not.",
        )

    def handle(self, *, paths: list[Path], dry_run: bool, doubtful: str, **options: Any) -> None:
        self.counts: Counter[str] = Counter()
        self.progress = Progress(self.stderr)
        is_cut_short = False
        try:
            for path in paths:
                for addition in add_all(self.entries_of(path), Doubt(doubtful), dry_run):
                    self.tell(path, addition)
        except KeyboardInterrupt:
            is_cut_short = True
        self.progress.clear()
        said = [f"{self.counts[outcome]} {outcome}" for outcome in Outcome]
        would = "Nothing was stored; this would happen: " if dry_run else ""
        self.stdout.write(f"{would}{', '.join(said)}, {self.counts['refused']} refused.")
        if is_cut_short:
            raise CommandError(
                "Interrupted; run it again to go on where it stopped.", returncode=130
            )
        if self.counts["refused"]:
            raise CommandError("Some entries were refused; the lines above say why.")
        if not self.counts.total():
            raise CommandError("No entries were found there.")

    def entries_of(self, path: Path) -> Iterator[Entry]:
        """A file's entries; what cannot be read is told and passed over."""
        try:
            for found in read_file(path):
                self.progress.step()
                if isinstance(found, Entry):
                    yield found
                else:
                    self.tell_problem(path, found)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self.tell_problem(path, Problem(0, "", reason))

    def tell_problem(self, path: Path, problem: Problem) -> None:
        self.progress.clear()
        place = f"{path}:{problem.line}" if problem.line else str(path)
        if problem.is_remark:
            self.stderr.write(f"{place}: {problem}")
        else:
            self.counts["refused"] += 1
            self.stderr.write(self.style.ERROR(f"{place}: refused: {problem}"))

    def tell(self, path: Path, addition: Addition) -> None:
        self.counts[addition.outcome] += 1
        for problem in addition.problems():
            self.progress.clear()
            self.stderr.write(f"{path}:{addition.entry.line}: {problem}")
        if addition.outcome == Outcome.DOUBTFUL:
            self.progress.clear()
            keys = ", ".join(paper.key or "an entry before it" for paper in addition.proposals)
            self.stderr.write(
                f"{path}:{addition.entry.line}: “{addition.entry.key}” may be {keys}; left out"
            )
