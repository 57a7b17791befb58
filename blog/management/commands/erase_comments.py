"""``manage.py erase_comments --mail ada@example.org``: one person's comments and mail go."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from blog.comments.moderation.personal_data import comments_of_person, erase_person


class Command(BaseCommand):
    help = (
        "Erases one person's comments, mail address and letters. A comment that has answers "
        "leaves an empty place. Asks first; --yes answers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        person = parser.add_mutually_exclusive_group(required=True)
        person.add_argument("--mail", default="", help="the mail address of the comments")
        person.add_argument("--name", default="", help="the name above the comments, all of it")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *_args, mail: str, name: str, yes: bool, **_options) -> None:
        count = comments_of_person(mail=mail, name=name).count()
        if not yes and input(f"Erase {count} comments for good? [y/N] ").strip().lower() != "y":
            raise CommandError("Nothing was erased.")
        self.stdout.write(str(erase_person(None, mail=mail, name=name)))
