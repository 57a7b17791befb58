from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from blog.transfer.source.import_values import Refused
from blog.transfer.storing.comment_import import import_comments
from papers.queries.statistics import renew_statistics


class Command(BaseCommand):
    help = (
        "Imports readers' comments: Disqus' export (XML), discussions and issues of GitHub (JSON), "
        "or Isso's database (comments.db)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, only.")

    def handle(self, *, file: Path, dry_run: bool, **options: Any) -> None:
        added = there = left = 0
        try:
            for outcome in import_comments(file, is_trial=dry_run):
                count = len(outcome.thread.comments)
                if outcome.post is None:
                    left += count
                    where = outcome.thread.address or outcome.thread.title or "a nameless page"
                    self.stderr.write(f"{where}: no post has this address or title: {count} left")
                    continue
                added += outcome.added
                there += count - outcome.added
                for remark in outcome.remarks:
                    self.stderr.write(f"{outcome.post}: {remark}")
        except Refused as error:
            raise CommandError(str(error)) from error
        if not dry_run:
            renew_statistics()
        would = "Nothing was stored; this would happen: " if dry_run else ""
        self.stdout.write(
            f"{would}{added} added, {there} there or left out, {left} without a post."
        )
