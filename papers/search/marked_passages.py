"""A passage of a plain text with the words that were looked for. No Django here: what is marked
comes as a value, and templates escape it."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from papers.search.search_query import SearchTerm
from papers.search.search_words import located_words

LENGTH = 240  # characters
BEFORE = 70
LOOKED_AT = 10_000
"""Characters of one text in which the passage is looked for."""
BLANKS_NEAR = 25  # a passage begins and ends at a blank, if one is so near


class Piece(NamedTuple):
    text: str
    is_marked: bool


def marked_text(text: str, terms: Iterable[SearchTerm]) -> list[Piece]:
    """The whole text in pieces, those marked that the terms mean."""
    return list(pieces(text, hits_in(text, frozenset(terms))))


def passage(text: str, terms: Iterable[SearchTerm]) -> list[Piece]:
    """Some 240 characters around the place that has most of the terms near each other, the first
    of such; the beginning where there is none."""
    wanted = frozenset(terms)
    text = text[:LOOKED_AT]
    start = best_place(((one, word) for one, _end, word in hits_in(text, wanted)), wanted)
    first, last = edges(text, max(0, start - BEFORE))
    cut = " ".join(text[first:last].split())
    found = [Piece("… ", False)] if first else []
    found += marked_text(cut, wanted)
    return [*found, Piece(" …", False)] if last < len(text) else found


def best_place(places: Iterable[tuple[int, str]], wanted: frozenset[SearchTerm]) -> int:
    """The first hit of the window that has most words; no hit is read after one that has all."""
    best = most = 0
    window: deque[tuple[int, str]] = deque()
    inside: Counter[str] = Counter()
    for place, word in places:
        window.append((place, word))
        inside[word] += 1
        while place - window[0][0] > LENGTH - BEFORE:
            gone = window.popleft()[1]
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
        if len(inside) > most:
            best, most = window[0][0], len(inside)
            if most >= len(wanted):
                break
    return best


def edges(text: str, first: int) -> tuple[int, int]:
    """Where a passage begins and ends, at blanks as far as there are."""
    if first:
        blank = text.find(" ", first, first + BLANKS_NEAR)
        first = blank + 1 if blank >= 0 else first
    last = first + LENGTH
    if last >= len(text):
        return first, len(text)
    blank = text.rfind(" ", last - BLANKS_NEAR, last)
    return first, blank if blank >= 0 else last


def hits_in(text: str, wanted: frozenset[SearchTerm]) -> Iterator[tuple[int, int, str]]:
    exact = {term.word for term in wanted if not term.is_prefix}
    begins = tuple(term.word for term in wanted if term.is_prefix)
    for word, start, end in located_words(text):
        if word in exact or (begins and word.startswith(begins)):
            yield start, end, word


def pieces(text: str, hits: Iterable[tuple[int, int, str]]) -> Iterator[Piece]:
    """Neighbouring and overlapping hits, as pairs of signs are, become one."""
    shown, start, end = 0, 0, 0
    for first, last, _word in hits:
        if first > end:
            yield from piece(text[shown:start], text[start:end])
            shown, start = end, first
        elif not end:
            start = first
        end = max(end, last)
    yield from piece(text[shown:start], text[start:end])
    if text[end:]:
        yield Piece(text[end:], False)


def piece(before: str, hit: str) -> Iterator[Piece]:
    if before:
        yield Piece(before, False)
    if hit:
        yield Piece(hit, True)
