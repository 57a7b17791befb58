"""Adds works to the library, many at once or one alone: the same rule and the same queries.

A batch is read from the database, matched, and stored with a fixed number of queries, whatever
its size; what is new in it is found again by what follows in it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from papers.choices import State
from papers.formats.entries import Entry
from papers.library.changes import papers_changed
from papers.library.discussion_counts import recount_discussions
from papers.library.paper_rows import MAX_IDENTIFIER, fill_gaps, set_columns, whole_record
from papers.library.people import People
from papers.library.versions import link_versions
from papers.models import RESERVED, Authorship, FreeValues, Identifier, Key, Paper, can_be_key
from papers.records.identifiers import Id, bare_address, spellings
from papers.records.matching import (
    ComparedWork,
    Likeness,
    compared_work,
    covers,
    is_conflicting,
    is_contradicted,
    is_probable,
    likeness,
)
from papers.records.record_identifiers import put_identifiers

BATCH = 500


class Outcome(StrEnum):
    NEW = "new"
    MATCHED = "matched"
    CHANGED = "changed"
    DOUBTFUL = "doubtful"


class Doubt(StrEnum):
    """What becomes of an entry that another paper's title, author and year resemble. ``LIKELY``:
    a probable one is the same, others are added. A version of a paper is added in any case but
    where it is taken for the same."""

    LEAVE = "leave"
    ADD = "add"
    LIKELY = "likely"
    SAME = "same"


@dataclass
class Addition:
    """What became of one entry, or would: `paper` is the one found or made, `proposals` those
    that it resembles, `disputed` its identifiers that name another work here, `versions` those of
    which it is a version, `namesakes` names that several people here have who are not told apart
    by what the work says."""

    entry: Entry
    outcome: Outcome
    paper: Paper | None = None
    proposals: list[Paper] = field(default_factory=list)
    disputed: list[tuple[Id, Paper]] = field(default_factory=list)
    versions: list[Paper] = field(default_factory=list)
    namesakes: list[str] = field(default_factory=list)

    def problems(self) -> list[str]:
        """What somebody should look at, in sentences."""
        told = [
            _("“%(key)s” has %(identifier)s, which names another work here: “%(title)s”. It has "
              "come in without it.")
            % {"key": self.name, "identifier": ":".join(one), "title": paper.title[:100]}
            for one, paper in self.disputed
        ]  # fmt: skip
        if self.outcome == Outcome.NEW and self.proposals:
            like = ", ".join(f"“{paper.title[:100]}”" for paper in self.proposals[:3])
            told.append(
                _("“%(key)s” resembles %(papers)s, and becomes a paper of its own; merge them "
                  "if they are one work.")
                % {"key": self.name, "papers": like}
            )  # fmt: skip
        told += [
            _("“%(key)s” is by %(name)s, as several people here are called. It went to the one "
              "with most papers; if that is wrong, choose another in the paper's form.")
            % {"key": self.name, "name": name}
            for name in self.namesakes
        ]  # fmt: skip
        return told

    @property
    def name(self) -> str:
        return self.entry.key or str(self.entry.record.get("title", ""))[:60]


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
    for addition in additions:
        addition.namesakes = batch.guesses.get(id(addition.paper), [])
    return additions


@transaction.atomic
def find_or_add_paper(
    record: Mapping[str, Any],
    identifiers: Iterable[Id],
    key: str = "",
    url: str = "",
    problems: list[str] | None = None,
) -> Paper:
    """The library's paper of a record that a text names, added where it is missing; one that is
    probably the same is taken for it. What is in doubt is added to `problems`."""
    entry = Entry(key, 0, dict(record), tuple(identifiers), url)
    (addition,) = add_entries([entry], Doubt.LIKELY, is_in_library=False)
    if problems is not None:
        problems += addition.problems()
    assert addition.paper is not None  # noqa: S101  (only what is left out has none)
    return addition.paper


@dataclass
class _Match:
    """What the library has of an entry: the work itself, or those that it may be."""

    paper: Paper | None
    probable: list[Paper] = field(default_factory=list)
    doubtful: list[Paper] = field(default_factory=list)
    versions: list[Paper] = field(default_factory=list)
    disputed: list[tuple[Id, Paper]] = field(default_factory=list)


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
        self.versions: list[tuple[Paper, Paper]] = []  # a preprint, and what it was published as
        self.changed: dict[int, Paper] = {}
        self.looked_up: set[int] = set()
        self.guesses: dict[int, list[str]] = {}
        self.identifiers: list[Identifier] = []
        self.aliases: list[Key] = []
        self.papers: dict[int, Paper] = {}
        self.held: dict[Id, Paper] = {}
        self.known: dict[int, set[Id]] = {}  # by the place of a paper in memory, as the next one
        self.compared: dict[int, ComparedWork] = {}
        self.titles: dict[str, list[Paper]] = {}
        self._load()

    def _load(self) -> None:
        wanted: dict[str, set[str]] = {}
        for entry in self.entries:
            for one in _ids(entry):
                wanted.setdefault(one.scheme, set()).update(spellings(one))
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
        self.held = {
            bare_address(Id(row.scheme, row.value)): self.papers[row.paper_id] for row in rows
        }
        for row in Identifier.objects.filter(paper__in=self.papers):
            paper = self.papers[row.paper_id]
            self.known.setdefault(id(paper), set()).add(Id(row.scheme, row.value))
        for paper in sorted(self.papers.values(), key=lambda paper: paper.pk):
            self._compare(paper)

    def _compare(self, paper: Paper) -> None:
        """Notes what a paper tells of its work, now."""
        work = compared_work(paper.record, self.known.get(id(paper), ()))
        self.compared[id(paper)] = work
        alike = self.titles.setdefault(work.title, [])
        if not any(one is paper for one in alike):
            alike.append(paper)

    def plan(self, doubt: Doubt) -> list[Addition]:
        return [self._place(index, doubt) for index in range(len(self.entries))]

    def _place(self, index: int, doubt: Doubt) -> Addition:
        entry = self.entries[index]
        match = self._match(entry, self.works[index], doubt == Doubt.LIKELY)
        proposals = [*match.probable, *match.doubtful]
        paper = match.paper or self.papers.get(self.same_as.get(index, 0))
        if paper is None and doubt in (Doubt.SAME, Doubt.LIKELY):
            paper = next(iter(proposals if doubt == Doubt.SAME else match.probable), None)
        if paper is None and proposals and doubt == Doubt.LEAVE and not match.versions:
            return Addition(entry, Outcome.DOUBTFUL, None, proposals, match.disputed)
        if paper is not None:
            outcome = Outcome.CHANGED if self._complete(paper, entry) else Outcome.MATCHED
            return Addition(entry, outcome, paper, [], match.disputed)
        shown = self.is_in_library
        record = put_identifiers(entry.record, self._free(entry))
        paper = Paper(record=record, is_in_library=shown, is_listed=shown)
        set_columns(paper)
        self.new.append((paper, entry))
        self._name(paper, entry)
        self._compare(paper)
        is_minor = self.works[index].is_preprint
        self.versions += [(paper, one) if is_minor else (one, paper) for one in match.versions]
        proposals = [one for one in proposals if one not in match.versions]
        return Addition(entry, Outcome.NEW, paper, proposals, match.disputed, match.versions)

    def _match(self, entry: Entry, work: ComparedWork, is_alone: bool) -> _Match:
        """The paper that this is for sure, or those that it may be."""
        known = [(one, self.held.get(bare_address(one))) for one in entry.identifiers]
        held = [(one, paper) for one, paper in known if paper is not None]
        found = next((paper for _one, paper in held if self._is_same(paper, work)), None)
        disputed = [(one, paper) for one, paper in held if paper is not found]
        if found is not None:
            return _Match(found, disputed=disputed)
        own = replace(work, identifiers=work.identifiers - {one for one, _paper in disputed})
        alike = [(one, self.compared[id(one)]) for one in self.titles.get(work.title, [])]
        same = [one for one, other in alike if likeness(own, other) == Likeness.SAME]
        versions = [pair for pair in alike if likeness(own, pair[1]) == Likeness.VERSION]
        likely = [pair for pair in alike if likeness(own, pair[1]) == Likeness.DOUBTFUL]
        likely += [pair for pair in versions if not is_contradicted(own, pair[1])]
        there = [one for one, _other in likely if self._is_there(one, entry, own, is_alone)]
        probable = [one for one, other in likely if is_probable(own, other)]
        doubtful = [one for one, other in likely if not is_probable(own, other)]
        found = next(iter([*same, *there]), None)
        return _Match(found, probable, doubtful, [one for one, _other in versions], disputed)

    def _is_same(self, paper: Paper, work: ComparedWork) -> bool:
        is_waiting = paper.state == State.TO_LOOK_UP
        return is_waiting or likeness(work, self.compared[id(paper)]) == Likeness.SAME

    def _is_there(self, paper: Paper, entry: Entry, work: ComparedWork, is_alone: bool) -> bool:
        """Whether a paper that resembles an entry says all that it says, or has its key. Somebody
        who was asked gave it that; where nobody is (`is_alone`), another "Editorial" may have."""
        other = self.compared[id(paper)]
        if covers(other, work) and likeness(work, other) != Likeness.VERSION:
            return True
        has_key = paper.pk is not None and self.taken_keys.get(entry.key) == paper.pk
        is_sure = not is_alone or work.is_telling or not is_conflicting(other, work)
        return has_key and is_sure

    def _free(self, entry: Entry) -> list[Id]:
        return [one for one in _ids(entry) if bare_address(one) not in self.held]

    def _name(self, paper: Paper, entry: Entry) -> bool:
        """Gives a paper the identifiers of an entry that no other has; whether there are any."""
        free = self._free(entry)
        for one in free:
            self.held[bare_address(one)] = paper
            self.known.setdefault(id(paper), set()).add(one)
            self.identifiers.append(Identifier(paper=paper, scheme=one.scheme, value=one.value))
        return bool(free)

    def _complete(self, paper: Paper, entry: Entry) -> bool:
        """Notes what a paper lacks that the entry has; whether there is anything."""
        is_waiting = paper.state == State.TO_LOOK_UP
        record = put_identifiers(entry.record, [*self.known.get(id(paper), ()), *self._free(entry)])
        is_named = self._name(paper, entry)
        is_alias = can_be_key(entry.key) and entry.key not in self.taken_keys
        if is_alias:
            self.taken_keys[entry.key] = paper.pk or 0
            self.aliases.append(Key(value=entry.key, paper=paper))
        filled = fill_gaps(paper.record, record, is_waiting)
        is_filled = filled != paper.record
        if is_filled:
            paper.record = filled
            set_columns(paper)
        if is_waiting:
            paper.state = State.UNCHECKED
            self.looked_up.add(id(paper))
        if is_named or is_filled:
            self._compare(paper)
        if paper.pk is None:
            return False
        if self.is_in_library and not paper.is_in_library:
            paper.is_in_library = True
            self.wanted.append(paper.pk)
        if is_named or is_filled or is_waiting:
            self.changed[paper.pk] = paper
        return bool(is_named or is_alias or is_filled or is_waiting)

    def store(self) -> None:
        """Stores what ``plan`` found, in a fixed number of queries for all that is new."""
        stored = [*(paper for paper, _entry in self.new), *self.changed.values()]
        people = People(paper.record for paper in stored)
        rows = [row for paper in stored for row in people.authorships(paper, self._roles(paper))]
        people.store_orcids()
        for paper, name in people.guesses:
            self.guesses.setdefault(id(paper), []).append(name)
        self._make_keys()
        for paper in stored:
            paper.record = whole_record(paper, sorted(self.known.get(id(paper), ())))
        Paper.objects.bulk_create([paper for paper, _entry in self.new])
        for paper, entry in self.new:
            is_free = can_be_key(entry.key) and entry.key not in self.taken_keys
            self.aliases += [Key(value=paper.key, paper=paper)]
            if is_free and entry.key != paper.key:
                self.aliases.append(Key(value=entry.key, paper=paper))
                self.taken_keys[entry.key] = paper.pk
        for row in (*self.aliases, *self.identifiers, *rows):
            row.paper_id = row.paper.pk
        Key.objects.bulk_create(self.aliases)
        Identifier.objects.bulk_create(self.identifiers)
        for paper in self.changed.values():
            paper.save()
        Authorship.objects.bulk_create(rows)
        for preprint, published in self.versions:
            if preprint.version_of_id is None:  # its first, or the one that an editor chose
                link_versions(preprint, published)
        Paper.objects.filter(pk__in=self.wanted).update(is_in_library=True)
        recount_discussions(self.wanted)
        papers_changed(row.paper_id for row in self.aliases)
        papers_changed(self.changed)

    def _roles(self, paper: Paper) -> set[str]:
        """The roles in which a paper that was there has people already, and keeps them."""
        if paper.pk is None:
            return set()
        if id(paper) in self.looked_up:
            paper.authorships.all().delete()
        return set(paper.authorships.values_list("role", flat=True))

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
