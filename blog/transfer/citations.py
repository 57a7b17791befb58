"""Other systems' citation keys, rewritten in the one syntax of this blog (Pandoc's).

al-folio's and Distill's `<d-cite key="a,b">`, neverworkintheory's `<cite>key</cite>`,
jekyll-scholar's `{% cite a b --locator 3 %}` and Pandoc's own `[@a, p. 3]`. Of jekyll-scholar also
`{% nocite a %}`, `{% cite_details a %}`, `{% reference a %}`, `{% quote a %}…{% endquote %}`,
`{% bibliography_count %}`, and `{% bibliography --cited %}`, in place of which this blog has its
own list.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from blog.markup.document.place_names import is_place_name
from blog.transfer.code_ranges import Code, code_in, replace_spans
from papers.citing.citation_syntax import find_clusters

Resolve = Callable[[str], str | None]
"""Gives for a source's key the key of this blog's library, or None."""

_D_CITE = re.compile(
    r"<(d|dt)-cite\b[^<>]*?\s(?:bibtex-)?key\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s<>\"']+?))"
    r"(?:\s[^<>]*)?(?:/>|>(?:\s*</\1-cite\s*>)?)",
    re.IGNORECASE,
)
_CITE = re.compile(r"<cite>\s*([^<>\n]{1,300}?)\s*</cite>", re.IGNORECASE)
_KEY_FORM = re.compile(r"[^\s,;@{}\"'<>]*[A-Za-z][^\s,;@{}\"'<>]*\d[^\s,;@{}\"'<>]*\Z")
_LABEL = re.compile(r"^ {0,3}\[(?!\^)([^\[\]\n]{1,500})\]:", re.MULTILINE)
_SCHOLAR = re.compile(r"\{%-?\s*(?:cite|citet|citep|cite_details)\s+([^%{}]{1,500}?)\s*-?%\}")
_REFERENCE = re.compile(r"\{%-?\s*reference\s+([^%{}]{1,500}?)\s*-?%\}")
_QUOTE = re.compile(r"\{%-?\s*quote\s+([^%{}]{1,500}?)\s*-?%\}[ \t]*")
_END_QUOTE = re.compile(r"\s*?[ \t]*\{%-?\s*endquote\s*-?%\}")
_COUNT = re.compile(r"\{%-?\s*bibliography_count\b[^%{}]{0,500}%\}")
_NOCITE = re.compile(r"\{%-?\s*nocite\s+([^%{}]{1,500}?)\s*-?%\}\n?")
_LIST = re.compile(
    r"^[ \t]*\{%-?\s*bibliography\s[^%{}]{0,500}--cited(?:_in_order)?\b[^%{}]{0,500}%\}[ \t]*\n?",
    re.MULTILINE,
)
_OPTION = re.compile(r"(?<!\S)--?(\w+)(?:[ \t=]+(?!-)(?:\"([^\"]*)\"|'([^']*)'|(\S+)))?")
_FLAGS = {"A", "suppress_author"}
_NAMES = {"l": "locator", "L": "label", "locator": "locator", "label": "label", "suffix": "suffix"}
"""jekyll-scholar's `--prefix` begins the ids of its links; it is nothing that readers see."""

_SHORT = {"page": "p.", "chapter": "chap.", "section": "sec.", "figure": "fig.", "volume": "vol."}


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
    if not re.search(r"@|<d-cite|<dt-cite|<cite|\{%", text, re.IGNORECASE):
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
        for match in _D_CITE.finditer(self.text):
            keys = re.split(r"[,;\s]+", (match[2] or match[3] or match[4] or "").strip())
            self.replace(match, [key for key in keys if key])
        for match in _SCHOLAR.finditer(self.text) if "{%" in self.text else ():
            self.put(match, self.scholar(match[1], match.start()))
        self.scholar_blocks()
        for pattern in (_NOCITE, _LIST):
            for match in pattern.finditer(self.text):
                if not self.code.covers(match.start()):
                    self.spans.append((match.start(), match.end(), ""))
                    self.silent |= dict.fromkeys(match[1].split() if match.lastindex else ())
        for match in _CITE.finditer(self.text):
            keys = re.split(r"[,;]\s*", match[1])
            if all(self.resolve(key) for key in keys):
                self.replace(match, keys)
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

    def replace(self, match: re.Match[str], keys: list[str]) -> None:
        if not self.code.covers(match.start()):
            self.put(match, self.cluster(keys, match.start()))

    def cluster(
        self, keys: list[str], offset: int, places: list[str] | None = None, mark: str = ""
    ) -> str:
        """`places` are what follows the keys, in their order; `mark` stands before each key."""
        items = [mark + key_as_written(self.key(key, offset)) for key in keys]
        for number, place in enumerate(places or [] if items else []):
            items[min(number, len(items) - 1)] += f", {place}" if place else ""
        return f"[{'; '.join(items)}]" if items else ""

    def scholar(self, written: str, offset: int) -> str:
        """The citation of what a tag is given; '' in code. The n-th locator and label are the n-th
        key's; a single one is the last key's."""
        if self.code.covers(offset):
            return ""
        given: dict[str, list[str]] = {"locator": [], "label": [], "suffix": []}
        mark = ""
        for option in _OPTION.finditer(written):
            if option[1] in _FLAGS:
                mark = "-"
            elif option[1] in _NAMES:
                given[_NAMES[option[1]]].append(option[2] or option[3] or option[4] or "")
        keys = _OPTION.sub(_flagged, written).split()
        labels = [*given["label"], *[""] * len(given["locator"])]
        places = [locator_text(*one) for one in zip(given["locator"], labels, strict=False)]
        if len(places) == 1:
            places = [""] * (len(keys) - 1) + places
        if given["suffix"]:
            places += [""] * (len(keys) - len(places))
            places[-1:] = [", ".join(filter(None, [*places[-1:], *given["suffix"]]))]
        return self.cluster(keys, offset, places, mark)

    def scholar_blocks(self) -> None:
        """References in full, quotations with their source, and the number of works."""
        for match in _REFERENCE.finditer(self.text):
            key = next(iter(_OPTION.sub(_flagged, match[1]).split()), "")
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
            is_link = self.text[cluster.start + 1 : cluster.end - 1].casefold() in labels
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


def _flagged(option: re.Match[str]) -> str:
    """What of an option is none: the word after a flag that takes no value is a key."""
    return f" {option[4]} " if option[1] in _FLAGS and option[4] else " "


def locator_text(value: str, label: str) -> str:
    """`p. 3`; a value that says by a word what it counts stays as it is."""
    if not label:
        return value if re.search("[A-Za-z]{2}|[a-z]\\.", value) else f"p. {value}"
    return f"{_SHORT.get(label, label)} {value}"


def key_as_written(key: str) -> str:
    """`@key`; in braces where the key would end early, or names a place of a text."""
    found = [one.items[0].key for one in find_clusters(f"@{key}")]
    return f"@{key}" if found == [key] and not is_place_name(key) else f"@{{{key}}}"
