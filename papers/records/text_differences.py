"""How two texts differ and what becomes of two changes of one text; bounded for whatever texts."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

MOST_CELLS = 400_000  # lines compared with lines; what lies beyond counts as different
MOST_WORD_CELLS = 2_000_000  # words compared with words, in all lines of a difference
MOST_LINES = 300  # changed ones of a text that are compared by words
MOST_WORDS = 300  # of a changed line, and of the one in its place, that are compared by words
CONTEXT = 2  # lines shown around a change
PIECES = re.compile(r"\w+|\s+|.")
MINE, MIDDLE, STORED = "<<<<<<< mine", "=======", ">>>>>>> stored"
MARKS = re.compile(f"^(?:{MINE}|{STORED})$", re.MULTILINE)
Pair = tuple[int, int]
"""The places of one item in two sequences."""


@dataclass(frozen=True)
class DifferentLine:
    """A line of a difference: ``kind`` is ``del``, ``ins``, ``place`` (lines are left out) or "".
    ``parts`` are its pieces, each with whether it changed within the line."""

    kind: str
    parts: tuple[tuple[str, bool], ...]

    @property
    def sign(self) -> str:
        return {"del": "-", "ins": "+", "place": ""}.get(self.kind, " ")


@dataclass(frozen=True)
class MergedText:
    """Two changes in one text; not clean where some stand between marks for a person to choose."""

    text: str
    is_clean: bool


@dataclass
class Comparing:
    """How many more items may be compared with items."""

    left: int = MOST_CELLS

    def spend(self, cells: int) -> bool:
        """Whether there was room for so many."""
        has_room = 0 < cells <= self.left
        self.left -= cells if has_room else 0
        return has_room


def three_way(before: Any, mine: Any, theirs: Any) -> tuple[Any, bool]:
    """What a value is to be that two changed from ``before``, and whether that is certain: what
    only one changed is taken, and so is what both changed alike. Else it is mine."""
    if mine in (before, theirs):
        return theirs, True
    return mine, theirs == before


def merge_texts(before: str | None, mine: str, theirs: str) -> MergedText:
    """Two changes of a text, line by line. Without the text ``before`` nothing is certain: lines
    that only one has are kept, and the text is not clean."""
    ours, other = mine.split("\n"), theirs.split("\n")
    if before is None:
        base = [ours[one] for one, _other in matched_pairs(ours, other)]
    else:
        base = before.split("\n")
    in_mine, in_theirs = dict(matched_pairs(base, ours)), dict(matched_pairs(base, other))
    both = [(one, in_mine[one], in_theirs[one]) for one in in_mine if one in in_theirs]
    merged, is_clean, (i, j, k) = [], before is not None, (0, 0, 0)
    for a, b, c in [*both, (len(base), len(ours), len(other))]:
        lines, is_certain = three_way(base[i:a], ours[j:b], other[k:c])
        if not is_certain:
            lines, is_clean = [MINE, *ours[j:b], MIDDLE, *other[k:c], STORED], False
        merged += [*lines, *base[a : a + 1]]
        i, j, k = a + 1, b + 1, c + 1
    return MergedText("\n".join(merged), is_clean)


def line_of_mark(text: str) -> int | None:
    """The line where a mark of ``merge_texts`` still stands."""
    found = MARKS.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else None


def text_difference(old: str, new: str) -> list[DifferentLine]:
    """The way from one text to another: changed lines, with ``CONTEXT``, and what of them."""
    before, after = old.splitlines(), new.splitlines()
    found: list[DifferentLine] = []
    shown = 0
    parts = list(changed_parts(before, after))
    left, words = MOST_LINES, Comparing(MOST_WORD_CELLS)
    for (a, a_end, b, b_end), following in pairwise([*parts, None]):
        start = max(shown, a - CONTEXT)
        if start > shown:
            found.append(whole_line("place", f"@ {start + 1}"))
        found += (whole_line("", line) for line in before[start:a])
        left -= a_end - a
        found += changed_lines(before[a:a_end], after[b:b_end], words if left >= 0 else None)
        shown = min(a_end + CONTEXT, following[0] if following else len(before))
        found += (whole_line("", line) for line in before[a_end:shown])
    return found


def changed_lines(
    removed: Sequence[str], added: Sequence[str], words: Comparing | None
) -> Iterator[DifferentLine]:
    """Lines that others took the place of; of as many as before, what changed in each, where
    ``words`` may be compared."""
    if len(removed) != len(added) or words is None:
        yield from (whole_line("del", line) for line in removed)
        yield from (whole_line("ins", line) for line in added)
        return
    for old, new in zip(removed, added, strict=True):
        before, after = PIECES.findall(old), PIECES.findall(new)
        if max(len(before), len(after)) > MOST_WORDS:
            yield whole_line("del", old)
            yield whole_line("ins", new)
            continue
        pairs = matched_pairs(before, after, words)
        yield DifferentLine("del", told_parts(before, {one for one, _other in pairs}))
        yield DifferentLine("ins", told_parts(after, {other for _one, other in pairs}))


def whole_line(kind: str, line: str) -> DifferentLine:
    return DifferentLine(kind, ((line, False),))


def told_parts(pieces: Sequence[str], kept: set[int]) -> tuple[tuple[str, bool], ...]:
    """Pieces of a line, joined where they have the same lot."""
    told: list[tuple[str, bool]] = []
    for place, piece in enumerate(pieces):
        is_changed = place not in kept
        if told and told[-1][1] == is_changed:
            told[-1] = (told[-1][0] + piece, is_changed)
        else:
            told.append((piece, is_changed))
    return tuple(told)


def changed_parts(
    before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    """Where the two differ: from and to in the one, from and to in the other."""
    i = j = 0
    for a, b in [*matched_pairs(before, after), (len(before), len(after))]:
        if i < a or j < b:
            yield i, a, j, b
        i, j = a + 1, b + 1


def matched_pairs(
    one: Sequence[str], other: Sequence[str], comparing: Comparing | None = None
) -> list[Pair]:
    """The places of items that both have, in the order of both.

    Equal ends, then items that each has once are anchors; what lies between is compared item by
    item as long as ``comparing`` has room.
    """
    comparing = comparing or Comparing()
    anchors = [(-1, -1), *anchors_of(one, other), (len(one), len(other))]
    pairs: list[Pair] = []
    for (a, b), (a_end, b_end) in pairwise(anchors):
        if a >= 0:
            pairs.append((a, b))
        i, j, first, last = a + 1, b + 1, a_end, b_end
        while i < first and j < last and one[i] == other[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        ends: list[Pair] = []
        while i < first and j < last and one[first - 1] == other[last - 1]:
            first, last = first - 1, last - 1
            ends.append((first, last))
        if comparing.spend((first - i) * (last - j)):
            found = longest_pairs(one[i:first], other[j:last])
            pairs += ((i + a, j + b) for a, b in found)
        pairs += reversed(ends)
    return pairs


def anchors_of(one: Sequence[str], other: Sequence[str]) -> list[Pair]:
    """Items that each has once, as many as stand in the same order in both."""
    counted, in_other = Counter(one), Counter(other)
    places = {item: place for place, item in enumerate(other) if in_other[item] == 1}
    pairs = [
        (place, places[item])
        for place, item in enumerate(one)
        if counted[item] == 1 and item in places
    ]
    return rising(pairs)


def rising(pairs: Iterable[Pair]) -> list[Pair]:
    """The most of these pairs whose second places rise as their first do."""
    tails: list[int] = []
    last: list[tuple[Pair, Any]] = []
    for pair in pairs:
        at = bisect_left(tails, pair[1])
        link = (pair, last[at - 1] if at else None)
        tails[at : at + 1] = [pair[1]]
        last[at : at + 1] = [link]
    found: list[Pair] = []
    link = last[-1] if last else None
    while link:
        pair, link = link
        found.append(pair)
    return found[::-1]


def longest_pairs(one: Sequence[str], other: Sequence[str]) -> list[Pair]:
    """The places of a longest common sequence, by as many steps as the product of the lengths."""
    rows = [[0] * (len(other) + 1)]
    for item in reversed(one):
        below, row = rows[-1], [0]
        for place in range(len(other) - 1, -1, -1):
            is_same = other[place] == item
            at = len(other) - place
            row.append(below[at - 1] + 1 if is_same else max(below[at], row[-1]))
        rows.append(row)
    pairs, i, j = [], 0, 0
    while i < len(one) and j < len(other):
        left, right = len(one) - i, len(other) - j
        if one[i] == other[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif rows[left - 1][right] >= rows[left][right - 1]:
            i += 1
        else:
            j += 1
    return pairs
