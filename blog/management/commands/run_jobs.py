from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from blog.server.jobs import (
    do_tidying,
    mail_posts_once,
    run_jobs_until_stopped,
    run_waiting_jobs,
)
from blog.server.question_rounds import ask_urgent_questions
from papers.watching.watch_rounds import WatchRounds


class Command(BaseCommand):
    help = "Does the work that waits in the queue, until Ctrl-C. `serve` does it by itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what waits now, then end.")

    def handle(self, *, once: bool, **_options: Any) -> None:
        if once:
            WatchRounds().look_at_all()
            ask_urgent_questions()
            run_waiting_jobs()
            mail_posts_once()
            do_tidying()
        else:
            run_jobs_until_stopped()
