"""Papers made from a post's own .bib files, for its keys and for identifiers in its text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from blog.transfer.posts.bibliographies import Sources
from blog.transfer.rewriting.code_ranges import code_in
from papers.choices import SourceKind
from papers.citing.mention_places import written_identifiers
from papers.citing.work_lookup import works_by_key
from papers.formats.bibtex_reading import Entry
from papers.library.adding_papers import Doubt, Outcome, add_entries
from papers.library.sources import SourceName
from papers.models import Identifier, Key, Paper
from papers.records.identifiers import Id, identifier_of_url
from papers.records.plain_reference import reference_html
from papers.records.typed_identifiers import keyed_identifier

MAX_LISTED = 500

_ADDRESS = re.compile(r"https?://[^\s<>\"'`\[\]{}|\\]{4,500}")


@dataclass
class Works:
    """Answers, for the keys of one post (``post`` is its path), which paper of the library each
    leads to; ``made`` are those that it added. Of the works whose ``unknown`` identifiers stand in
    its text neither the library nor the .bib says more."""

    sources: Sources
    post: str = ""
    problems: list[str] = field(default_factory=list)
    papers: dict[tuple[str, str], Paper | None] = field(default_factory=dict)
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
                works = works_by_key({key})
                if key in works:
                    return works[key].key if "://" in key else key
                return f"{known.scheme}:{known.value}" if known and known.scheme != "url" else None
        paper = self.paper_of(entry)
        if paper is None:
            return None
        is_alias = Key.objects.filter(value=entry.key, paper=paper).exists()
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

    def add_cited(self, keys: Iterable[str]) -> None:
        """Adds the entries of these keys together, which costs little more than one of them."""
        found = {key: self.sources.entry(key) for key in keys}
        entries = {(one.key, str(one.record["title"])): one for one in found.values() if one}
        self.add([one for named, one in entries.items() if named[1] and named not in self.papers])

    def add(self, entries: Sequence[Entry]) -> None:
        """Adds entries; what this post's file says of a paper corrects what it said before."""
        if not entries:
            return
        source = SourceName(SourceKind.POST, self.post)
        added = add_entries(entries, Doubt.LIKELY, is_in_library=False, source=source)
        for entry, addition in zip(entries, added, strict=True):
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
        for identifier in identifiers_in(text, is_html):
            entry = self.entry_of(identifier)
            if entry is not None:
                self.paper_of(entry)
            elif not Identifier.objects.filter(**identifier._asdict()).exists():
                self.unknown.append(identifier)


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
