"""Adds works to the library, many at once or one alone: the same rule and the same queries.

A batch is read from the database, matched, and stored with a fixed number of queries, whatever
its size; what is new in it is found again by what follows in it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any

from django.db import transaction

from papers.choices import State
from papers.formats.entries import Entry
from papers.library.changes import papers_changed
from papers.library.discussion_counts import recount_discussions
from papers.library.paper_rows import MAX_IDENTIFIER, fill_gaps, set_columns, whole_record
from papers.library.people import People
from papers.models import RESERVED, Authorship, FreeValues, Identifier, Key, Paper, can_be_key
from papers.records.identifiers import Id
from papers.records.matching import ComparedWork, Likeness, compared_work, is_another_work, likeness

BATCH = 500


class Outcome(StrEnum):
    NEW = "new"
    MATCHED = "matched"
    CHANGED = "changed"
    DOUBTFUL = "doubtful"


class Doubt(StrEnum):
    """What becomes of an entry that another paper's title, author and year resemble."""

    LEAVE = "leave"
    ADD = "add"
    SAME = "same"


@dataclass
class Addition:
    """What became of one entry, or would: `paper` is the one found or made, `proposals` those
    that it resembles."""

    entry: Entry
    outcome: Outcome
    paper: Paper | None = None
    proposals: list[Paper] = field(default_factory=list)


def add_all(entries: Iterable[Entry], doubt: Doubt, is_trial: bool = False) -> Iterator[Addition]:
    """Adds entries batch by batch, each in a transaction of its own; nothing with `is_trial`."""
    rest = iter(entries)
    while batch := list(islice(rest, BATCH)):
        if is_trial:
            yield from plan_entries(batch, doubt)
        else:
            yield from add_entries(batch, doubt)


def plan_entries(entries: Sequence[Entry], doubt: Doubt = Doubt.LEAVE) -> list[Addition]:
    """What ``add_entries`` would do; nothing is stored."""
    return _Batch(entries).plan(doubt)


@transaction.atomic
def add_entries(
    entries: Sequence[Entry],
    doubt: Doubt = Doubt.LEAVE,
    same_as: Mapping[int, int] | None = None,
    is_in_library: bool = True,
) -> list[Addition]:
    """Adds what the library lacks; of works it has, fills what is empty.

    A paper that waits to be looked up takes the whole record. Keys become aliases where free.
    `same_as` says of entries, by their place, which papers somebody found them to be. With
    `is_in_library` an editor wants all of them to be found; without, a text names them.
    """
    batch = _Batch(entries, same_as, is_in_library)
    additions = batch.plan(doubt)
    batch.store()
    return additions


@transaction.atomic
def find_or_add_paper(
    record: Mapping[str, Any], identifiers: Iterable[Id], key: str = "", url: str = ""
) -> Paper:
    """The library's paper of a record that a text names, added where it is missing; one that it
    resembles is taken for it."""
    entry = Entry(key, 0, dict(record), tuple(identifiers), url)
    paper = add_entries([entry], Doubt.SAME, is_in_library=False)[0].paper
    assert paper is not None  # noqa: S101  (only what is left out has none)
    return paper


class _Batch:
    """One batch's entries with all that the database knows about them."""

    def __init__(
        self,
        entries: Sequence[Entry],
        same_as: Mapping[int, int] | None = None,
        is_in_library: bool = True,
    ) -> None:
        self.entries = entries
        self.is_in_library = is_in_library
        self.wanted: list[int] = []
        self.same_as = same_as or {}
        self.works = [compared_work(entry.record, entry.identifiers) for entry in entries]
        self.new: list[tuple[Paper, Entry]] = []
        self.changed: dict[int, Paper] = {}
        self.identifiers: list[Identifier] = []
        self.aliases: list[Key] = []
        self.papers: dict[int, Paper] = {}
        self.held: dict[Id, Paper] = {}
        self.titles: dict[str, list[tuple[ComparedWork, Paper]]] = {}
        self._load()

    def _load(self) -> None:
        wanted: dict[str, set[str]] = {}
        for entry in self.entries:
            for one in _ids(entry):
                wanted.setdefault(one.scheme, set()).add(one.value)
        rows = [
            row
            for scheme, values in sorted(wanted.items())
            for row in Identifier.objects.filter(scheme=scheme, value__in=values)
        ]
        titles = {work.title for work in self.works} - {""}
        keys = {entry.key for entry in self.entries if can_be_key(entry.key)}
        self.taken_keys = dict(Key.objects.filter(value__in=keys).values_list("value", "paper_id"))
        by_title = Paper.objects.filter(title_key__in=titles).order_by("pk")
        self.papers = {paper.pk: paper for paper in by_title}
        others = {row.paper_id for row in rows} | set(self.same_as.values())
        self.papers |= Paper.objects.in_bulk(others - set(self.papers))
        self.held = {Id(row.scheme, row.value): self.papers[row.paper_id] for row in rows}
        known: dict[int, set[Id]] = {}
        for row in Identifier.objects.filter(paper__in=self.papers):
            known.setdefault(row.paper_id, set()).add(Id(row.scheme, row.value))
        for paper in sorted(self.papers.values(), key=lambda paper: paper.pk):
            work = compared_work(paper.record, known.get(paper.pk, ()))
            self.titles.setdefault(paper.title_key, []).append((work, paper))
        self.known = known

    def plan(self, doubt: Doubt) -> list[Addition]:
        return [self._place(index, doubt) for index in range(len(self.entries))]

    def _place(self, index: int, doubt: Doubt) -> Addition:
        entry, work = self.entries[index], self.works[index]
        paper, proposals = self._match(entry, work)
        paper = paper or self.papers.get(self.same_as.get(index, 0))
        if paper is None and proposals and doubt == Doubt.SAME:
            paper = proposals[0]
        if paper is None and proposals and doubt == Doubt.LEAVE:
            return Addition(entry, Outcome.DOUBTFUL, None, proposals)
        if paper is not None:
            is_changed = self._complete(paper, entry)
            return Addition(entry, Outcome.CHANGED if is_changed else Outcome.MATCHED, paper)
        shown = self.is_in_library
        paper = Paper(record=dict(entry.record), is_in_library=shown, is_listed=shown)
        set_columns(paper)
        self.new.append((paper, entry))
        self.titles.setdefault(work.title, []).append((work, paper))
        for one in _ids(entry):
            if one not in self.held:
                self.held[one] = paper
                self.identifiers.append(Identifier(paper=paper, scheme=one.scheme, value=one.value))
        return Addition(entry, Outcome.NEW, paper, proposals)

    def _match(self, entry: Entry, work: ComparedWork) -> tuple[Paper | None, list[Paper]]:
        """The paper that this is for sure, or those that it may be."""
        for one in entry.identifiers:
            if paper := self.held.get(one):
                is_waiting = paper.state == State.TO_LOOK_UP
                is_other = not is_waiting and is_another_work(work, compared_work(paper.record))
                return (None, [paper]) if is_other else (paper, [])
        alike = [(likeness(work, other), paper) for other, paper in self.titles.get(work.title, [])]
        sure = [paper for how, paper in alike if how == Likeness.SAME]
        doubtful = [paper for how, paper in alike if how == Likeness.DOUBTFUL]
        by_key = self.taken_keys.get(entry.key)
        sure += [paper for paper in doubtful if by_key is not None and paper.pk == by_key]
        return (sure[0], []) if sure else (None, doubtful)

    def _complete(self, paper: Paper, entry: Entry) -> bool:
        """Notes what a paper lacks that the entry has; whether there is anything."""
        more = [one for one in _ids(entry) if one not in self.held]
        for one in more:
            self.held[one] = paper
            self.identifiers.append(Identifier(paper=paper, scheme=one.scheme, value=one.value))
        is_alias = can_be_key(entry.key) and entry.key not in self.taken_keys
        if is_alias:
            self.taken_keys[entry.key] = paper.pk or 0
            self.aliases.append(Key(value=entry.key, paper=paper))
        filled = fill_gaps(paper.record, entry.record, paper.state == State.TO_LOOK_UP)
        is_filled = filled != paper.record
        if is_filled:
            paper.record = filled
            set_columns(paper)
        if paper.pk is None:
            return False
        if self.is_in_library and not paper.is_in_library:
            paper.is_in_library = True
            self.wanted.append(paper.pk)
        if more or is_filled:
            self.changed[paper.pk] = paper
        return bool(more or is_alias or is_filled)

    def store(self) -> None:
        """Stores what ``plan`` found, in a fixed number of queries for all that is new."""
        names = [entry.record for _paper, entry in self.new]
        names += [paper.record for paper in self.changed.values()]
        people = People(names)
        self._make_keys()
        ids: dict[int, list[Id]] = {}
        for row in self.identifiers:
            ids.setdefault(id(row.paper), []).append(Id(row.scheme, row.value))
        for paper, _entry in self.new:
            paper.record = whole_record(paper, sorted(ids.get(id(paper), [])))
        Paper.objects.bulk_create([paper for paper, _entry in self.new])
        for paper, entry in self.new:
            is_free = can_be_key(entry.key) and entry.key not in self.taken_keys
            self.aliases += [Key(value=paper.key, paper=paper)]
            if is_free and entry.key != paper.key:
                self.aliases.append(Key(value=entry.key, paper=paper))
                self.taken_keys[entry.key] = paper.pk
        for row in (*self.aliases, *self.identifiers):
            row.paper_id = row.paper.pk
        Key.objects.bulk_create(self.aliases)
        Identifier.objects.bulk_create(self.identifiers)
        rows = [row for paper, _entry in self.new for row in people.authorships(paper)]
        for paper in self.changed.values():
            rows += self._store_changed(paper, people, ids.get(id(paper), []))
        Authorship.objects.bulk_create(rows)
        Paper.objects.filter(pk__in=self.wanted).update(is_in_library=True)
        recount_discussions(self.wanted)
        papers_changed(row.paper_id for row in self.aliases)
        papers_changed(self.changed)

    def _store_changed(self, paper: Paper, people: People, more: list[Id]) -> list[Authorship]:
        """Stores one that was there; its authorships of roles in which it had none."""
        paper.record = whole_record(paper, sorted(self.known.get(paper.pk, set()) | set(more)))
        if paper.state == State.TO_LOOK_UP:
            paper.state = State.UNCHECKED
            paper.authorships.all().delete()
        paper.save()
        roles = set(paper.authorships.values_list("role", flat=True))
        return [row for row in people.authorships(paper) if row.role not in roles]

    def _make_keys(self) -> None:
        proposed = [paper.proposed_key() for paper, _entry in self.new]
        free = FreeValues([(Key.objects.all(), "value")], proposed, {*self.taken_keys, *RESERVED})
        for (paper, _entry), wanted in zip(self.new, proposed, strict=True):
            paper.key = free.take(wanted)
            self.taken_keys[paper.key] = 0


def _ids(entry: Entry) -> list[Id]:
    """What names an entry, and its own address, as far as it can be stored."""
    url = [Id("url", entry.url)] if entry.url else []
    every = dict.fromkeys([*entry.identifiers, *url])
    return [one for one in every if len(one.value) <= MAX_IDENTIFIER]
