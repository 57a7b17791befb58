"""How a check of an installation says what it found, and how all are asked."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db import DatabaseError

from blog.text.quotable import one_line

MOST_NAMED = 5


class Ailment(Exception):
    """What is wrong, in a sentence, and how it is put right, in another. A check raises one of the
    two kinds below; one that raises nothing returns how things are, in a few words."""

    def __init__(self, words: str, remedy: str) -> None:
        super().__init__(words)
        self.words, self.remedy = words, remedy


class NeedsMending(Ailment):
    """The site does not do its work, or will lose or give away something."""


class NeedsALook(Ailment):
    """It may be meant so."""


class InstallationCheck(NamedTuple):
    """Where one that ``bears_others`` needs mending, those that need the database are left out."""

    name: str
    ask: Callable[[], str]
    needs_database: bool = False
    bears_others: bool = False


class Diagnosis(NamedTuple):
    """``state`` is ``well``, ``look`` or ``mend``."""

    name: str
    state: str
    words: str
    remedy: str = ""


def examine(checks: Iterable[InstallationCheck]) -> Iterable[Diagnosis]:
    """One diagnosis for each check, in their order."""
    missing = ""
    for check in checks:
        if check.needs_database and missing:
            yield Diagnosis(check.name, "look", f"Not looked at before the {missing} is well.")
            continue
        diagnosis = diagnosis_of(check)
        if check.bears_others and diagnosis.state == "mend":
            missing = check.name
        yield diagnosis


def diagnosis_of(check: InstallationCheck) -> Diagnosis:
    try:
        return Diagnosis(check.name, "well", check.ask())
    except NeedsALook as ailment:
        return Diagnosis(check.name, "look", ailment.words, ailment.remedy)
    except NeedsMending as ailment:
        return Diagnosis(check.name, "mend", ailment.words, ailment.remedy)
    except DatabaseError as error:
        words = f"The database could not be asked ({one_line(str(error))})."
        return Diagnosis(check.name, "mend", words, "See to the database, then ask again.")
    except OSError as error:
        words = f"{error.filename or 'A file'} cannot be used ({error.strerror})."
        return Diagnosis(check.name, "mend", words, "See to the rights and the place of that file.")


def listed(names: list[str]) -> str:
    """The first of them, and how many more there are."""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
