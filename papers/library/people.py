"""The contributors of many records at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import models

from papers.models import Authorship, Contributor, FreeValues, Paper
from papers.models.people import slug_columns
from papers.records.text import bounded_slug

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


class People:
    """The contributors of many records: found by exactly their name parts, made where missing."""

    SOME = 50  # a query looks up each family name with each given name

    def __init__(self, records: Iterable[Mapping[str, Any]]) -> None:
        names = [
            name_parts(name)
            for record in records
            for role in ROLES
            for name in record.get(role, [])
        ]
        known: dict[tuple[str, ...], set[int]] = {}  # neighbours of a query come in others too
        unique = sorted({(name["family"], name["given"], name["literal"]) for name in names})
        for start in range(0, len(unique), self.SOME):
            for pk, *parts in self._rows(unique[start : start + self.SOME]):
                known.setdefault(tuple(parts), set()).add(pk)
        self.found = {parts: sorted(pks) for parts, pks in known.items()}
        self._make([name for name in names if tuple(name.values()) not in self.found])

    def _rows(self, names: Sequence[tuple[str, str, str]]) -> models.QuerySet:
        """Contributors by number and name parts, few more than the names ask for."""
        people = {"family__in": {family for family, _given, _literal in names if family}}
        people["given__in"] = {given for family, given, _literal in names if family}
        bodies = {"literal__in": {literal for _family, _given, literal in names if literal}}
        known = Contributor.objects.filter(models.Q(**people) | models.Q(**bodies))
        return known.order_by("pk").values_list("pk", *NAME_PARTS.values())

    def _make(self, missing: Sequence[Mapping[str, str]]) -> None:
        unique = {tuple(name.values()): name for name in missing}
        rows = {parts: Contributor(**name) for parts, name in unique.items()}
        slugs = {parts: bounded_slug(str(row), 180) or "contributor" for parts, row in rows.items()}
        free = FreeValues(slug_columns(), set(slugs.values()))
        for parts, row in rows.items():
            row.slug = free.take(slugs[parts])
        Contributor.objects.bulk_create(rows.values())
        self.found |= {parts: [row.pk] for parts, row in rows.items()}

    def authorships(self, paper: Paper) -> Iterator[Authorship]:
        """A paper's authorships; two people of one name in one role are two contributors."""
        for role in ROLES:
            used: dict[tuple[str, ...], int] = {}
            for position, name in enumerate(paper.record.get(role, []), start=1):
                parts = name_parts(name)
                values = tuple(parts.values())
                used[values] = used.get(values, 0) + 1
                people = self.found[values]
                if used[values] > len(people):
                    people.append(Contributor.objects.create(**parts).pk)
                yield Authorship(
                    paper=paper,
                    role=role,
                    position=position,
                    contributor_id=people[used[values] - 1],
                )
