"""Adds what somebody names while they write: by identifiers, addresses, or entries of BibTeX, RIS
or CSL-JSON. What the library has already is found, by the same rules as in an import."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from papers.choices import State
from papers.citing.work_lookup import add_missing, works_by_identifier
from papers.formats.any_format import format_of, read_text
from papers.formats.entries import Entry, Problem
from papers.library.adding_papers import add_entries
from papers.library.additions import Addition, Doubt, Outcome
from papers.library.paper_rows import MAX_IDENTIFIER
from papers.models import Paper
from papers.records.identifiers import EXAMPLES, Id
from papers.records.typed_identifiers import looked_scheme, typed_identifier

LONGEST_TEXT = 200_000  # characters
MOST_ADDED_AT_ONCE = 50


class UnreadableNames(Exception):
    """A text that names works and cannot be read as a whole: nothing of it was added."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True)
class NamedWork:
    """A paper that was named, whether it came by that (``is_new``), and what somebody should look
    at, in sentences."""

    paper: Paper
    is_new: bool
    remarks: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        if self.paper.state == State.TO_LOOK_UP:
            return _("to be looked up")
        return _("new") if self.is_new else _("there already")


def add_named(text: str) -> list[NamedWork]:
    """The papers that a text names, in its order, those added that the library lacks: readers find
    them once a text that they may read cites them. Raises ``UnreadableNames``."""
    found = read_named(text)
    entries = [one for one in found if isinstance(one, Entry)]
    if entries:
        done = add_entries(entries, Doubt.LIKELY, is_in_library=False)
        works = [named_entry(one) for one in done if one.paper is not None]
    else:
        works = add_identified([one for one in found if isinstance(one, Id)])
    return list({one.paper.pk: one for one in reversed(works)}.values())[::-1]


def named_entry(addition: Addition) -> NamedWork:
    is_new = addition.outcome == Outcome.NEW
    return NamedWork(addition.paper, is_new, addition.problems())


def add_identified(identifiers: Sequence[Id]) -> list[NamedWork]:
    there = works_by_identifier(identifiers)
    works = add_missing(dict.fromkeys(identifiers, ""))
    papers = Paper.objects.in_bulk({work.paper_id for work in works.values()})
    return [NamedWork(papers[works[one].paper_id], one not in there) for one in identifiers]


def read_named(text: str) -> list[Entry] | list[Id]:
    """The entries of a text in one of our formats, else its identifiers, one a line or several
    with commas or blanks between. Raises ``UnreadableNames``."""
    if len(text) > LONGEST_TEXT:
        refuse(1, _("That is too long: at most %(most)d characters.") % {"most": LONGEST_TEXT})
    try:
        format_of(text)
    except ValueError:
        return read_identifiers(text)
    found = list(read_text(text))
    problems = [one for one in found if isinstance(one, Problem) and not one.is_remark]
    if problems:
        raise UnreadableNames(problems)
    entries = [one for one in found if isinstance(one, Entry)]
    check_count(len(entries))
    return entries


def read_identifiers(text: str) -> list[Id]:
    found: dict[Id, None] = {}
    problems = []
    for number, line in enumerate(text.splitlines(), start=1):
        whole = typed_identifier(line.strip().rstrip(",;"))
        names = re.split(r"[\s,;]+", line.strip(" \t,;"))
        read = {line: whole} if whole else {name: typed_identifier(name) for name in names if name}
        unread = [name for name, known in read.items() if not is_storable(known)]
        if len(unread) == len(read) > 1:
            unread = [line.strip()]  # words, and no list
        problems += [Problem(number, name[:100], why_unread(name)) for name in unread]
        found |= dict.fromkeys(known for known in read.values() if known)
    if problems:
        raise UnreadableNames(problems)
    check_count(len(found))
    return list(found)


def is_storable(known: Id | None) -> bool:
    return known is not None and len(known.value) <= MAX_IDENTIFIER


def why_unread(name: str) -> str:
    if typed_identifier(name):
        told = _("is too long: an identifier has at most %(most)d characters.")
        return told % {"most": MAX_IDENTIFIER}
    if scheme := looked_scheme(name):
        return _("is not right: %(example)s") % {"example": EXAMPLES[scheme]}
    return _("is no identifier, and no entry.")


def check_count(count: int) -> None:
    if not count:
        refuse(1, _("Nothing stands there yet that names a work."))
    if count > MOST_ADDED_AT_ONCE:
        told = _("That is %(count)d works; at most %(most)d at once. The import takes more.")
        refuse(1, told % {"count": count, "most": MOST_ADDED_AT_ONCE})


def refuse(line: int, reason: str) -> None:
    raise UnreadableNames([Problem(line, "", reason)])
