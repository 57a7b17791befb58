"""Citation clusters in rendered text, and marks in their place. No Django here.

Whatever a citation will read, it takes part in its sentence as one mark; the text around it stays
byte for byte. Marks are noncharacters of Unicode, which the renderer lets through from nobody.
"""

import html
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from papers.citing.citation_syntax import BARE, Cited, Cluster, find_clusters
from papers.citing.passages import BLOCKS, SILENT
from papers.records.finished_html import tag_name, tokens_of

FIRST, LAST = "\ufdd0", "\ufdd1"  # of a mark
MARK = re.compile(f"{FIRST}(\\d+){LAST}")
MOST_CITED = 2_000  # keys that one text may cite, counted each time; the rest stays as written
MOST_IN_ONE = 200  # keys of one citation
FIRST_STAND_IN = 0xF0000  # a private plane of Unicode: one character for each tag inside of a run
SPACED = re.compile(f"([ \\n]?){MARK.pattern}")
RAISED = re.compile(r'<span class="citations"[^<>]*><sup>')
FORM = re.compile(r'<span class="cite-(author|year|as)">')  # around what is shown in part
STAND_INS = re.compile("[\U000f0000-\U000ffffd]")
REFERENCE = re.compile(r"&(?:#\w+|\w+);|[^&]+|&")  # to a character, and what stands between


@dataclass(frozen=True)
class Marked:
    """The citations of one place. ``items`` lead to works, ``missing`` keys do not.

    Affixes hold stand-ins for tags, which ``tags`` gives back; ``text`` is what was written. Of a
    work only the "author" or the "year" may be shown, or words ("as") that stand as its prefix.
    """

    items: tuple[Cited, ...]
    missing: tuple[str, ...]
    is_narrative: bool
    text: str
    source: str
    tags: Mapping[str, str] = field(default_factory=dict)
    form: str = ""


@dataclass
class Run:
    """The text of one block: a stand-in for each tag, formula, code and link."""

    raws: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)

    def add_text(self, source: str) -> None:
        for written in REFERENCE.findall(STAND_INS.sub("", source)):
            text = html.unescape(written)
            self.raws += [written, *[""] * (len(text) - 1)] if written[0] == "&" else written
            self.letters += text

    def add_tag(self, source: str) -> None:
        letter = chr(FIRST_STAND_IN + min(len(self.tags), 65_000))
        self.tags[letter] = source
        self.raws.append(source)
        self.letters.append(letter)


class Part(NamedTuple):
    """Of a text: ``raw`` is passed on as it stands, or a ``run`` whose ``letters`` may cite."""

    raw: str
    run: Run | None = None
    letters: str = ""
    clusters: Iterable[Cluster] = ()


class CitingText(NamedTuple):
    """The parts of a text; one that ``is_cut`` cites more than is read."""

    parts: tuple[Part, ...]
    is_cut: bool

    @property
    def keys(self) -> frozenset[str]:
        """The keys that it cites, or may cite."""
        clusters = (cluster for part in self.parts for cluster in part.clusters)
        return frozenset(item.key for cluster in clusters for item in cluster.items)


def citing_text(source: str, most: int = MOST_CITED) -> CitingText:
    """Sanitized HTML cut where it may cite, up to ``most`` keys."""
    if "@" not in source:
        return CitingText((Part(source),), is_cut=False)
    parts, left, is_cut = [], most, False
    for part in _parts(source):
        clusters = []
        for cluster in part.clusters:
            left -= len(cluster.items)
            if left < 0 or len(cluster.items) > MOST_IN_ONE:
                is_cut = True
            else:
                clusters.append(cluster)
            if left < 0:
                break
        parts.append(part._replace(clusters=clusters))
    return CitingText(tuple(parts), is_cut)


def keys_in_links(source: str, most: int = MOST_CITED) -> tuple[str, ...]:
    """The keys among the words of links in sanitized HTML, which cite nothing: a citation is a
    link, and no link can stand in another."""
    found: dict[str, None] = {}
    opened = 0
    for token in tokens_of(source) if "@" in source and "<a " in source else ():
        name = tag_name(token)
        if name == "a":
            opened = max(0, opened + (-1 if token.startswith("</") else 1))
        elif not name and opened and "@" in token and len(found) < most:
            keys = (one[1] or one[2] for one in BARE.finditer(html.unescape(token)))
            found |= dict.fromkeys(keys)
    return tuple(found)[:most]


def mark_citations(
    text: CitingText, known: Collection[str], language: str = ""
) -> tuple[str, list[Marked]]:
    """The HTML of a text with a mark for each citation, and what they stand for.

    A bare key that is not ``known`` is text; in brackets it is a citation without a work. Terms of
    places in works are English or the text's ``language``.
    """
    parts: list[str] = []
    found: list[Marked] = []
    for raw, run, letters, clusters in text.parts:
        if run is None:
            parts.append(raw)
            continue
        done = 0
        for cluster in _citing(letters, run.tags, clusters, known):
            one = _marked(run, letters, cluster, known, language)
            parts += ["".join(run.raws[done : cluster.start]), f"{FIRST}{len(found)}{LAST}"]
            done = cluster.end
            found.append(one)
        parts.append("".join(run.raws[done:]))
    return "".join(parts), found


def put_citations(source: str, shown: Sequence[str]) -> str:
    """The HTML, or the text, with each mark replaced by what it stands for.

    No space stands before a superior number; ``data-apart`` says that one did.
    """

    def text_of(match: re.Match[str]) -> str:
        text = shown[int(match[2])]
        if not RAISED.match(text):
            return match[1] + text
        return text.replace("<span ", "<span data-apart ", 1) if match[1] else text

    return SPACED.sub(text_of, source) if FIRST in source else source


def _parts(source: str) -> Iterator[Part]:
    run, silent = Run(), ""
    opened = 0
    held: list[str] = []
    for token in tokens_of(source):
        name = tag_name(token)
        if silent:
            held.append(token)
            if name == silent:
                opened += -1 if token.startswith("</") else 1
            if not opened:
                run.add_tag("".join(held))
                silent, held = "", []
        elif name in SILENT | {"a"} and not token.startswith("</") and not token.endswith("/>"):
            silent, opened, held = name, 1, [token]
        elif name in BLOCKS:
            yield from _finished(run)
            yield Part(token)
            run = Run()
        elif name or token.startswith("<!"):
            run.add_tag(token)
        elif "@" in token or run.letters or "[" in token:
            run.add_text(token)
        else:
            run.raws.append(token)
            run.letters.append(" ")
    if held:
        run.add_tag("".join(held))
    yield from _finished(run)


def _finished(run: Run) -> Iterator[Part]:
    if "@" in run.letters:
        letters = "".join(run.letters)
        yield Part("", run, letters, find_clusters(letters))
    elif run.raws:
        yield Part("".join(run.raws))


def _citing(
    text: str,
    tags: Mapping[str, str],
    clusters: Iterable[Cluster],
    known: Collection[str],
    offset: int = 0,
) -> Iterator[Cluster]:
    """Those that lead somewhere, or should. What stands in the brackets behind a name that is no
    key, or across the end of an element, is read for itself."""
    for cluster in clusters:
        moved = _moved(cluster, offset)
        first = moved.items[0]
        is_name = moved.is_narrative and first.key not in known
        if not is_name and _is_balanced(text[moved.start : moved.end], tags):
            yield moved
            continue
        start = first.end if is_name else moved.start + 1
        inner = text[start : moved.end - (not is_name)]
        yield from _citing(text, tags, find_clusters(inner), known, start)


def _moved(cluster: Cluster, offset: int) -> Cluster:
    if not offset:
        return cluster
    items = tuple(
        replace(item, start=item.start + offset, end=item.end + offset) for item in cluster.items
    )
    return replace(cluster, start=cluster.start + offset, end=cluster.end + offset, items=items)


def _marked(run: Run, text: str, cluster: Cluster, known: Collection[str], language: str) -> Marked:
    written = text[cluster.start : cluster.end]
    items = cluster.items
    if language:
        items = tuple(one.with_suffix(one.suffix, language) if one.suffix else one for one in items)
    if not all(_is_balanced(part, run.tags) for one in items for part in (one.prefix, one.rest)):
        items = tuple(
            replace(one, prefix=STAND_INS.sub("", one.prefix), rest=STAND_INS.sub("", one.rest))
            for one in items
        )
    form = FORM.fullmatch(run.raws[cluster.start - 1]) if cluster.start else None
    return Marked(
        items=tuple(item for item in items if item.key in known),
        missing=tuple(item.key for item in items if item.key not in known),
        is_narrative=cluster.is_narrative,
        text=STAND_INS.sub("", written),
        source="".join(run.raws[cluster.start : cluster.end]),
        tags={letter: run.tags[letter] for letter in STAND_INS.findall(written)},
        form=form[1] if form else "",
    )


def _is_balanced(text: str, tags: Mapping[str, str]) -> bool:
    waiting: list[str] = []
    for letter in STAND_INS.findall(text):
        for token in tokens_of(tags[letter]):
            name = tag_name(token)
            if name in {"", "br", "img", "wbr", "input"}:
                continue
            if not token.startswith("</"):
                waiting.append(name)
            elif not waiting or waiting.pop() != name:
                return False
    return not waiting
