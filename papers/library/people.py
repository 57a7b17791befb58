"""The contributors of many records at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import models

from papers.library.similar_people import Work, works_by_person
from papers.models import Authorship, Contributor, FreeValues, Paper
from papers.models.people import slug_columns
from papers.queries.batches import batches
from papers.records.address_forms import bounded_slug
from papers.records.identifiers import normalize_orcid
from papers.records.person_names import have_a_word_in_common, initial_name
from papers.records.record import full_name

MOST_STORED = 500  # rows in one statement

ROLES = [role for role, _name in Authorship._meta.get_field("role").choices]
NAME_PARTS = {
    "family": "family",
    "given": "given",
    "dropping-particle": "dropping_particle",
    "non-dropping-particle": "non_dropping_particle",
    "suffix": "suffix",
    "literal": "literal",
}
"""The columns of a contributor by CSL's name parts."""
LONGEST = {one: Contributor._meta.get_field(one).max_length for one in NAME_PARTS.values()}


def name_parts(name: Mapping[str, Any]) -> dict[str, str]:
    """A CSL-JSON name as the columns of a contributor, cut to what these hold."""
    parts = {
        column: str(name.get(part, ""))[: LONGEST[column]] for part, column in NAME_PARTS.items()
    }
    if parts["family"]:
        return parts | {"literal": ""}
    if not parts["literal"]:
        return dict.fromkeys(parts, "") | {"literal": parts["given"]}
    return parts


@dataclass(frozen=True)
class NamedPerson:
    """One name of a record: its place in a role, from 0, its parts as columns, its ORCID."""

    role: str
    position: int
    parts: dict[str, str]
    orcid: str | None

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(self.parts.values())


def named_people(record: Mapping[str, Any]) -> list[NamedPerson]:
    """Every name of a record. An ORCID that is none, or that stands at several names of one role,
    is left out."""
    found = []
    for role in ROLES:
        names = record.get(role, [])
        orcids = [_orcid_of(name) for name in names]
        for position, (name, orcid) in enumerate(zip(names, orcids, strict=True)):
            known = orcid if orcids.count(orcid) == 1 else None
            found.append(NamedPerson(role, position, name_parts(name), known))
    return found


def _orcid_of(name: Mapping[str, Any]) -> str | None:
    with suppress(ValueError):
        return normalize_orcid(str(name["ORCID"])) if name.get("ORCID") else None
    return None


class People:
    """The contributors of many records, made where missing.

    Who has a name's ORCID is meant. Else it is somebody of exactly these name parts, without an
    ORCID if the name has one; of several it is the one with most co-authors of the work in common,
    then the one with most papers, which ``guesses`` notes. Of several, an ORCID that is new is
    given to one with co-authors in common, and makes another person where there is none.
    """

    SOME = 50  # a query looks up each family name with each given name

    def __init__(self, records: Iterable[Mapping[str, Any]]) -> None:
        named = [one for record in records for one in named_people(record)]
        self.found: dict[tuple[str, ...], list[int]] = {}
        self.with_orcid: set[int] = set()
        self.gained: dict[int, str] = {}
        self.guesses: list[tuple[Paper, str]] = []
        self.by_orcid = self._of_orcids({one.orcid for one in named} - {None})
        self._find([one.parts for one in named])
        self._make([one.parts for one in named if self._needs_row(one)])
        several = {pk for pks in self.found.values() if len(pks) > 1 for pk in pks}
        self.works = works_by_person(several) if several else defaultdict(Work)

    @staticmethod
    def _of_orcids(orcids: set[str]) -> dict[str, Contributor]:
        parts = batches(sorted(orcids))
        found = [Contributor.objects.filter(orcid__in=some) for some in parts]
        return {person.orcid: person for rows in found for person in rows}

    def _find(self, names: Sequence[dict[str, str]]) -> None:
        known: dict[tuple[str, ...], set[int]] = {}  # neighbours of a query come in others too
        unique = sorted({(name["family"], name["given"], name["literal"]) for name in names})
        for some in batches(unique, self.SOME):
            for pk, orcid, *parts in self._rows(some):
                known.setdefault(tuple(parts), set()).add(pk)
                self.with_orcid |= {pk} if orcid else set()
        self.found = {parts: sorted(pks) for parts, pks in known.items()}

    def _rows(self, names: Sequence[tuple[str, str, str]]) -> models.QuerySet:
        """Contributors by number and name parts, few more than the names ask for."""
        people = {"family__in": {family for family, _given, _literal in names if family}}
        people["given__in"] = {given for family, given, _literal in names if family}
        bodies = {"literal__in": {literal for _family, _given, literal in names if literal}}
        known = Contributor.objects.filter(models.Q(**people) | models.Q(**bodies))
        return known.order_by("pk").values_list("pk", "orcid", *NAME_PARTS.values())

    def _needs_row(self, named: NamedPerson) -> bool:
        """Whether nobody here can be meant. Of the spellings with one new ORCID, the first does."""
        if named.orcid and named.orcid not in self.by_orcid:
            self.by_orcid[named.orcid] = Contributor(**named.parts)
            return named.values not in self.found
        return named.values not in self.found and self._known(named) is None

    def _make(self, missing: Sequence[Mapping[str, str]]) -> None:
        unique = {tuple(name.values()): name for name in missing}
        rows = {parts: Contributor(**name) for parts, name in unique.items()}
        slugs = {parts: bounded_slug(str(row), 180) or "contributor" for parts, row in rows.items()}
        free = FreeValues(slug_columns(), set(slugs.values()))
        for parts, row in rows.items():
            row.slug = free.take(slugs[parts])
            row.fold()
        Contributor.objects.bulk_create(rows.values())
        self.found |= {parts: [row.pk] for parts, row in rows.items()}
        self.by_orcid = {orcid: one for orcid, one in self.by_orcid.items() if one.pk}

    def authorships(
        self, paper: Paper, whole: Mapping[str, Any] | None = None
    ) -> Iterator[Authorship]:
        """The authorships of the names in a paper's record, of which `whole` has more; two people
        of one name in one role are two contributors. Whom an ORCID shows under another spelling
        the record names as the library does. ``store_orcids`` is due afterwards."""
        everybody = named_people(paper.record)
        company_of = everybody if whole is None else named_people(whole)
        names = {initial_name(named.parts) for named in company_of} - {""}
        used: dict[str, set[int]] = defaultdict(set)
        for named in everybody:
            person = self._known(named)
            if person is not None and person.pk not in used[named.role]:
                pk = person.pk
                _respell(paper, named, person)
            else:
                company = names - {initial_name(named.parts)}
                pk = self._of_name(paper, named, company, used[named.role])
            used[named.role].add(pk)
            yield Authorship(
                paper=paper, role=named.role, position=named.position + 1, contributor_id=pk
            )

    def _known(self, named: NamedPerson) -> Contributor | None:
        """Who has the ORCID; nobody where the names have nothing in common."""
        person = self.by_orcid.get(named.orcid or "")
        is_meant = person is not None and have_a_word_in_common(named.parts, person.csl_name())
        return person if is_meant else None

    def _of_name(
        self, paper: Paper, named: NamedPerson, company: set[str], used: Collection[int]
    ) -> int:
        """The number of whoever has exactly these name parts, made where there is nobody."""
        orcid = None if named.orcid in self.by_orcid else named.orcid
        everybody = self.found.setdefault(named.values, [])
        pks = [pk for pk in everybody if pk not in used and not (orcid and pk in self.with_orcid)]
        ranks = [(len(company & self.works[pk].company.keys()), len(self.works[pk].papers), -pk)
                 for pk in pks]  # fmt: skip
        ranks.sort(reverse=True)
        pk = -ranks[0][-1] if ranks else None
        if pk is None or (orcid and len(everybody) > 1 and not ranks[0][0]):
            pk = Contributor.objects.create(**named.parts).pk
            everybody.append(pk)
        elif len(ranks) > 1 and ranks[0][0] == ranks[1][0]:
            self.guesses.append((paper, full_name(named.parts)))
        if orcid:
            self.gained[pk] = orcid
            self.with_orcid.add(pk)
            self.by_orcid[orcid] = Contributor(pk=pk, **named.parts)
        self.works[pk].company |= dict.fromkeys(company, "")
        return pk

    def store_orcids(self) -> None:
        """Stores the ORCIDs that names gave to people who had none."""
        rows = [Contributor(pk=pk, orcid=orcid) for pk, orcid in self.gained.items()]
        Contributor.objects.bulk_update(rows, ["orcid"], batch_size=MOST_STORED)
        self.gained = {}


def _respell(paper: Paper, named: NamedPerson, person: Contributor) -> None:
    if named.values != tuple(name_parts(person.csl_name()).values()):
        names = list(paper.record[named.role])
        more = {part: one for part, one in names[named.position].items() if part not in NAME_PARTS}
        names[named.position] = {**person.csl_name(), **more}
        paper.record = {**paper.record, named.role: names}
