"""Entries on their way into the library, and those that many posts have word for word, as those of
one site's bibliography: only the first of these is compared with the library."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from papers.formats.entries import Entry
from papers.library.paper_rows import MAX_IDENTIFIER
from papers.library.source_names import SaidAt, SourceName
from papers.library.source_order import record_digest
from papers.models import Paper
from papers.records.identifiers import Id
from papers.records.matching import ComparedWork, compared_work

MOST_KEPT = 10_000
"""Entries that one run remembers."""

Mark = tuple[str, str, str]
"""The kind of a source, the key of an entry and the digest of what it says."""


@dataclass(frozen=True)
class PlacedEntry:
    """An entry that was read: its source and its key there, the digest of what it was read from,
    and the number of the paper that somebody found it to be. ``is_known_there`` if the source said
    something under the key before."""

    entry: Entry
    source: SourceName
    key: str
    digest: str
    same_as: int = 0
    is_known_there: bool = False

    @property
    def place(self) -> SaidAt:
        return self.source.stored, self.key

    @property
    def mark(self) -> Mark:
        return self.source.kind, self.entry.key, self.digest

    @property
    def work(self) -> ComparedWork:
        return compared_work(self.entry.record, self.entry.identifiers)

    @property
    def names(self) -> list[Id]:
        """What names the entry, and its own address, as far as it can be stored."""
        url = [Id("url", self.entry.url)] if self.entry.url else []
        every = dict.fromkeys([*self.entry.identifiers, *url])
        return [one for one in every if len(one.value) <= MAX_IDENTIFIER]

    @property
    def may_repeat(self) -> bool:
        return not self.is_known_there and not self.same_as


@dataclass(frozen=True)
class PlainEntry:
    """What an entry led to with nothing to tell: its paper, and the identifiers that it named."""

    paper: Paper
    identifiers: Sequence[str]


class Repeats:
    """What the entries of one run led to. A paper that has another record since is compared
    again."""

    def __init__(self) -> None:
        self.known: OrderedDict[Mark, tuple[int, str, Sequence[str]]] = OrderedDict()

    def plain_entries(self, placed: Iterable[PlacedEntry]) -> dict[Mark, PlainEntry]:
        """Those of these that were met before."""
        marks = {one.mark for one in placed if one.may_repeat and one.mark in self.known}
        papers = Paper.objects.in_bulk({self.known[mark][0] for mark in marks}) if marks else {}
        found = {}
        for mark in marks:
            pk, digest, identifiers = self.known[mark]
            if pk in papers and record_digest(papers[pk].record, ()) == digest:
                found[mark] = PlainEntry(papers[pk], identifiers)
        return found

    def keep(self, entries: Mapping[Mark, PlainEntry]) -> None:
        """Remembers these, whose papers are stored; of too many the oldest are forgotten."""
        for mark, one in entries.items():
            self.known[mark] = one.paper.pk, record_digest(one.paper.record, ()), one.identifiers
            self.known.move_to_end(mark)
        while len(self.known) > MOST_KEPT:
            self.known.popitem(last=False)
