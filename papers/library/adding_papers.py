"""Adds works to the library, many at once or one alone: the same rule and the same queries.

A batch is read from the database, matched, and stored with a fixed number of queries, whatever
its size; what is new in it is found again by what follows in it. What stands in a file as it stood
there before is neither read nor looked at.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from papers.formats.entries import Entry, Problem, WrittenEntry
from papers.library.adding_batch import Batch
from papers.library.additions import Addition, Doubt, Outcome
from papers.library.placed_entries import PlacedEntry, Repeats
from papers.library.source_names import (
    PASTED,
    SaidAt,
    SourceName,
    key_in_source,
    rows_said_at,
    said_at,
)
from papers.library.source_order import record_digest
from papers.models import Paper, Source
from papers.queries.batches import batches
from papers.queries.turns import LIBRARY, take_turn

BATCH = 500


class SeenKeys:
    """What a source was seen to have: the number of its paper by its key there, 0 where it has
    none. An equal key that comes again is a numbered one."""

    def __init__(self) -> None:
        self.papers: dict[str, int] = {}
        self.unread: set[str] = set()
        self.numbers: Counter[str] = Counter()

    def take(self, wanted: str) -> str:
        self.numbers[wanted] += 1
        key = wanted if self.numbers[wanted] == 1 else f"{wanted[:180]} ({self.numbers[wanted]})"
        return key if key not in self.papers else self.take(wanted)

    def take_entry(self, one: Entry | WrittenEntry | Problem) -> str:
        """The key of one of its entries, noted; ``""`` for what could not be read."""
        if isinstance(one, Problem):
            self.unread.add(one.key)
            return ""
        key = self.take(key_in_source(one) if isinstance(one, Entry) else one.key)
        self.papers[key] = 0
        return key

    def __contains__(self, key: str) -> bool:
        return key in self.papers or key in self.unread


def add_all(
    found: Iterable[Entry | WrittenEntry | Problem],
    doubt: Doubt,
    is_trial: bool = False,
    source: SourceName = PASTED,
    seen: SeenKeys | None = None,
) -> Iterator[Addition | Problem]:
    """Adds what a file has batch by batch, each in a transaction of its own; nothing with
    `is_trial`. What cannot be read comes out as it went in. `seen` takes up the file's keys."""
    seen = SeenKeys() if seen is None else seen
    for batch in batches(found, BATCH):
        run = SourceRun(source, seen, doubt, is_trial)
        with transaction.atomic():
            done = run.add(batch)
        yield from done


def plan_entries(
    entries: Sequence[Entry], doubt: Doubt = Doubt.LEAVE, source: SourceName = PASTED
) -> list[Addition]:
    """What ``add_entries`` would do; nothing is stored."""
    return added(SourceRun(source, SeenKeys(), doubt, is_trial=True).add(entries))


@transaction.atomic
def add_entries(
    entries: Sequence[Entry],
    doubt: Doubt = Doubt.LEAVE,
    same_as: Mapping[int, int] | None = None,
    is_in_library: bool = True,
    source: SourceName = PASTED,
) -> list[Addition]:
    """Adds what the library lacks; works that it has follow what the `source` says of them now,
    as far as it counts (``papers.library.source_order``).

    Keys become aliases where free. `same_as` says of entries, by their place, which papers
    somebody found them to be. With `is_in_library` an editor wants all of them to be found;
    without, a text names them.
    """
    return added(SourceRun(source, SeenKeys(), doubt, False, is_in_library).add(entries, same_as))


@transaction.atomic
def add_from_sources(
    said: Sequence[tuple[SourceName, Entry]], repeats: Repeats | None = None
) -> list[Addition]:
    """Adds what texts name in their bibliographies, each a source of its own, as ``add_entries``
    would add one after the other, with the queries of one. ``repeats`` knows what the same run has
    added before."""
    run = SourceRun(PASTED, SeenKeys(), Doubt.LIKELY, is_trial=False, is_in_library=False)
    return added(run.add_said(said, repeats=Repeats() if repeats is None else repeats))


def added(done: Iterable[Addition | Problem]) -> list[Addition]:
    return [one for one in done if isinstance(one, Addition)]


class SourceRun:
    """Some of what a source has, with what was `seen` of it before."""

    def __init__(
        self,
        source: SourceName,
        seen: SeenKeys,
        doubt: Doubt,
        is_trial: bool,
        is_in_library: bool = True,
    ) -> None:
        self.source, self.doubt = source, doubt
        self.seen = {source: seen}
        self.is_trial, self.is_in_library = is_trial, is_in_library

    def add(
        self,
        found: Sequence[Entry | WrittenEntry | Problem],
        same_as: Mapping[int, int] | None = None,
    ) -> list[Addition | Problem]:
        """What became of each of these; `same_as` says of some, by their place, what they are."""
        return self.add_said([(self.source, one) for one in found], same_as)

    def add_said(
        self,
        said: Sequence[tuple[SourceName, Entry | WrittenEntry | Problem]],
        same_as: Mapping[int, int] | None = None,
        repeats: Repeats | None = None,
    ) -> list[Addition | Problem]:
        """The same of what several sources say."""
        if not self.is_trial:
            take_turn(LIBRARY)
        done: dict[int, list[Addition | Problem]] = {}
        places = [(source.stored, self.take_key(source, one)) for source, one in said]
        digests = {
            place: digest_of_entry(one)
            for place, (_source, one) in zip(places, said, strict=True)
            if place[1] and not isinstance(one, Problem)
        }
        known, unchanged = self.stored_papers(digests)
        placed: dict[int, PlacedEntry] = {}
        for index, (source, one) in enumerate(said):
            place = places[index]
            if place in unchanged:
                done[index] = [Addition(one, Outcome.MATCHED, unchanged[place])]
                continue
            read = one.read() if isinstance(one, WrittenEntry) else [one]
            done[index] = [part for part in read if isinstance(part, Problem)]
            for part in (part for part in read if isinstance(part, Entry)):
                same = (same_as or {}).get(index, 0)
                placed[index] = PlacedEntry(
                    part, source, place[1], digest_of_entry(one), same, place in known
                )
        batch = Batch(list(placed.values()), self.is_in_library, repeats)
        for index, addition in zip(placed, batch.plan(self.doubt), strict=True):
            done[index].append(addition)
        if not self.is_trial:
            batch.store()
        for one in (one for parts in done.values() for one in added(parts)):
            one.namesakes = batch.guesses.pop(id(one.paper), [])
        for index, (source, _one) in enumerate(said):
            for one in added(done[index]):
                self.seen[source].papers[places[index][1]] = (one.paper and one.paper.pk) or 0
        return [part for index in range(len(said)) for part in done[index]]

    def take_key(self, source: SourceName, one: Entry | WrittenEntry | Problem) -> str:
        return self.seen.setdefault(source, SeenKeys()).take_entry(one)

    def stored_papers(
        self, digests: Mapping[SaidAt, str]
    ) -> tuple[set[SaidAt], dict[SaidAt, Paper]]:
        """Of what sources say, where they said something before, and where they said the same: the
        papers of that."""
        rows = rows_said_at(digests).order_by("pk").defer("record") if digests else ()
        stored = [(said_at(row), row) for row in rows]
        stored = [(place, row) for place, row in stored if place in digests]
        same = [
            (place, row)
            for place, row in stored
            if row.gone_at is None and row.digest == digests[place]
        ]
        if same and not self.is_trial:
            pks = [row.pk for _place, row in same]
            Source.objects.filter(pk__in=pks).update(seen_at=timezone.now())
        papers = Paper.objects.in_bulk([row.paper_id for _place, row in same]) if same else {}
        return {place for place, _row in stored}, {
            place: papers[row.paper_id] for place, row in same
        }


def digest_of_entry(one: Entry | WrittenEntry) -> str:
    if isinstance(one, WrittenEntry):
        return one.digest
    return record_digest(one.record, one.identifiers, one.url)
