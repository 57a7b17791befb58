"""Papers follow their sources: the record, the columns and the people of those whose sources say
something else than before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from papers.library.paper_columns import set_columns
from papers.library.people import NAME_PARTS, ROLES, People, name_parts
from papers.models import Authorship, Contributor, Paper

WrittenParts = tuple[str, ...]


@dataclass
class Following:
    """A paper, the record that its sources made before, and the one that they make now, with names
    as the sources write them. ``shown`` is the paper's own record before: names that the sources
    go on writing as they did stand in it as their people are called here."""

    paper: Paper
    shown: Mapping[str, Any]
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    @property
    def roles(self) -> list[str]:
        """Those of which the names are others than before."""
        return [role for role in ROLES if self.before.get(role) != self.after.get(role)]

    def take(self) -> None:
        """Gives the paper the record; ``renew_people`` does the rest for the names."""
        same = set(ROLES) - set(self.roles)
        record = {field: value for field, value in self.after.items() if field not in same}
        names = {role: self.shown[role] for role in ROLES if role in same and role in self.shown}
        self.paper.record = {"id": self.paper.key, **record, **names}
        set_columns(self.paper)


def renew_people(
    following: Iterable[Following],
) -> tuple[list[int], list[Authorship], dict[int, list[str]]]:
    """The authorships that go, by number, those that come in their place, and the names of which it
    was a guess who is meant, by the place of their paper in memory. The records get the names of
    the people. A name that stood there before stays the person that it was."""
    moving = [(one, role) for one in following for role in one.roles]
    there: dict[tuple[int, str], list[Authorship]] = defaultdict(list)
    old = {one.paper.pk for one, role in moving if one.before and one.paper.pk}
    rows = Authorship.objects.filter(paper__in=old).select_related("contributor") if old else []
    for row in sorted(rows, key=lambda row: (row.position, row.pk)):
        there[row.paper_id, row.role].append(row)
    seats = [Seats(one, role, there.get((one.paper.pk, role), [])) for one, role in moving]
    people = People({role: names} for one in seats for role, names in one.strangers().items())
    new = [row for one in seats for row in one.authorships(people)]
    people.store_orcids()
    guesses: dict[int, list[str]] = defaultdict(list)
    for one in seats:
        guesses[id(one.paper)] += one.guesses
    return [row.pk for one in seats for row in one.rows], new, guesses


class Seats:
    """The names of one role of one paper, and who was there before."""

    def __init__(self, one: Following, role: str, rows: Sequence[Authorship]) -> None:
        self.paper, self.role, self.rows, self.after = one.paper, role, rows, one.after
        self.guesses: list[str] = []
        self.names: list[dict[str, Any]] = list(one.after.get(role) or [])
        before = [written_parts(name) for name in one.before.get(role) or []]
        if len(before) != len(rows):
            before = [written_parts(row.contributor.csl_name()) for row in rows]
        known: dict[WrittenParts, list[Contributor]] = defaultdict(list)
        for parts, row in zip(before, rows, strict=True):
            known[parts].append(row.contributor)
        self.found: list[Contributor | None] = []
        for name in self.names:
            same = known[written_parts(name)]
            self.found.append(same.pop(0) if same else None)

    def strangers(self) -> dict[str, list[dict[str, Any]]]:
        new = [name for name, one in zip(self.names, self.found, strict=True) if one is None]
        return {self.role: new} if new else {}

    def authorships(self, people: People) -> list[Authorship]:
        met = Paper(record=self.strangers())
        before = len(people.guesses)
        found = list(people.authorships(met, self.after))
        self.guesses = [name for _paper, name in people.guesses[before:]]
        looked_up = zip(found, met.record.get(self.role, []), strict=True)
        shown: list[dict[str, Any]] = []
        rows: list[Authorship] = []
        used: set[int] = set()
        for name, known in zip(self.names, self.found, strict=True):
            shown_name, pk = name, known.pk if known else 0
            if known is None:
                row, shown_name = next(looked_up)
                pk = row.contributor_id
            if pk in used and known and written_parts(known.csl_name()) != written_parts(name):
                continue  # two spellings of one person
            if pk in used:
                pk = Contributor.objects.create(**name_parts(name)).pk
            used.add(pk)
            shown.append(name_shown(shown_name, known))
            position = len(shown)
            rows.append(
                Authorship(paper=self.paper, role=self.role, position=position, contributor_id=pk)
            )
        if shown:
            self.paper.record[self.role] = shown
        return rows


def written_parts(name: Mapping[str, Any]) -> WrittenParts:
    return tuple(name_parts(name)[column] for column in NAME_PARTS.values())


def name_shown(name: dict[str, Any], person: Contributor | None) -> dict[str, Any]:
    """A name as it is written, or, where its person is called otherwise here, so."""
    if person is None or written_parts(person.csl_name()) == written_parts(name):
        return name
    return person.csl_name()
