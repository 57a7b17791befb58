"""``manage.py export_comments --mail ada@example.org``: what is stored of one person."""

import json
from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder

from blog.comments.moderation.personal_data import export_person


class Command(BaseCommand):
    help = "Writes one person's comments, mail address and letters to the standard output, as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        person = parser.add_mutually_exclusive_group(required=True)
        person.add_argument("--mail", default="", help="the mail address of the comments")
        person.add_argument("--name", default="", help="the name above the comments, all of it")

    def handle(self, *_args, mail: str, name: str, **_options) -> None:
        exported = export_person(None, mail=mail, name=name)
        text = json.dumps(exported, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        self.stdout.write(text)
        self.stderr.write(f"{len(exported['comments'])} comments")
