"""``manage.py take_off_bounces FILE``: reads mails that came back; an alias can pipe into it."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from blog.mailing.bounces import take_off_reported
from blog.mailing.delivery_reports import read_reports
from blog.text.size_limits import MAX_MAIL_REPORTS


class Command(BaseCommand):
    help = (
        "Takes readers off the posts by mail whose letters came back: reads the reports of mail "
        "servers (RFC 3464), one mail or a mailbox file (mbox). A box that is gone is taken off, "
        "one that could not be reached is counted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a file; - for the standard input")

    def handle(self, *, file: str, **_options: Any) -> None:
        try:
            if file == "-":
                data = sys.stdin.buffer.read(MAX_MAIL_REPORTS + 1)
            else:
                with Path(file).open("rb") as opened:
                    data = opened.read(MAX_MAIL_REPORTS + 1)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        if len(data) > MAX_MAIL_REPORTS:
            raise CommandError(
                f"{file} is larger than {MAX_MAIL_REPORTS // 1_000_000} MB: give it in parts."
            )
        self.stdout.write(str(take_off_reported(read_reports(data))))
