"""Some entries with all that the library knows about them: matched, then stored together."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models
from django.utils import timezone

from papers.choices import State
from papers.formats.entries import Entry
from papers.library.additions import Addition, Doubt, Outcome
from papers.library.changes import papers_changed
from papers.library.discussion_counts import recount_discussions
from papers.library.following import Following, renew_people
from papers.library.paper_columns import FOLLOWING_COLUMNS
from papers.library.placed_entries import Mark, PlacedEntry, PlainEntry, Repeats
from papers.library.source_names import SaidAt, SourceName, is_at, rows_said_at, said_at
from papers.library.source_order import adopted_source, named_by, projected
from papers.library.versions import link_versions
from papers.models import (
    RESERVED,
    Authorship,
    FreeValues,
    Identifier,
    Key,
    Paper,
    Source,
    can_be_key,
)
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
from papers.records.projection import changed_fields, field_value

SAID = ["record", "identifiers", "digest", "seen_at", "gone_at"]


@dataclass
class Match:
    """What the library has of an entry: the work itself, or those that it may be."""

    paper: Paper | None
    probable: list[Paper] = field(default_factory=list)
    doubtful: list[Paper] = field(default_factory=list)
    disputed: list[tuple[Id, Paper]] = field(default_factory=list)
    replaced: Paper | None = None
    versions: list[Paper] = field(default_factory=list)


class Batch:
    """One batch's entries with all that the database knows about them."""

    def __init__(
        self, placed: Sequence[PlacedEntry], is_in_library: bool, repeats: Repeats | None = None
    ) -> None:
        self.placed, self.is_in_library, self.repeats = placed, is_in_library, repeats
        self.plain: dict[Mark, PlainEntry] = {}
        self.now = timezone.now()
        self.wanted: list[int] = []
        self.new: list[tuple[Paper, Entry]] = []
        self.following: dict[int, Following] = {}  # by the place of a paper in memory, as below
        self.said: dict[int, Source] = {}
        self.looked_up: set[int] = set()
        self.unnamed: list[int] = []
        self.versions: list[tuple[Paper, Paper]] = []  # a preprint, and what it was published as
        self.guesses: dict[int, list[str]] = {}
        self.aliases: list[Key] = []
        self.papers: dict[int, Paper] = {}
        self.held: dict[Id, Paper] = {}
        self.rows: dict[Id, Identifier] = {}
        self.known: dict[int, set[Id]] = {}
        self.sources: dict[int, list[Source]] = {}
        self.compared: dict[int, ComparedWork] = {}
        self.titles: dict[str, list[Paper]] = {}
        self.claimed: dict[str, tuple[Paper, SourceName]] = {}  # keys that new papers will have
        self._load()

    def _load(self) -> None:
        placed = self._load_repeats()
        wanted: dict[str, set[str]] = {}
        for one in placed:
            for identifier in one.names:
                wanted.setdefault(identifier.scheme, set()).update(spellings(identifier))
        rows = [
            row
            for scheme, values in sorted(wanted.items())
            for row in Identifier.objects.filter(scheme=scheme, value__in=values)
        ]
        titles = {one.work.title for one in placed} - {""}
        keys = {one.entry.key for one in placed if can_be_key(one.entry.key)}
        self.taken_keys = dict(Key.objects.filter(value__in=keys).values_list("value", "paper_id"))
        by_title = Paper.objects.filter(title_key__in=titles).order_by("pk")
        self.papers = {paper.pk: paper for paper in by_title}
        places = {one.place for one in placed}
        own = rows_said_at(places).only("kind", "name", "key", "paper") if places else ()
        others = {row.paper_id for row in [*rows, *own]}
        others |= {one.same_as for one in placed}
        self.papers |= Paper.objects.in_bulk(others - set(self.papers))
        for row in Identifier.objects.filter(paper__in=self.papers):
            paper, identifier = self.papers[row.paper_id], Id(row.scheme, row.value)
            self.held[bare_address(identifier)], self.rows[identifier] = paper, row
            self.known.setdefault(id(paper), set()).add(identifier)
        for source in Source.objects.filter(paper__in=self.papers).order_by("pk"):
            self.sources.setdefault(id(self.papers[source.paper_id]), []).append(source)
        self.own: dict[SaidAt, list[Source]] = {}
        for source in (source for sources in self.sources.values() for source in sources):
            if (place := said_at(source)) in places:
                self.own.setdefault(place, []).append(source)
        for paper in sorted(self.papers.values(), key=lambda paper: paper.pk):
            self._compare(paper)

    def _load_repeats(self) -> list[PlacedEntry]:
        """Takes up what the run has met before; the other entries, of those that are the same the
        first."""
        if self.repeats is None:
            return list(self.placed)
        self.plain = self.repeats.plain_entries(self.placed)
        others = [one for one in self.placed if not one.may_repeat or one.mark not in self.plain]
        return list({(one.mark, not one.may_repeat and one.place): one for one in others}.values())

    def _compare(self, paper: Paper) -> None:
        """Notes what a paper tells of its work, now."""
        work = compared_work(paper.record, self.known.get(id(paper), ()))
        self.compared[id(paper)] = work
        alike = self.titles.setdefault(work.title, [])
        if not any(one is paper for one in alike):
            alike.append(paper)

    def plan(self, doubt: Doubt) -> list[Addition]:
        return [self._repeat(one) or self._find(one, doubt) for one in self.placed]

    def _repeat(self, placed: PlacedEntry) -> Addition | None:
        """One more source that says of a paper what another one said; ``None`` for an entry that
        was not met before."""
        same = self.plain.get(placed.mark) if placed.may_repeat else None
        if same is None:
            return None
        self._add_source(same.paper, placed, same.identifiers)
        return Addition(placed.entry, Outcome.MATCHED, same.paper)

    def _find(self, placed: PlacedEntry, doubt: Doubt) -> Addition:
        addition = self._place(placed, placed.work, doubt)
        if self.repeats is not None and addition.is_plain:
            said = next(row for row in self._sources_of(addition.paper) if is_at(row, placed.place))
            self.plain[placed.mark] = PlainEntry(addition.paper, said.identifiers)
        return addition

    def _place(self, placed: PlacedEntry, work: ComparedWork, doubt: Doubt) -> Addition:
        entry = placed.entry
        match = self._match(placed, work, doubt == Doubt.LIKELY)
        proposals = [*match.probable, *match.doubtful]
        paper = match.paper or self.papers.get(placed.same_as)
        if paper is None and doubt in (Doubt.SAME, Doubt.LIKELY):
            paper = next(iter(proposals if doubt == Doubt.SAME else match.probable), None)
        addition = Addition(
            entry, Outcome.DOUBTFUL, None, proposals, match.disputed, match.replaced
        )
        if paper is None and proposals and doubt == Doubt.LEAVE and not match.versions:
            return addition
        addition.paper = paper
        if paper is not None:
            addition.proposals = []
            addition.outcome = Outcome.MATCHED
            if self._complete(paper, placed, addition):
                addition.outcome = Outcome.CHANGED
            return addition
        shown = self.is_in_library
        addition.paper = Paper(is_in_library=shown, is_listed=shown)
        addition.outcome = Outcome.NEW
        addition.versions = match.versions
        addition.proposals = [one for one in proposals if one not in match.versions]
        self.versions += [
            (addition.paper, one) if work.is_preprint else (one, addition.paper)
            for one in match.versions
        ]
        self.new.append((addition.paper, entry))
        if can_be_key(entry.key) and entry.key not in self.taken_keys:
            self.claimed.setdefault(entry.key, (addition.paper, placed.source))
        self._say(addition.paper, placed)
        return addition

    def _match(self, placed: PlacedEntry, work: ComparedWork, is_alone: bool) -> Match:
        """The paper that this is for sure, or those that it may be."""
        entry = placed.entry
        known = [(one, self.held.get(bare_address(one))) for one in entry.identifiers]
        held = [(one, paper) for one, paper in known if paper is not None]
        found, replaced = self._own(placed, work)
        if found is None:
            found = next((paper for _one, paper in held if self._is_same(paper, work)), None)
        disputed = [(one, paper) for one, paper in held if paper is not found]
        if found is not None:
            return Match(found, disputed=disputed, replaced=replaced)
        own = replace(work, identifiers=work.identifiers - {one for one, _paper in disputed})
        alike = [(one, self.compared[id(one)]) for one in self.titles.get(work.title, [])]
        same = [one for one, other in alike if likeness(own, other) == Likeness.SAME]
        versions = [pair for pair in alike if likeness(own, pair[1]) == Likeness.VERSION]
        likely = [pair for pair in alike if likeness(own, pair[1]) == Likeness.DOUBTFUL]
        likely += [pair for pair in versions if not is_contradicted(own, pair[1])]
        there = [one for one, _other in likely if self._is_there(one, placed, own, is_alone)]
        probable = [one for one, other in likely if is_probable(own, other)]
        doubtful = [one for one, other in likely if not is_probable(own, other)]
        paper = next(iter([*same, *there]), None)
        others = [one for one, _other in versions]
        return Match(paper, probable, doubtful, disputed, replaced, others)

    def _own(self, placed: PlacedEntry, work: ComparedWork) -> tuple[Paper | None, Paper | None]:
        """The paper of which this source spoke by this key before; or that, as the second, where
        what it says now is another work."""
        mark = Id("key", placed.key)
        marked = replace(work, identifiers=work.identifiers | {mark})
        replaced = None
        for source in self.own.get(placed.place, ()):
            paper = self.papers[source.paper_id]
            before = compared_work(source.record, [mark])
            now = self.compared[id(paper)]
            now = replace(now, identifiers=now.identifiers | {mark})
            # one title by one key in one file: whatever else it says now, it corrects
            is_titled = placed.source.name != "" and work.title == before.title != ""
            if is_titled or Likeness.SAME in (likeness(marked, before), likeness(marked, now)):
                return paper, None
            replaced = replaced or paper
        return None, replaced

    def _is_same(self, paper: Paper, work: ComparedWork) -> bool:
        is_waiting = paper.state == State.TO_LOOK_UP
        return is_waiting or likeness(work, self.compared[id(paper)]) == Likeness.SAME

    def _is_there(
        self, paper: Paper, placed: PlacedEntry, work: ComparedWork, is_alone: bool
    ) -> bool:
        """Whether a paper that resembles an entry says all that it says, or has its key. Somebody
        who was asked gave it that; where nobody is (`is_alone`), another "Editorial" may have."""
        entry, other = placed.entry, self.compared[id(paper)]
        if covers(other, work) and likeness(work, other) != Likeness.VERSION:
            return True
        has_key = paper.pk is not None and self.taken_keys.get(entry.key) == paper.pk
        new, by = self.claimed.get(entry.key, (None, placed.source))
        has_key = has_key or (new is paper and by != placed.source)
        is_sure = not is_alone or work.is_telling or not is_conflicting(other, work)
        return has_key and is_sure

    def _complete(self, paper: Paper, placed: PlacedEntry, addition: Addition) -> bool:
        """Has a paper that is there follow an entry; whether anything of it is new or another."""
        key, is_waiting = placed.entry.key, paper.state == State.TO_LOOK_UP
        is_claimed = self.claimed.get(key, (None,))[0] is paper
        is_alias = can_be_key(key) and key not in self.taken_keys and not is_claimed
        if is_alias:
            self.taken_keys[key] = paper.pk or 0
            self.aliases.append(Key(value=key, paper=paper))
        changes = self._say(paper, placed)
        if paper.pk is None:
            return False
        addition.changes = changes
        if self.is_in_library and not paper.is_in_library:
            paper.is_in_library = True
            self.wanted.append(paper.pk)
        return bool(changes or is_alias or is_waiting)

    def _say(self, paper: Paper, placed: PlacedEntry) -> dict[str, tuple[Any, Any]]:
        """Notes what the source says of a paper, and has the paper follow; the fields that are
        others than before, each with its old and its new value."""
        rows, known = self._sources_of(paper), self.known.setdefault(id(paper), set())
        before, named = projected(rows, known) if rows else {}, named_by(rows)
        free = [one for one in placed.names if self.held.get(bare_address(one), paper) is paper]
        self._add_source(paper, placed, [":".join(one) for one in free])
        self._rename(paper, named, named_by(rows))
        after = projected(rows, known)
        changes = {
            name: (field_value(before, name), field_value(after, name))
            for name in changed_fields(before, after)
        }
        following = self.following.setdefault(
            id(paper), Following(paper, paper.record, before, before)
        )
        following.after = after
        if paper.state == State.TO_LOOK_UP:
            paper.state = State.UNCHECKED
            self.looked_up.add(id(paper))
        if changes:
            following.take()
            self._compare(paper)
        return changes

    def _add_source(self, paper: Paper, placed: PlacedEntry, identifiers: Sequence[str]) -> None:
        rows = self.sources.get(id(paper), [])
        source = next((row for row in rows if is_at(row, placed.place)), None)
        if source is None:
            source = Source(paper=paper, **placed.source.fields, key=placed.key)
            rows.append(source)
        source.record, source.digest = placed.entry.record, placed.digest
        source.identifiers = list(identifiers)
        source.seen_at, source.gone_at = self.now, None
        self.said[id(source)] = source

    def _sources_of(self, paper: Paper) -> list[Source]:
        rows = self.sources.setdefault(id(paper), [])
        if not rows and paper.pk is not None:
            adopted = adopted_source(paper, sorted(self.known.get(id(paper), ())))
            rows.append(adopted)
            self.said[id(adopted)] = adopted
        return rows

    def _rename(self, paper: Paper, before: Sequence[Id], after: Sequence[Id]) -> None:
        """Gives a paper the identifiers that its sources give it, and takes those that they give
        it no longer."""
        known = self.known[id(paper)]
        for one in set(before).difference(after) & known:
            known.remove(one)
            del self.held[bare_address(one)]
            row = self.rows.pop(one)
            self.unnamed += [row.pk] if row.pk else []
        for one in after:
            if one not in known and bare_address(one) not in self.held:
                known.add(one)
                self.held[bare_address(one)] = paper
                self.rows[one] = Identifier(paper=paper, scheme=one.scheme, value=one.value)

    def store(self) -> None:
        """Stores what ``plan`` found, in a fixed number of queries."""
        self._make_keys()
        new = {id(paper) for paper, _entry in self.new}
        following = [
            one
            for place, one in self.following.items()
            if place in new or one.before != one.after or place in self.looked_up
        ]
        for one in following:
            one.take()
        gone, people, self.guesses = renew_people(following)
        changed = [one.paper for one in following if one.paper.pk is not None]
        for paper in changed:
            paper.updated_at = self.now
        Paper.objects.bulk_create([paper for paper, _entry in self.new])
        upsert(Paper, changed, FOLLOWING_COLUMNS)
        Paper.objects.forget_old_checks(changed)
        for paper, entry in self.new:
            is_free = can_be_key(entry.key) and entry.key not in self.taken_keys
            self.aliases += [Key(value=paper.key, paper=paper)]
            if is_free and entry.key != paper.key:
                self.aliases.append(Key(value=entry.key, paper=paper))
                self.taken_keys[entry.key] = paper.pk
        named = [row for row in self.rows.values() if row.pk is None]
        said = [row for row in self.said.values() if row.pk is None]
        for row in (*self.aliases, *named, *people, *said):
            row.paper_id = row.paper.pk
        delete_rows(Identifier, self.unnamed)
        delete_rows(Authorship, gone)
        Key.objects.bulk_create(self.aliases)
        Identifier.objects.bulk_create(named)
        Authorship.objects.bulk_create(people)
        upsert(Source, [row for row in self.said.values() if row.pk is not None], SAID)
        Source.objects.bulk_create(said)
        for preprint, published in self.versions:
            if preprint.version_of_id is None:  # its first, or the one that an editor chose
                link_versions(preprint, published)
        Paper.objects.filter(pk__in=self.wanted).update(is_in_library=True)
        recount_discussions(self.wanted)
        papers_changed([*(row.paper_id for row in self.aliases), *(one.pk for one in changed)])
        if self.repeats is not None:
            self.repeats.keep(self.plain)

    def _make_keys(self) -> None:
        proposed = [paper.proposed_key() for paper, _entry in self.new]
        free = FreeValues([(Key.objects.all(), "value")], proposed, {*self.taken_keys, *RESERVED})
        for (paper, _entry), wanted in zip(self.new, proposed, strict=True):
            paper.key = free.take(wanted)
            self.taken_keys[paper.key] = 0


def upsert(model: type[models.Model], rows: Sequence[models.Model], columns: list[str]) -> None:
    """Writes these columns of rows that are there."""
    if rows:
        model._base_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=["pk"], update_fields=columns
        )


def delete_rows(model: type[models.Model], pks: Sequence[int]) -> None:
    if pks:
        model._base_manager.filter(pk__in=pks).delete()
