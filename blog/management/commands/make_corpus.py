from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management import BaseCommand, CommandError

from blog.corpus.making_corpus import MOST, NotEmpty, make_corpus
from papers.management.progress import Progress


def whole_number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > MOST:
        raise ArgumentTypeError(f"“{text}” is no whole number from 0 to {MOST:,}.")
    return int(text)


class Command(BaseCommand):
    help = (
        "Fills an empty blog with made-up posts, comments and papers, for measuring: the same rows "
        "for the same numbers and seed. Cut short, it stores nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name, default in (("posts", 1000), ("comments", 1000), ("papers", 200), ("seed", 1)):
            parser.add_argument(
                f"--{name}",
                type=whole_number,
                default=default,
                metavar="N",
                help=f"{default} without it.",
            )

    def handle(self, *, posts: int, comments: int, papers: int, seed: int, **options: Any) -> None:
        progress = Progress(self.stderr, posts + comments + papers)
        try:
            make_corpus(posts, comments, papers, seed, progress.step)
        except NotEmpty as error:
            raise CommandError(
                f"This database holds {error}: nothing was stored. A corpus goes into a database "
                "of its own; choose another one with DATA_DIR=/tmp/corpus or DATABASE_URL."
            ) from error
        finally:
            progress.clear()
        self.stdout.write(f"Made {posts} posts, {comments} comments and {papers} papers.")
