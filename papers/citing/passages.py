"""Sanitized HTML as blocks of text, and text as sentences. No Django here.

The HTML is our own sanitizer's: every tag is closed, attribute values stand in double quotes.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from papers.records.finished_html import tag_attributes, tag_name

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = HEADINGS | {"p", "li", "ul", "ol", "blockquote", "dd", "dt", "dl", "td", "th", "tr"}
BLOCKS |= {"table", "figure", "figcaption", "div", "section", "article", "pre", "hr", "details"}
BLOCKS |= {"summary", "aside", "thead", "tbody"}
SILENT = frozenset({"code", "pre", "math", "kbd", "samp", "script", "style"})
OMITTED = "…"
LONGEST_SIDE = 1_000  # characters of a sentence before a citation, and after it
NOTE_MARKS = frozenset({"footnote", "reversefootnote"})  # links to and from a note: no words
ABBREVIATIONS = frozenset(
    {"al", "e.g", "i.e", "cf", "fig", "figs", "eq", "eqs", "sec", "ch", "no", "vol", "vs", "dr"}
    | {"mr", "mrs", "ms", "prof", "st", "etc", "p", "pp", "ed", "eds", "ref", "refs", "approx"}
)
STOP = re.compile(r"""[.!?…]+["”’»)\]]*\s+|[。！？]+["”’」』）]*\s*""")


@dataclass
class TextPiece:
    """One run of text: the token it stands in, its start in the block's text, and the text."""

    token: int
    start: int
    text: str
    is_linked: bool


@dataclass
class Link:
    """An ``<a href>``: its token and where its text stands in the block's text; of one that
    goes on into other blocks that is not told."""

    token: int
    href: str
    start: int
    end: int = 0


@dataclass
class TextBlock:
    """A block element's own text with entities decoded, an ellipsis for code and formulas, and
    without the marks of notes."""

    tag: str
    id: str
    pieces: list[TextPiece] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    length: int = 0
    text: str = ""
    ends: list[int] | None = None  # of its sentences, once they were asked for

    @property
    def is_heading(self) -> bool:
        return self.tag in HEADINGS

    def add(self, token: int, text: str, is_linked: bool) -> None:
        self.pieces.append(TextPiece(token, self.length, text, is_linked))
        self.length += len(text)


def blocks_of_html(tokens: list[str]) -> list[TextBlock]:
    """The blocks that have text or links, in order; a link may hold a picture alone."""
    blocks = []
    for block in _walk(tokens):
        block.text = "".join(piece.text for piece in block.pieces)
        if block.links or block.text.strip():
            blocks.append(block)
    return blocks


def _walk(tokens: list[str]) -> Iterator[TextBlock]:
    block, silent, links, in_note_mark = TextBlock("", ""), 0, 0, False
    for index, token in enumerate(tokens):
        name, is_end = tag_name(token), token.startswith("</")
        if not name:
            block.add(index, "" if silent or in_note_mark else html.unescape(token), bool(links))
            continue
        if name in SILENT:
            if not silent and name not in BLOCKS:
                block.add(index, OMITTED, True)
            silent = max(0, silent + (-1 if is_end else 1))
        elif name == "a":
            links = max(0, links + (-1 if is_end else 1))
            named = {} if is_end else tag_attributes(token)
            in_note_mark = named.get("class") in NOTE_MARKS
            if is_end and block.links and not silent:
                block.links[-1].end = block.length
            elif not is_end and not silent:
                block.links.append(Link(index, named.get("href", ""), block.length))
        elif name == "br":
            block.add(index, "\n", False)
        if name in BLOCKS:
            yield block
            block = (
                TextBlock("", "")
                if is_end
                else TextBlock(name, tag_attributes(token).get("id", ""))
            )
    yield block


def sentence_at(block: TextBlock, position: int) -> str:
    """The sentence of a block that covers a position, blanks made one; of a very long one the
    words around the position.

    A stop after an abbreviation, after an initial or before a small letter ends no sentence.
    """
    text = block.text
    ends = sentence_ends(block)
    place = bisect_right(ends, position)
    start = ends[place - 1] if place else 0
    end = ends[place] if place < len(ends) else len(text)
    first, last = max(start, position - LONGEST_SIDE), min(end, position + LONGEST_SIDE)
    words = text[first:last].split()
    if first > start:
        words[:1] = [OMITTED]
    if last < end:
        words[-1:] = [OMITTED]
    return " ".join(words)


def sentence_spans(block: TextBlock) -> Iterator[tuple[int, int]]:
    """Where each sentence of a block begins and ends."""
    ends = [0, *sentence_ends(block), len(block.text)]
    return pairwise(ends)


def sentence_ends(block: TextBlock) -> list[int]:
    if block.ends is None:
        found = STOP.finditer(block.text)
        block.ends = [one.end() for one in found if _ends_sentence(block.text, one)]
    return block.ends


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    if match[0][0] in "。！？":
        return True
    following = text[match.end() : match.end() + 1]
    if following.islower():
        return False
    if not re.match(r"\.\s", match[0]):
        return True
    before = re.split(r"[\s(\[]", text[: match.start()][-20:])[-1]
    return not (before.lower() in ABBREVIATIONS or (len(before) == 1 and before.isupper()))
