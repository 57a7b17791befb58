import json
import sys
import textwrap
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.core.validators import validate_email

from blog.doctor.all_checks import INSTALLATION_CHECKS, examine_installation
from blog.doctor.diagnosis import Diagnosis

WIDTH = 96
INDENT = " " * 5


class Command(BaseCommand):
    help = (
        "Looks through this installation and says what is wrong and how to put it right. Its exit "
        "code is 1 when something must be mended. It changes nothing."
    )
    requires_system_checks = []  # it makes them itself

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mail", metavar="ADDRESS", default="", help="send it a real letter")
        parser.add_argument("--json", action="store_true", help="a list of diagnoses, for programs")

    def handle(self, *, mail: str, **options: Any) -> None:
        if mail:
            try:
                validate_email(mail)
            except ValidationError as error:
                raise CommandError(f"--mail {mail}: that is no address.") from error
        diagnoses = []
        for diagnosis in examine_installation(mail):
            diagnoses.append(diagnosis)
            if not options["json"]:
                self.tell(diagnosis)
        if options["json"]:
            self.stdout.write(json.dumps([one._asdict() for one in diagnoses], indent=1))
        else:
            self.stdout.write(summary(diagnoses))
        if any(one.state == "mend" for one in diagnoses):
            sys.exit(1)

    def tell(self, diagnosis: Diagnosis) -> None:
        state = "ok  " if diagnosis.state == "well" else diagnosis.state.upper()
        self.stdout.write(f"{state} {diagnosis.name}: {diagnosis.words}")
        if diagnosis.remedy:
            self.stdout.write(
                textwrap.fill(
                    diagnosis.remedy,
                    WIDTH,
                    initial_indent=INDENT,
                    subsequent_indent=INDENT,
                    break_long_words=False,
                    break_on_hyphens=False,
                )
            )
        self.stdout.flush()


def summary(diagnoses: list[Diagnosis]) -> str:
    counts = {state: sum(one.state == state for one in diagnoses) for state in ("mend", "look")}
    if not any(counts.values()):
        return f"All {len(INSTALLATION_CHECKS)} checks are well."
    return f"{counts['mend']} to be mended, {counts['look']} to be looked at."
