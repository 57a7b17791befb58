from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from papers.choices import SourceKind
from papers.citing.cited_works import places_of
from papers.formats.any_format import written_file
from papers.formats.entries import Problem, Written
from papers.library.adding_papers import Addition, Doubt, Outcome, SeenKeys, add_all
from papers.library.additions import told_changes
from papers.library.gone_entries import find_gone
from papers.library.source_names import SourceName
from papers.management.progress import Progress
from papers.queries.statistics import renew_statistics


class Command(BaseCommand):
    help = (
        "Imports papers from BibTeX, BibLaTeX, RIS and CSL-JSON. Again, it adds what is new and "
        "corrects what the file says otherwise than before; editors' corrections stay."
    )

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
        self.changed: set[int] = set()
        self.progress = Progress(self.stderr)
        is_cut_short = False
        try:
            for path in paths:
                self.import_file(path, Doubt(doubtful), dry_run)
        except KeyboardInterrupt:
            is_cut_short = True
        self.progress.clear()
        if not dry_run:
            renew_statistics()
        self.tell_rendered()
        self.stdout.write(self.summary(dry_run))
        if is_cut_short:
            raise CommandError(
                "Interrupted; run it again to go on where it stopped.", returncode=130
            )
        if self.counts["refused"]:
            raise CommandError("Some entries were refused; the lines above say why.")
        if not self.counts.total():
            raise CommandError("No entries were found there.")

    def import_file(self, path: Path, doubt: Doubt, dry_run: bool) -> None:
        """One file; what cannot be read is told and passed over, and what is gone is told."""
        source, seen = SourceName(SourceKind.FILE, str(path.resolve())), SeenKeys()
        try:
            for one in add_all(self.counted(written_file(path)), doubt, dry_run, source, seen):
                if isinstance(one, Problem):
                    self.tell_problem(path, one)
                else:
                    self.tell(path, one)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self.tell_problem(path, Problem(0, "", reason))
            return
        self.progress.clear()
        for row in find_gone(source, seen, dry_run):
            said = f"“{row.key}” is not there any more; {row.paper.key} stays"
            self.stderr.write(f"{path}: {said}")

    def counted(self, found: Written) -> Written:
        for one in found:
            self.progress.step()
            yield one

    def summary(self, dry_run: bool) -> str:
        there = sum(self.counts[one] for one in Outcome if one != Outcome.DOUBTFUL)
        said = ", ".join(f"{self.counts[outcome]} {outcome}" for outcome in Outcome)
        would = "Nothing was stored; this would happen: " if dry_run else ""
        every = f"{there} of {self.counts.total()} entries"
        return f"{would}{every}: {said}, {self.counts['refused']} refused."

    def tell_rendered(self) -> None:
        """The posts that show a paper that is another now."""
        posts = sorted({post for _paper, post in places_of(self.changed)})
        if posts:
            names = ", ".join(f"“{one}”" for one in posts)
            self.stderr.write(f"Posts that are rendered again: {names}")

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
        if addition.changes and addition.paper is not None:
            self.progress.clear()
            self.changed.add(addition.paper.pk)
            said = told_changes(addition.changes)
            self.stderr.write(
                f"{path}:{addition.entry.line}: “{addition.name}” changes {addition.paper.key}: "
                f"{said}"
            )
        if addition.outcome == Outcome.DOUBTFUL:
            self.progress.clear()
            keys = ", ".join(paper.key or "an entry before it" for paper in addition.proposals)
            self.stderr.write(
                f"{path}:{addition.entry.line}: “{addition.entry.key}” may be {keys}; left out"
            )
