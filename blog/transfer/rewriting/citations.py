"""Other systems' citation keys, rewritten in the one syntax of this blog (Pandoc's).

Those that a post may be typed with are read by `blog.markup.document.foreign_citations`; besides,
neverworkintheory's `<cite>key</cite>` and Pandoc's own `[@a, p. 3]`. Of jekyll-scholar also
`{% nocite a %}`, `{% cite_details a %}`, `{% reference a %}`, `{% quote a %}…{% endquote %}`,
`{% bibliography_count %}`, and `{% bibliography --cited %}`, in place of which this blog has its
own list.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from blog.markup.document.foreign_citations import (
    CITING_ROLE,
    DISTILL,
    LATEX,
    SCHOLAR,
    WIKI,
    cluster_text,
    distill_text,
    key_as_written,
    keys_of_scholar,
    latex_text,
    role_text,
    scholar_text,
    wiki_text,
)
from blog.markup.document.place_names import is_place_name
from blog.transfer.rewriting.code_ranges import Code, code_in, replace_spans
from papers.citing.citation_syntax import find_clusters

Resolve = Callable[[str], str | None]
"""Gives for a source's key the key of this blog's library, or None."""

_CITE = re.compile(r"<cite>\s*([^<>\n]{1,300}?)\s*</cite>", re.IGNORECASE)
_KEY_FORM = re.compile(r"[^\s,;@{}\"'<>]*[A-Za-z][^\s,;@{}\"'<>]*\d[^\s,;@{}\"'<>]*\Z")
_LABEL = re.compile(r"^ {0,3}\[(?!\^)([^\[\]\n]{1,500})\]:", re.MULTILINE)
_SCHOLAR = re.compile(r"\{%-?\s*(cite|citet|citep|cite_details)\s+([^%{}]{1,500}?)\s*-?%\}")
_REFERENCE = re.compile(r"\{%-?\s*reference\s+([^%{}]{1,500}?)\s*-?%\}")
_QUOTE = re.compile(r"\{%-?\s*quote\s+([^%{}]{1,500}?)\s*-?%\}[ \t]*")
_END_QUOTE = re.compile(r"\s*?[ \t]*\{%-?\s*endquote\s*-?%\}")
_COUNT = re.compile(r"\{%-?\s*bibliography_count\b[^%{}]{0,500}%\}")
_NOCITE = re.compile(r"\{%-?\s*nocite\s+([^%{}]{1,500}?)\s*-?%\}\n?")
_LIST = re.compile(
    r"^[ \t]*\{%-?\s*bibliography\s[^%{}]{0,500}--cited(?:_in_order)?\b[^%{}]{0,500}%\}[ \t]*\n?",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Rewritten:
    """The text, the source's keys that it cites, (key, offset) of those that lead nowhere, and
    the keys that only the list of works shall have."""

    text: str
    keys: tuple[str, ...]
    unresolved: tuple[tuple[str, int], ...]
    silent: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sourced:
    """What a text's tags may ask of its bibliography besides keys: the reference for a source's
    key in HTML, and the number of entries."""

    reference: Resolve = lambda key: None
    count: int = 0


def rewrite_citations(
    text: str, is_html: bool, resolve: Resolve, sourced: Sourced | None = None
) -> Rewritten:
    """Every citation outside code; one that cannot be resolved stays visible as `[@key]`."""
    if not re.search(r"@|<d-cite|<dt-cite|<cite|\{%|\\[a-z]*cite|\{cite", text, re.IGNORECASE):
        return Rewritten(text, (), ())
    reader = _Reader(text, code_in(text, is_html), resolve, sourced or Sourced(), is_html)
    reader.read()
    return Rewritten(
        replace_spans(text, reader.spans),
        tuple(reader.keys),
        tuple(sorted(reader.unresolved)),
        tuple(reader.silent),
    )


class _Reader:
    def __init__(
        self, text: str, code: Code, resolve: Resolve, sourced: Sourced, is_html: bool
    ) -> None:
        self.text, self.code, self.resolve = text, code, resolve
        self.sourced, self.is_html = sourced, is_html
        self.spans: list[tuple[int, int, str]] = []
        self.keys: dict[str, None] = {}
        self.unresolved: set[tuple[str, int]] = set()
        self.silent: dict[str, None] = {}

    def read(self) -> None:
        self.forms()
        self.scholar_blocks()
        for pattern in (_NOCITE, _LIST):
            for match in pattern.finditer(self.text):
                if not self.code.covers(match.start()):
                    self.spans.append((match.start(), match.end(), ""))
                    self.silent |= dict.fromkeys(match[1].split() if match.lastindex else ())
        for match in _CITE.finditer(self.text):
            keys = re.split(r"[,;]\s*", match[1])
            if all(self.resolve(key) for key in keys):
                self.put(match, cluster_text(keys, self.named(match.start())))
            elif not self.code.covers(match.start()) and _KEY_FORM.match(match[1]):
                self.unresolved.add((match[1], match.start()))
        self.pandoc()

    def key(self, key: str, offset: int) -> str:
        """The library's key for a source's key, which is noted."""
        self.keys[key] = None
        found = self.resolve(key)
        if found is None:
            self.unresolved.add((key, offset))
        return found or key

    def put(self, match: re.Match[str], new: str) -> None:
        if new and not self.code.covers(match.start()):
            self.spans.append((*match.span(), new))

    def named(self, offset: int) -> Callable[[str], str]:
        """What gives the library's keys for those of a citation at a place."""
        return lambda key: self.key(key, offset)

    def scholar(self, written: str, offset: int, form: str = "") -> str:
        """The citation of what a tag is given; '' in code."""
        if self.code.covers(offset):
            return ""
        return scholar_text(written, self.named(offset), form)

    def forms(self) -> None:
        """The citations of other systems, each by its own rule."""
        for match in DISTILL.finditer(self.text):
            if not self.code.covers(match.start()):
                self.put(match, distill_text(match, self.named(match.start())))
        for match in _SCHOLAR.finditer(self.text) if "{%" in self.text else ():
            self.put(match, self.scholar(match[2], match.start(), SCHOLAR[match[1]]))
        if self.is_html:
            return
        for pattern, text_of in ((LATEX, latex_text), (WIKI, wiki_text), (CITING_ROLE, role_text)):
            for match in pattern.finditer(self.text):
                if not self.code.covers(match.start()):
                    self.put(match, text_of(match, self.named(match.start())) or "")

    def scholar_blocks(self) -> None:
        """References in full, quotations with their source, and the number of works."""
        for match in _REFERENCE.finditer(self.text):
            key = next(iter(keys_of_scholar(match[1])), "")
            found = self.sourced.reference(key)
            if found is None:
                self.put(match, self.scholar(key, match.start()))
            elif not self.code.covers(match.start()):
                self.silent[key] = None
                self.put(match, found if self.is_html else _as_markdown(found))
        for match in _COUNT.finditer(self.text):
            self.put(match, str(self.sourced.count))
        for match in _QUOTE.finditer(self.text):
            end = _END_QUOTE.search(self.text, match.end())
            if end is not None and not self.code.covers(match.start()):
                self.quotation(match, end)

    def quotation(self, match: re.Match[str], end: re.Match[str]) -> None:
        source = f" {self.scholar(match[1], match.start())}"
        if self.is_html:
            self.put(match, "<blockquote>")
            self.put(end, f"{source}</blockquote>")
            return
        line = self.text.rfind("\n", 0, match.start()) + 1
        begins = not self.text[line : match.start()].strip()
        self.put(match, "> " if begins else "\n\n> ")
        inside = re.compile(r"\n").finditer(self.text, match.end(), end.start())
        self.spans += [(one.end(), one.end(), "> ") for one in inside]
        self.put(end, source)

    def pandoc(self) -> None:
        labels = {match[1].casefold() for match in _LABEL.finditer(self.text)}
        for cluster in find_clusters(self.text):
            inside = self.text[cluster.start + 1 : cluster.end - 1].casefold()
            is_link = any(part in labels for part in inside.split("]["))
            is_place = all(self.is_place(item.key) for item in cluster.items)
            if is_link or is_place or self.code.covers(cluster.start):
                continue
            for item in cluster.items:
                if cluster.is_narrative and self.resolve(item.key) is None:
                    continue  # a mention of somebody, not a citation
                found = key_as_written(self.key(item.key, item.start))
                if found != self.text[item.start : item.end]:
                    self.spans.append((item.start, item.end, found))

    def is_place(self, key: str) -> bool:
        """Whether a key names a figure, a table and the like of this text, and no work."""
        return is_place_name(key) and (f"#{key}" in self.text or self.resolve(key) is None)


def _as_markdown(reference: str) -> str:
    """A reference in HTML whose words mean nothing in Markdown."""
    pieces = re.split(r"(<[^<>]*>|&#?\w+;)", reference)
    return "".join(
        piece if index % 2 else re.sub(r"([\\`*_\[\]$~^@#])", r"\\\1", piece)
        for index, piece in enumerate(pieces)
    )
