"""Papers made from a post's own .bib files, for its keys and for identifiers in its text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from blog.transfer.posts.bibliographies import Sources
from blog.transfer.rewriting.citations import rewrite_citations
from blog.transfer.rewriting.code_ranges import code_in
from papers.choices import SourceKind
from papers.citing.mention_places import written_identifiers
from papers.citing.mentions import KnownWork
from papers.citing.work_lookup import works_by_key
from papers.formats.bibtex_reading import Entry
from papers.library.adding_papers import Addition, Outcome, add_from_sources
from papers.library.placed_entries import Repeats
from papers.library.source_names import SourceName
from papers.models import Identifier, Key, Paper
from papers.queries.batches import batches
from papers.records.identifiers import Id, identifier_of_url
from papers.records.plain_reference import reference_html
from papers.records.typed_identifiers import keyed_identifier

MAX_LISTED = 500
ENTRIES_AT_ONCE = 500

_ADDRESS = re.compile(r"https?://[^\s<>\"'`\[\]{}|\\]{4,500}")


@dataclass
class SeenNames:
    """What of the library was looked up for many texts at once: the ``works`` of keys that no
    bibliography has, the papers of ``keys`` that one has, known ``identifiers``. What is not here
    may have come since."""

    works: dict[str, KnownWork] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    identifiers: set[Id] = field(default_factory=set)


@dataclass
class Works:
    """Answers, for the keys of one post (``post`` is its path), which paper of the library each
    leads to; ``made`` are those that it added. Of the works whose ``unknown`` identifiers stand in
    its text neither the library nor the .bib says more. ``identifiers`` are all that do, once they
    were read."""

    sources: Sources
    post: str = ""
    problems: list[str] = field(default_factory=list)
    papers: dict[tuple[str, str], Paper | None] = field(default_factory=dict)
    seen: SeenNames = field(default_factory=SeenNames)
    identifiers: Sequence[Id] | None = None
    answers: dict[str, str | None] = field(default_factory=dict)
    made: list[Paper] = field(default_factory=list)
    unknown: list[Id] = field(default_factory=list)

    def key_of(self, key: str) -> str | None:
        """The key by which this blog cites what the source cites by `key`, or None."""
        if key not in self.answers:
            self.answers[key] = self.find(key)
        return self.answers[key]

    def find(self, key: str) -> str | None:
        entry = self.sources.entry(key)
        if entry is None:
            known = keyed_identifier(key)
            entry = self.entry_of(known) if known else None
            if entry is None:
                works = {key: self.seen.works.get(key)}
                works = works if works[key] else works_by_key({key})
                if key in works:
                    return works[key].key if "://" in key else key
                return f"{known.scheme}:{known.value}" if known and known.scheme != "url" else None
        paper = self.paper_of(entry)
        if paper is None:
            return None
        is_alias = self.seen.keys.get(entry.key) == paper.pk
        is_alias = is_alias or Key.objects.filter(value=entry.key, paper=paper).exists()
        return entry.key if is_alias and "--" not in entry.key else paper.key

    def paper_of(self, entry: Entry) -> Paper | None:
        """The paper of an entry, made where the library lacks it; None without a title."""
        title = str(entry.record["title"])
        named = entry.key, title  # files of one site may give two works one key
        if named not in self.papers:
            if title:
                self.add([entry])
            else:
                self.papers[named] = None
                self.problems.append(f"the entry “{entry.key}” of the bibliography has no title")
        return self.papers[named]

    def lacking(self, keys: Iterable[str]) -> list[Entry]:
        """The entries of these keys whose papers were not looked for yet."""
        found = {key: self.sources.entry(key) for key in keys}
        entries = {(one.key, str(one.record["title"])): one for one in found.values() if one}
        return [one for named, one in entries.items() if named[1] and named not in self.papers]

    def add(self, entries: Sequence[Entry]) -> None:
        """Adds entries; what this post's file says of a paper corrects what it said before."""
        added = add_from_sources([(self.source, entry) for entry in entries]) if entries else ()
        for addition in added:
            self.take(addition)

    @property
    def source(self) -> SourceName:
        return SourceName(SourceKind.POST, self.post)

    def take(self, addition: Addition) -> None:
        entry = addition.entry
        self.papers[entry.key, str(entry.record["title"])] = addition.paper
        self.problems += addition.problems()
        self.made += [addition.paper] if addition.outcome == Outcome.NEW else []

    def reference(self, key: str) -> str | None:
        """The reference of an entry in HTML, in no style; None where there is none of the key."""
        entry = self.sources.entry(key)
        return reference_html(entry.record) if entry and self.key_of(key) else None

    def entry_of(self, identifier: Id) -> Entry | None:
        entries = self.sources.entries()
        return next((entry for entry in entries if identifier in entry.identifiers), None)

    def listed(self, keys: Iterable[str]) -> tuple[tuple[str, ...], list[str]]:
        """The library's keys for those that only the list of works has, and what leads nowhere.
        `*` means every entry of the bibliography that the post names or that stands beside it."""
        wanted: list[str] = []
        for key in keys:
            own = [entry.key for one in self.sources.own for entry in one.entries.values()]
            wanted += own[:MAX_LISTED] if key == "*" else [key]
        found = {key: self.key_of(key) for key in dict.fromkeys(wanted)}
        lost = [key for key, known in found.items() if known is None]
        return tuple(f"@{known or key}" for key, known in found.items()), lost

    def add_identified(self, text: str, is_html: bool) -> None:
        """Makes the papers whose identifiers stand in the text and in the .bib, and notes those
        that are ``unknown``."""
        if self.identifiers is None:
            self.identifiers = identifiers_in(text, is_html)
        for identifier in self.identifiers:
            entry = self.entry_of(identifier)
            if entry is not None:
                self.paper_of(entry)
            elif identifier not in self.seen.identifiers and not is_known(identifier):
                self.unknown.append(identifier)


def is_known(identifier: Id) -> bool:
    return Identifier.objects.filter(**identifier._asdict()).exists()


def add_for_all(texts: Sequence[tuple[Works, str, bool]], repeats: Repeats) -> None:
    """Adds the entries that texts cite, each with its ``works`` and whether it is HTML, and looks
    up what else they name: in as few statements for many as for one."""
    keys: dict[str, Entry | None] = {}
    adding = []
    for works, text, is_html in texts:
        cited = rewrite_citations(text, is_html, str).keys
        keys |= {key: works.sources.entry(key) for key in cited}
        adding += [(works, entry) for entry in works.lacking(cited)]
        works.identifiers = identifiers_in(text, is_html)
    for some in batches(adding, ENTRIES_AT_ONCE):
        added = add_from_sources([(works.source, entry) for works, entry in some], repeats)
        for (works, _entry), addition in zip(some, added, strict=True):
            works.take(addition)
    seen = SeenNames()
    for some in batches(sorted({entry.key for entry in keys.values() if entry})):
        seen.keys |= dict(Key.objects.filter(value__in=some).values_list("value", "paper_id"))
    seen.works = works_by_key({key for key, entry in keys.items() if entry is None})
    seen.identifiers = known_identifiers({one for works, *_ in texts for one in works.identifiers})
    for works, *_text in texts:
        works.seen = seen


def known_identifiers(identifiers: Iterable[Id]) -> set[Id]:
    """Those that papers of the library have."""
    found: set[Id] = set()
    for some in batches(identifiers):
        schemes, values = {one.scheme for one in some}, {one.value for one in some}
        rows = Identifier.objects.filter(scheme__in=schemes, value__in=values).order_by()
        found |= {Id(*row) for row in rows.values_list("scheme", "value")}
    return found


def identifiers_in(text: str, is_html: bool) -> list[Id]:
    """Identifiers and addresses on known paper sites in a source, outside code, each once."""
    code = code_in(text, is_html)
    found: dict[Id, None] = {}
    for match in _ADDRESS.finditer(text):
        address = balanced(match[0]).rstrip(".,;:!?*_")
        known = identifier_of_url(address)
        if known and not code.covers(match.start()):
            found[known] = None
    for known, offset in written_identifiers(text):
        if not code.covers(offset):
            found[known] = None
    return list(found)


def balanced(address: str) -> str:
    """An address up to the bracket that closes one opened before it (Markdown's `](…)`)."""
    depth = 0
    for index, character in enumerate(address):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return address[:index]
    return address
