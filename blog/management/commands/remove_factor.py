"""``manage.py remove_factor ada``: for who lost their authenticator and their recovery codes."""

from argparse import ArgumentParser

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from blog.accounts.second_factors import turn_off


class Command(BaseCommand):
    help = "Turns off the second factor of an account, whose owner then logs in with the password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *_args, username: str, **_options) -> None:
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account {username}.")
        if not turn_off(user):
            raise CommandError(f"{username} has no second factor.")
        self.stdout.write(f"{username} has no second factor any more.")
