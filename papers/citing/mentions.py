"""Finds works of the library in a post's rendered text: by links and by titles. No Django here.

A title counts where it is a whole heading or stands in quotes. Since different works share titles
(380 of 499,059 in a census), a title alone only suggests: its first author's name or its year
must stand near it.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from papers.citing.citation_marks import STAND_INS, Marked
from papers.citing.citation_syntax import Cited
from papers.citing.mention_places import PAGE, WORD_SCRIPTS, MentionPlace, ReadHtml
from papers.citing.passages import TextBlock, TextPiece, sentence_at
from papers.records.finished_html import tag_attributes
from papers.records.folded_text import fold_text
from papers.records.identifiers import Id

LONGEST_LOCATOR = 200
NEAR_BLOCKS = 2


@dataclass(frozen=True)
class KnownWork:
    """What the search must know of a paper: ``family`` is its first author's family name,
    ``label`` the names that a citation in the text shows; ``row`` is the paper as it was read."""

    paper_id: int
    key: str
    url: str
    family: str
    year: int | None
    label: str = ""
    row: Any = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Mention:
    """One place where a work is cited. ``anchor`` is an id in the annotated HTML, or one that the
    citation at ``mark`` is to have."""

    work: KnownWork
    is_about: bool
    is_title: bool
    is_confirmed: bool
    anchor: str
    sentence: str
    is_key: bool = False
    locator: str = ""
    mark: int | None = None


@dataclass(frozen=True)
class Annotated:
    """The HTML with an id at each mention."""

    html: str
    mentions: tuple[Mention, ...]


def annotate_mentions(
    read: ReadHtml,
    by_title: Mapping[str, Sequence[KnownWork]],
    by_identifier: Mapping[Id, KnownWork],
    scope: str = "",
    cited: Sequence[Marked] = (),
    by_key: Mapping[str, KnownWork] | None = None,
) -> Annotated:
    """The HTML with every mention given an id and, where it is a title, a link to the work.

    ``cited`` are the citations whose marks stand in the HTML, ``by_key`` what their keys lead to.
    """
    tokens, blocks = list(read.tokens), read.blocks
    if not (by_title or by_identifier or cited):
        return Annotated("".join(tokens), ())
    counts: dict[str, int] = {}
    mentions = []
    edits: dict[int, list[tuple[int, int, str, str]]] = {}
    for place in read.places:
        block = blocks[place.block]
        if place.mark is not None:
            mentions += _cited(place, blocks, cited[place.mark], by_key or {}, counts, scope)
        for work, is_confirmed in _matches(place, blocks, by_title, by_identifier):
            counts[work.key] = counts.get(work.key, 0) + 1
            anchor = f"{scope}cite-{work.key}-{counts[work.key]}"
            named = tag_attributes(tokens[place.token]) if place.token >= 0 else {}
            if block.is_heading and place.title and block.id:
                anchor = block.id
            elif place.token >= 0:
                anchor = named.get("id", anchor)
                tokens[place.token] = _with_id(tokens[place.token], anchor)
            else:
                _plan_link(edits, block, place, work if is_confirmed else None, anchor)
            mentions.append(
                Mention(
                    work=work,
                    is_about=block.is_heading and bool(place.title),
                    is_title=bool(place.title),
                    is_confirmed=is_confirmed,
                    anchor=anchor,
                    sentence=_sentence(blocks, place),
                    is_key=any(one.scheme == PAGE for one in place.identifiers),
                )
            )
    for token, links in edits.items():
        tokens[token] = _linked(tokens[token], links)
    return Annotated("".join(tokens), tuple(mentions))


def _cited(
    place: MentionPlace,
    blocks: list[TextBlock],
    marked: Marked,
    by_key: Mapping[str, KnownWork],
    counts: dict[str, int],
    scope: str,
) -> Iterator[Mention]:
    """The mentions of one citation."""
    sentence = _sentence(blocks, place)
    for item in marked.items:
        work = by_key[item.key]
        counts[work.key] = counts.get(work.key, 0) + 1
        yield Mention(
            work=work,
            is_about=False,
            is_title=False,
            is_confirmed=True,
            anchor=f"{scope}cite-{work.key}-{counts[work.key]}",
            sentence=sentence,
            is_key=True,
            locator=_locator(item),
            mark=place.mark,
        )


def _locator(item: Cited) -> str:
    """The place in the work as it was written: ``pp. 3–5``."""
    if not item.locator:
        return ""
    written = STAND_INS.sub("", item.suffix.removesuffix(item.rest))
    return written.strip(" ,{}")[:LONGEST_LOCATOR]


def mentions_of_title(
    read: ReadHtml,
    key: str,
    by_title: Mapping[str, Sequence[KnownWork]],
    found: Sequence[Mention],
) -> tuple[Mention, ...]:
    """What a text's own title (as ``title_key``) names of the works that the text does not: the
    text is about them."""
    works = by_title.get(key, ())
    if not works or any(one.work in works for one in found):
        return ()
    blocks = read.blocks
    sentence = sentence_at(blocks[0], 0) if blocks and not blocks[0].is_heading else ""
    return tuple(
        Mention(
            work=work,
            is_about=True,
            is_title=True,
            is_confirmed=is_confirmed,
            anchor="",
            sentence=sentence,
        )
        for work, is_confirmed in _by_clues(works, blocks[: NEAR_BLOCKS + 1])
    )


def _matches(
    place: MentionPlace,
    blocks: list[TextBlock],
    by_title: Mapping[str, Sequence[KnownWork]],
    by_identifier: Mapping[Id, KnownWork],
) -> list[tuple[KnownWork, bool]]:
    """The works that a place names, each with whether that is sure."""
    if place.identifiers:
        found = [by_identifier[one] for one in place.identifiers if one in by_identifier]
        return [(work, True) for work in found[:1]]
    works = by_title.get(place.title, ())
    last = place.block + (NEAR_BLOCKS if blocks[place.block].is_heading else 0)
    return _by_clues(works, blocks[place.block : last + 1])


def _by_clues(
    works: Sequence[KnownWork], blocks: Sequence[TextBlock]
) -> list[tuple[KnownWork, bool]]:
    """The one work of a title of which author or year stands near, for sure; else all of them."""
    if not works:
        return []
    near = " ".join(block.text for block in blocks)
    clues = {work: _clues(work, near) for work in works}
    best = [work for work in works if clues[work] == max(clues.values()) > 0]
    if len(best) == 1:
        return [(best[0], True)]
    return [(work, False) for work in works]


def _sentence(blocks: list[TextBlock], place: MentionPlace) -> str:
    """The citing sentence; of a heading that is a title, the first one under it."""
    block, following = blocks[place.block], blocks[place.block + 1 : place.block + 2]
    if not block.is_heading:
        return sentence_at(block, place.start)
    if following and not following[0].is_heading:
        return sentence_at(following[0], 0)
    return " ".join(block.text.split())


@lru_cache(maxsize=64)  # a long block may name one title thousands of times
def _clues(work: KnownWork, near: str) -> int:
    """How many of author and year stand near: one text may tell a work from its reprint."""
    words, folded = [fold_text(work.family), str(work.year or "")], fold_text(near)
    return sum(bool(word) and _stands_in(word, folded) for word in words)


def _stands_in(word: str, text: str) -> bool:
    if not WORD_SCRIPTS.search(word):  # scripts without blanks between words
        return word in text
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def _plan_link(
    edits: dict[int, list[tuple[int, int, str, str]]],
    block: TextBlock,
    place: MentionPlace,
    work: KnownWork | None,
    anchor: str,
) -> None:
    """Notes a link over the part of a title that stands in its first run of text."""
    piece = block.pieces[bisect_right(block.pieces, place.start, key=_piece_start) - 1]
    end = min(place.end, piece.start + len(piece.text))
    is_plain = work is not None and not piece.is_linked and end == place.end
    start = place.start - piece.start
    target = work.url if work is not None and is_plain else ""
    edits.setdefault(piece.token, []).append((start, end - piece.start, target, anchor))


def _piece_start(piece: TextPiece) -> int:
    return piece.start


def _linked(token: str, links: list[tuple[int, int, str, str]]) -> str:
    """A text run with links set; positions count in the text with its entities decoded."""
    text = html.unescape(token)
    parts, done = [], 0
    for start, end, target, anchor in sorted(links):
        if start < done:
            continue
        parts.append(html.escape(text[done:start], quote=False))
        inner = html.escape(text[start:end], quote=False)
        name = html.escape(anchor)
        if target:
            href = html.escape(target)
            parts.append(f'<a class="citation" id="{name}" href="{href}">{inner}</a>')
        else:
            parts.append(f'<span id="{name}"></span>{inner}')
        done = end
    return "".join([*parts, html.escape(text[done:], quote=False)])


def _with_id(tag: str, anchor: str) -> str:
    if ' id="' in tag:
        return tag
    extra = "" if ' class="' in tag else ' class="citation"'
    return f'{tag[:2]}{extra} id="{html.escape(anchor)}"{tag[2:]}'
