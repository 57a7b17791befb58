"""Where a text may cite: its links, identifiers that stand in it, quoted titles, headings and the
marks of its citations. No Django here.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from papers.citing.citation_marks import MARK
from papers.citing.passages import TextBlock, blocks_of_html
from papers.records.finished_html import tokens_of
from papers.records.folded_text import title_key
from papers.records.identifiers import Id, identifier_of_url, identifier_url, normalize_identifier

QUOTES = {
    '"': '"',
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‘": "’",
    "「": "」",
    "『": "』",
    "《": "》",
}
QUOTE = re.compile('["“”„«»‘’「」『』《》]')
LONGEST_TITLE = 400
WORD_SCRIPTS = re.compile(r"[0-9A-Za-z\u00c0-\u1fff]")  # those with blanks between their words
PAGE = "page"  # not a scheme of the library: the address of a paper's own page here
MARKS = ("10.", "arxiv", "pmid", "pmc")  # one stands in all that WRITTEN finds
DOI = r"10\.\d{4,9}/(?:[^\s<>\"]|<\d+::[\w-]+>)+"
"""With the angles of one that was made of an SICI: `16<1661::AID-SIM968>3.0.CO;2-2`."""
WRITTEN = re.compile(
    rf"(?<![\w/.:])(?:(?:doi:?\s*)({DOI})|({DOI})"
    r"|arxiv:\s*((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?)"
    r"|pmid:?\s*(\d{1,9})(?!\d)|(pmc\d{1,9})(?!\d))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Candidates:
    """What to look up: keys of titles (``title_key``) and identifiers."""

    titles: frozenset[str]
    identifiers: frozenset[Id]


@dataclass(frozen=True)
class MentionPlace:
    """A candidate in a block: a title's key, a link's identifiers or a citation's mark. The
    ``named`` one of its identifiers is that of a work for sure: other addresses may be anything's.
    """

    block: int
    start: int
    end: int
    title: str = ""
    identifiers: tuple[Id, ...] = ()
    token: int = -1
    mark: int | None = None
    named: Id | None = None


@dataclass(frozen=True)
class ReadHtml:
    """Sanitized HTML cut into tokens once, with its blocks and the candidates in them."""

    tokens: tuple[str, ...]
    blocks: list[TextBlock]
    places: tuple[MentionPlace, ...]


def read_html(source: str) -> ReadHtml:
    tokens = tokens_of(source)
    blocks = blocks_of_html(tokens)
    return ReadHtml(tuple(tokens), blocks, tuple(_places(blocks)))


def find_candidates(read: ReadHtml) -> Candidates:
    """The titles and identifiers in a text that may be works of the library."""
    return Candidates(
        frozenset(place.title for place in read.places if place.title),
        frozenset(one for place in read.places for one in place.identifiers),
    )


def _places(blocks: list[TextBlock]) -> Iterator[MentionPlace]:
    for index, block in enumerate(blocks):
        found = [*_linked_places(index, block), *_quoted_places(index, block)]
        found += [*_written_places(index, block), *_marked_places(index, block)]
        if block.is_heading and (key := title_key(MARK.sub("", block.text))):
            found = [place for place in found if place.title != key]
            found.append(MentionPlace(index, 0, block.length, title=key))
        yield from sorted(found, key=lambda place: (place.start, -place.end))


def _linked_places(index: int, block: TextBlock) -> Iterator[MentionPlace]:
    for link in block.links:
        identifiers = [Id("url", link.href)] if link.href.startswith("http") else []
        known = None
        if link.href.startswith("/"):
            identifiers = [Id(PAGE, link.href)]
        elif known := identifier_of_url(link.href):
            identifiers.insert(0, known)
        if identifiers:
            found = tuple(identifiers)
            yield MentionPlace(
                index, link.start, link.start, identifiers=found, token=link.token, named=known
            )


def _marked_places(index: int, block: TextBlock) -> Iterator[MentionPlace]:
    for match in MARK.finditer(block.text):
        yield MentionPlace(index, match.start(), match.end(), mark=int(match[1]))


def _written_places(index: int, block: TextBlock) -> Iterator[MentionPlace]:
    """Identifiers that stand in the text itself; those in a link are the link's to tell."""
    for piece in block.pieces:
        if piece.is_linked:
            continue
        for known, start, end in _written(piece.text):
            start, end = piece.start + start, piece.start + end
            yield MentionPlace(index, start, end, identifiers=(known,), named=known)


def written_identifiers(text: str) -> Iterator[tuple[Id, int]]:
    """The identifiers that stand in a text as such (`arXiv:1912.01703`), and where."""
    yield from ((known, start) for known, start, _end in _written(text))


def _written(text: str) -> Iterator[tuple[Id, int, int]]:
    lowered = text.lower()
    if not any(mark in lowered for mark in MARKS):  # most texts have none, and this is quick
        return
    for match in WRITTEN.finditer(text):
        scheme = ("doi", "doi", "arxiv", "pmid", "pmcid")[(match.lastindex or 1) - 1]
        with suppress(ValueError):
            value = normalize_identifier(scheme, match[match.lastindex or 1])
            known = identifier_of_url(identifier_url(Id(scheme, value))) or Id(scheme, value)
            yield known, match.start(), match.end()


def _quoted_places(index: int, block: TextBlock) -> Iterator[MentionPlace]:
    """Each opening quote with the next closing one; a straight quote may be either."""
    text = block.text
    for start, end in _quoted_spans(text):
        inner = text[start:end]
        kept = inner.rstrip(" ,.;")
        if _may_be_title(kept.strip()) and (key := title_key(kept)):
            yield MentionPlace(index, end - len(inner.lstrip()), start + len(kept), title=key)


def _quoted_spans(text: str) -> Iterator[tuple[int, int]]:
    """From each opening quote to the next closing one, from the last to the first; read from the
    end, so that the next of each kind is known."""
    following: dict[str, int] = {}
    for mark in reversed(list(QUOTE.finditer(text))):
        ends = [following[one] for one in QUOTES.get(mark[0], "") if one in following]
        if ends and min(ends) - mark.end() <= LONGEST_TITLE:
            yield mark.end(), min(ends)
        following[mark[0]] = mark.start()


def _may_be_title(text: str) -> bool:
    """Several words, or one in a script that sets no blanks between them."""
    return " " in text or (len(text) > 1 and not WORD_SCRIPTS.search(text))
