"""Papers that may be one work: the rule of ``matching`` over papers of one title."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db.models import Count

from papers.models import Contributor, DistinctPair, DistinctPeople, Identifier, Paper
from papers.records.identifiers import Id
from papers.records.matching import Likeness, compared_work, likeness

TITLES = 20  # of one page
NEWEST = 200  # papers among which the admin's home looks for doubles
MOST_OF_ONE = 8  # papers of one title that are compared: "Editorial" may stand a thousand times


@dataclass(frozen=True)
class ProposedPair:
    """Two rows that may be one, the older first."""

    first: Any
    second: Any

    @property
    def value(self) -> str:
        return f"{self.first.pk}-{self.second.pk}"


@dataclass(frozen=True)
class PairPage:
    """``following``: the place after which the next page begins; empty on the last."""

    pairs: Sequence[ProposedPair]
    following: str


def possible_duplicates(after: str = "") -> PairPage:
    """The pairs among the next titles that several papers have, in four queries. A page may be
    empty and have others behind it."""
    rows = Paper.objects.filter(title_key__gt=after).order_by("title_key").values("title_key")
    rows = rows.annotate(count=Count("pk")).filter(count__gt=1)
    titles = list(rows.values_list("title_key", flat=True)[: TITLES + 1])
    following = titles[TITLES - 1] if len(titles) > TITLES else ""
    return PairPage(list(pairs_of(titles[:TITLES])), following)


def pairs_of(titles: list[str]) -> Iterator[ProposedPair]:
    by_title: dict[str, list[Paper]] = defaultdict(list)
    for paper in Paper.objects.filter(title_key__in=titles).order_by("title_key", "pk"):
        by_title[paper.title_key].append(paper)
    held: dict[int, set[Id]] = defaultdict(set)
    alike = [paper for papers in by_title.values() for paper in papers[:MOST_OF_ONE]]
    for row in Identifier.objects.filter(paper__in=alike):
        held[row.paper_id].add(Id(row.scheme, row.value))
    told = DistinctPair.objects.filter(first__in=alike)
    distinct = set(told.values_list("first_id", "second_id"))
    for papers in by_title.values():
        for one, other in combinations(papers[:MOST_OF_ONE], 2):
            works = (compared_work(row.record, held[row.pk]) for row in (one, other))
            if likeness(*works) == Likeness.OTHER or (one.pk, other.pk) in distinct:
                continue
            if not are_versions(one, other):
                yield ProposedPair(one, other)


def newest_duplicates() -> int:
    """How many pairs there are among the titles that the newest papers share with others, at most
    of ``TITLES``; in a fixed number of queries, each of a fixed length."""
    newest = Paper.objects.order_by("-pk").values_list("title_key", flat=True)[:NEWEST]
    keys = {key for key in newest if key}
    rows = Paper.objects.filter(title_key__in=keys).order_by("title_key").values("title_key")
    shared = rows.annotate(count=Count("pk")).filter(count__gt=1)
    return len(list(pairs_of(list(shared.values_list("title_key", flat=True)[:TITLES]))))


def are_versions(one: Paper, other: Paper) -> bool:
    return (one.version_of_id or one.pk) == (other.version_of_id or other.pk)


def call_distinct(one: Paper | Contributor, other: Paper | Contributor) -> None:
    """Nobody is asked about these two papers, or these two people, again."""
    first, second = sorted((one.pk, other.pk))
    model = DistinctPair if isinstance(one, Paper) else DistinctPeople
    model.objects.get_or_create(first_id=first, second_id=second)
