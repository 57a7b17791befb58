"""``manage.py erase_comments --mail ada@example.org``: one person's comments and mail go."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from blog.comments.moderation.personal_data import chosen_of_person, erase_person


class Command(BaseCommand):
    help = (
        "Erases one person's comments, mail address and letters. A comment that has answers "
        "leaves an empty place. Asks first; --yes answers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        person = parser.add_mutually_exclusive_group(required=True)
        person.add_argument("--mail", default="", help="the mail address of the comments")
        person.add_argument("--name", default="", help="the name above the comments, all of it")
        parser.add_argument(
            "--only",
            type=int,
            nargs="+",
            metavar="NUMBER",
            help="the comments that are this person's, where others have the same name",
        )
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *_args, mail: str, name: str, only: list[int] | None, yes: bool, **_o) -> None:
        comments = chosen_of_person(mail, name, only).select_related("post").order_by("pk")
        for one in comments:
            known = " ".join(filter(None, [one.email, one.sender[:8]]))
            self.stdout.write(f"{one.pk}  {one.created_at:%Y-%m-%d %H:%M}  {one.post}  {known}")
        asked = f"Erase {len(comments)} comments for good? [y/N] "
        if not yes and input(asked).strip().lower() != "y":
            raise CommandError("Nothing was erased. --only NUMBER … chooses among them.")
        self.stdout.write(str(erase_person(None, mail=mail, name=name, only=only)))
