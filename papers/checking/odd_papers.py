"""Papers of which something cannot be right, as the library alone can tell: for editors."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.checking.odd_records import OddKind, oddities_in
from papers.library.duplicates import are_versions, pairs_of
from papers.models import DistinctPair, Identifier, Notice, Paper, Source
from papers.queries.batches import batches
from papers.records.identifiers import Id
from papers.records.matching import SHARED
from papers.records.preprints import is_preprint
from papers.records.record_identifiers import take_identifiers
from papers.registries.registry_record import NoticeKind

READ_AT_ONCE = 500
MOST_READ = 5_000  # papers for one page
SHOWN = 50
WORDS = {
    OddKind.IMPOSSIBLE: _("no such identifier can be"),
    OddKind.FUTURE: _("a year to come"),
    OddKind.NAME: _("no name, or several in one"),
    OddKind.SHARED: _("another work has this identifier"),
    OddKind.PUBLISHED: _("its other version is in the library, and they are not linked"),
}


@dataclass(frozen=True)
class ToldOddity:
    """``other`` is the other paper that it is about, if there is one."""

    kind: OddKind
    value: str
    other: Paper | None = None

    @property
    def words(self) -> str:
        return str(WORDS[self.kind])


@dataclass(frozen=True)
class OddPaper:
    """One that has oddities."""

    paper: Paper
    oddities: Sequence[ToldOddity]


@dataclass(frozen=True)
class OddPage:
    """``following``: the number of the paper after which the next page begins; 0 on the last."""

    papers: Sequence[OddPaper]
    following: int


def odd_papers(after: int = 0) -> OddPage:
    """The next odd ones, by number. A page may be short, or empty, and have others behind it."""
    found: list[OddPaper] = []
    for _number in range(MOST_READ // READ_AT_ONCE):
        rows = list(Paper.objects.filter(pk__gt=after).order_by("pk")[:READ_AT_ONCE])
        told = oddities_of(rows)
        for paper in rows:
            after = paper.pk
            if told[paper.pk]:
                found.append(OddPaper(paper, told[paper.pk]))
            if len(found) == SHOWN:
                return OddPage(found, after)
        if len(rows) < READ_AT_ONCE:
            return OddPage(found, 0)
    return OddPage(found, after)


def oddities_of(papers: Sequence[Paper]) -> dict[int, list[ToldOddity]]:
    """What is odd about each, by its number; at most eight queries for ``READ_AT_ONCE`` papers."""
    year = timezone.localdate().year
    told: dict[int, list[ToldOddity]] = defaultdict(list)
    for paper in papers:
        found = oddities_in(paper.record, year)
        told[paper.pk] += [ToldOddity(one.kind, one.value) for one in found]
    related = [*shared_identifiers(papers), *versions_by_title(papers)]
    seen: set[tuple[int, int]] = set()
    for paper, other, value in related:
        if (paper.pk, other.pk) in seen or are_versions(paper, other):
            continue
        seen.add((paper.pk, other.pk))
        is_version = is_preprint(paper.record) != is_preprint(other.record)
        kind = OddKind.PUBLISHED if is_version else OddKind.SHARED
        told[paper.pk].append(ToldOddity(kind, value, other))
    return told


def shared_identifiers(papers: Sequence[Paper]) -> Iterator[tuple[Paper, Paper, str]]:
    """Papers of which a source, or a registry's notice, names an identifier that another has."""
    by_pk = {paper.pk: paper for paper in papers}
    named = {one for one in named_identifiers(by_pk) if one[1].scheme not in SHARED}
    holders: dict[Id, Paper] = {}
    for some in batches(sorted({one.value for _pk, one in named})):
        rows = Identifier.objects.filter(value__in=some).select_related("paper")
        holders |= {Id(row.scheme, row.value): row.paper for row in rows}
    told = DistinctPair.objects.filter(first__in=by_pk) | DistinctPair.objects.filter(
        second__in=by_pk
    )
    distinct = set(told.values_list("first_id", "second_id"))
    for pk, one in sorted(named):
        other = holders.get(one)
        if (
            other is not None
            and other.pk != pk
            and (min(pk, other.pk), max(pk, other.pk)) not in distinct
        ):
            yield by_pk[pk], other, f"{one.scheme}:{one.value}"


def named_identifiers(pks: Iterable[int]) -> Iterator[tuple[int, Id]]:
    sources = Source.objects.filter(paper__in=pks).values_list("paper_id", "record")
    for pk, record in sources.iterator(READ_AT_ONCE):
        yield from ((pk, one) for one in take_identifiers(record)[1])
    rows = Notice.objects.filter(paper__in=pks, kind=NoticeKind.PUBLISHED).exclude(by_value="")
    for pk, scheme, value in rows.values_list("paper_id", "by_scheme", "by_value"):
        yield pk, Id(scheme, value)


def versions_by_title(papers: Sequence[Paper]) -> Iterator[tuple[Paper, Paper, str]]:
    """Preprints and the papers of their title that were published."""
    preprints = {paper.pk for paper in papers if is_preprint(paper.record)}
    titles = sorted({paper.title_key for paper in papers if paper.pk in preprints})
    for pair in pairs_of(titles):
        one, other = sorted((pair.first, pair.second), key=lambda row: not is_preprint(row.record))
        if one.pk in preprints and not is_preprint(other.record):
            yield one, other, other.title
