"""The works of a corpus and their people, as a library has them: a few are cited often, most never
or once; most people wrote one, a few wrote many."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random
from typing import Any

from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from blog.corpus.corpus_texts import NAMES, SHAPES, record_of, stand_in_values
from blog.corpus.corpus_words import Words
from blog.corpus.moments import FIRST, LAST
from papers.checking.standings import settle_standings
from papers.choices import ReadingState, SourceKind
from papers.library.paper_columns import set_columns
from papers.library.source_names import SourceName
from papers.library.source_order import record_digest
from papers.models import (
    Authorship,
    CitedWork,
    Contributor,
    Identifier,
    Key,
    Notice,
    Paper,
    Reading,
    Source,
)
from papers.records.identifiers import Id
from papers.registries.registry_record import NoticeKind

BATCH = 1000
READ_EVERY, NOTICED_EVERY = 25, 50
FILE = SourceName(SourceKind.FILE, "library.bib")


def add_library(
    words: Words, count: int, references: Mapping[str, str], tell: Callable[[], None]
) -> list[tuple[int, dict[str, Any]]]:
    """Stores the works; their rows' numbers with their records."""
    people = add_people(words, max(count // 2, 3)) if count else []
    venues = [" ".join(words.subjects(2)).title() for _ in range(20 + count // 200)]
    made: list[tuple[int, dict[str, Any]]] = []
    for begin in range(0, count, BATCH):
        numbers = range(begin, min(begin + BATCH, count))
        made += add_batch(words, numbers, people, venues, references)
        for _one in numbers:
            tell()
    return made


def add_people(words: Words, count: int) -> list[Contributor]:
    people = []
    for number in range(count):
        _given, family = words.name()
        given = words.given[number % len(words.given)]
        slug = f"{given}-{family}-{number}".lower()
        person = Contributor(family=family, given=given, slug=slug)
        person.fold()
        people.append(person)
    return Contributor.objects.bulk_create(people, batch_size=BATCH)


def chosen_often(chance: Random, count: int) -> int:
    """A place in a list whose first ones are chosen oftener than the others: half of the choices
    fall on a fifth of them."""
    return int(count * chance.random() ** 2.3)


def add_batch(
    words: Words,
    numbers: range,
    people: list[Contributor],
    venues: list[str],
    references: Mapping[str, str],
) -> list[tuple[int, dict[str, Any]]]:
    chance, papers, authors = words.chance, [], []
    for number in numbers:
        shape = chance.choices(SHAPES, (6, 3, 1))[0]
        wrote = [people[chosen_often(chance, len(people))] for _ in range(NAMES[shape])]
        wrote = list(dict.fromkeys(wrote))
        while len(wrote) < NAMES[shape]:
            wrote = list(dict.fromkeys([*wrote, chance.choice(people)]))
        year = 1950 + int(75 * chance.random() ** 0.4)
        record = record_of(
            shape,
            key=f"{wrote[0].family.lower()}{year}w{number}",
            names=[(one.given, one.family) for one in wrote],
            title=words.title(),
            venue=chance.choice(venues[: 1 + chosen_often(chance, len(venues))]),
            year=year,
            doi=f"10.5555/{number}",
        )
        record["abstract"] = words.paragraph(4)
        paper = Paper(key=record["id"], record=record)
        set_columns(paper)
        values = stand_in_values(0, record)
        paper.reference_html = put_values(references[shape], values)
        papers.append(paper)
        authors.append(wrote)
    Paper.objects.bulk_create(papers)
    at = FIRST + timedelta(hours=numbers.start)
    Paper.objects.filter(pk__in=[one.pk for one in papers]).update(created_at=at, updated_at=at)
    add_rows_of(papers, authors, at)
    return [(paper.pk, paper.record) for paper in papers]


def put_values(text: str, values: Mapping[str, str]) -> str:
    """The longest places first, since one may begin as another does."""
    for place in sorted(values, key=len, reverse=True):
        text = text.replace(place, values[place])
    return text


def add_rows_of(papers: list[Paper], authors: list[list[Contributor]], at: Any) -> None:
    Key.objects.bulk_create(Key(value=paper.key, paper=paper) for paper in papers)
    named = [Id("doi", paper.record["DOI"]) for paper in papers]
    Identifier.objects.bulk_create(
        Identifier(paper=paper, scheme=one.scheme, value=one.value)
        for paper, one in zip(papers, named, strict=True)
    )
    Authorship.objects.bulk_create(
        Authorship(paper=paper, contributor=person, position=position)
        for paper, wrote in zip(papers, authors, strict=True)
        for position, person in enumerate(wrote, start=1)
    )
    Source.objects.bulk_create(
        Source(
            paper=paper,
            **FILE.fields,
            key=paper.key,
            record={field: value for field, value in paper.record.items() if field != "id"},
            identifiers=[":".join(one)],
            digest=record_digest(paper.record, [one]),
            seen_at=at,
        )
        for paper, one in zip(papers, named, strict=True)
    )


def finish_library(works: list[tuple[int, dict[str, Any]]]) -> None:
    """What is known once the posts are there: how often each is discussed, the reading list, and
    what was retracted."""
    cited = CitedWork.objects.filter(
        paper=OuterRef("pk"), is_confirmed=True, published_at__isnull=False
    )
    counts = cited.order_by().values("paper").annotate(count=Count("pk")).values("count")
    Paper.objects.update(discussions_count=Coalesce(Subquery(counts), Value(0)))
    states = list(ReadingState)
    Reading.objects.bulk_create(
        Reading(
            paper_id=pk,
            state=states[n % len(states)],
            note="Worth its time.",
            note_html="<p>Worth its time.</p>",
            changed_at=FIRST + timedelta(hours=n),
        )
        for n, (pk, _record) in enumerate(works[::READ_EVERY])
    )
    noticed = [pk for pk, _record in works[7::NOTICED_EVERY]]
    Notice.objects.bulk_create(
        Notice(
            paper_id=pk,
            kind=NoticeKind.RETRACTION,
            day=FIRST.date(),
            sources=["crossref"],
            registries=[f"crossref:10.5555/{n}"],
            by_scheme="doi",
            by_value=f"10.5555/retraction.{n}",
            first_seen_at=FIRST + timedelta(hours=n),
        )
        for n, pk in enumerate(noticed)
    )
    settle_standings(noticed)
    Paper.objects.filter(pk__in=noticed).update(updated_at=LAST, noticed_at=LAST)
