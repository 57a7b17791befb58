"""Pandoc's citation syntax in running text. No Django here.

``[see @key, p. 3; -@other]`` is a cluster; ``@key`` and ``@key [p. 3]`` are narrative. Keys may be
identifiers (``@doi:10.1145/3065386``, ``@https://…``, ``@{any key}``). Source: Pandoc's manual,
"Citation syntax", and its reader's answers; docs/citing.md lists where this differs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from papers.citing.locators import split_locator

PLAIN = r"\w(?:\w|[:.#$%&+?<>~/-](?=\w)|[:/](?=/))*+"
IDENTIFIER = (
    r"(?:doi:|10\.\d|https?://)"
    r"(?:\w|[:.#$%&+?<>~/=-](?=[\w(])|[:/](?=/)|\([\w.:/<>-]*+\))*+"
)
IN_BRACES = r"[^{}\s\U000f0000-\U000ffffd]"  # signs of private use stand for tags
BRACED = rf"\{{((?:{IN_BRACES}|\{{{IN_BRACES}*+\}})++)\}}"
KEY = rf"@(?:{BRACED}|((?i:{IDENTIFIER})|{PLAIN}))"
BARE = re.compile(rf"(?<![\w\\@/.])(?<!\[\^){KEY}")
IN_ITEM = re.compile(rf"(?:(?<![\w\\@/.-])(-)|(?<![\w\\@/.])){KEY}")
MARKS = re.compile(r"[\[\]@]")
GAP = re.compile(r"[ \t]*\n?[ \t]*(?=\[(?!\^))")
IS_LINK = re.compile(r"\([^()\s]*\)|\[[^\[\]]*\]")
PART = re.compile(r"(?:@\{[^{}]*\}|[^;])*+")
PARAGRAPH = re.compile(r"\n[ \t]*\n")
JOINT = re.compile(r"^[\s,]*(?:(?:and|&)\s+)?")


@dataclass(frozen=True)
class Cited:
    """One key of a cluster. start and end hold ``@key`` itself, counted in the whole text.

    ``suffix`` is all that follows the key; ``label`` and ``locator`` are the place in the work
    that it names, ``rest`` what it says beside that.
    """

    key: str
    start: int
    end: int
    prefix: str = ""
    suffix: str = ""
    is_year_only: bool = False
    label: str = ""
    locator: str = ""
    rest: str = ""

    def with_suffix(self, suffix: str, language: str = "") -> "Cited":
        """With what follows the key, whose terms are English or of a language."""
        found = split_locator(suffix, language)
        parts = {"label": found.label, "locator": found.value, "rest": found.rest}
        return replace(self, suffix=suffix.rstrip(), **parts)


@dataclass(frozen=True)
class Cluster:
    """Works cited at one place; start and end hold the brackets. In a narrative one the first
    item's authors are part of the sentence."""

    start: int
    end: int
    items: tuple[Cited, ...]
    is_narrative: bool = False


def find_clusters(text: str) -> Iterator[Cluster]:
    """Every cluster and bare key in order; code and addresses are the caller's to leave out."""
    if "@" not in text:
        return
    pairs, citing = _brackets(text)
    done = 0
    for mark in MARKS.finditer(text):
        place = mark.start()
        if place < done or mark[0] == "]":
            continue
        cluster = None
        if mark[0] == "@":
            cluster = _narrative(text, place, pairs)
        elif place in citing:
            cluster = _bracketed(text, place, citing)
        if cluster is not None:
            yield cluster
            done = cluster.end


def _brackets(text: str) -> tuple[dict[int, int], dict[int, int]]:
    """Where brackets close that hold no brackets with a key: all of them, and those with a key."""
    pairs: dict[int, int] = {}
    citing: dict[int, int] = {}
    opened: list[list] = []  # where, whether a key stands in it, whether in one inside of it
    for mark in MARKS.finditer(text):
        if mark[0] == "[":
            opened.append([mark.start(), False, False])
        elif not opened:
            continue
        elif mark[0] == "@":
            opened[-1][1] = True
        else:
            start, cites, cites_inside = opened.pop()
            if not cites_inside:  # so that each key is looked at in one pair only
                pairs[start] = mark.start()
                if cites:
                    citing[start] = mark.start()
            if opened and (cites or cites_inside):
                opened[-1][2] = True
    return pairs, citing


def _bracketed(text: str, start: int, citing: dict[int, int]) -> Cluster | None:
    """``[@a; @b]``, and all further such brackets that follow without a blank."""
    if text[start - 1 : start] == "\\":
        return None
    parts: list[tuple[Cited, ...]] = []
    ends = [start]
    while ends[-1] in citing and text[ends[-1] + 1] != "^":
        found = _items(text, ends[-1] + 1, citing[ends[-1]])
        if not found:
            break
        parts.append(found)
        ends.append(citing[ends[-1]] + 1)
    if IS_LINK.match(text, ends[-1]):  # the last one is a link's words
        parts, ends = parts[:-1], ends[:-1]
    items = tuple(item for part in parts for item in part)
    return Cluster(start, ends[-1], items) if items else None


def _narrative(text: str, place: int, pairs: dict[int, int]) -> Cluster | None:
    """``@key``, with a locator or further works in the brackets that follow it."""
    match = BARE.match(text, place)
    if match is None:
        return None
    item = Cited(match[1] or match[2], place, match.end())
    alone = Cluster(place, match.end(), (item,), is_narrative=True)
    gap = GAP.match(text, match.end())
    if gap is None or gap.end() not in pairs:
        return alone
    start, end = gap.end() + 1, pairs[gap.end()]
    if IS_LINK.match(text, end + 1):
        return alone
    more = _items(text, start, end)
    if not more:
        inner = text[start:end]
        suffix, semicolon, _others = inner.partition(";")
        more = _items(text, start + len(suffix) + 1, end) if semicolon else ()
        if "@" in suffix or not inner.strip() or (semicolon and not more):
            return alone
        item = item.with_suffix(suffix)
    return Cluster(place, end + 1, (item, *more), is_narrative=True)


def _items(text: str, start: int, end: int) -> tuple[Cited, ...]:
    """The works that stand between semicolons, at least one in each part; else nothing."""
    items: list[Cited] = []
    if PARAGRAPH.search(text, start, end):
        return ()
    while True:
        stop = PART.match(text, start, end).end()
        if not (found := _item(text, start, stop)):
            break
        items += found
        if stop == end:
            return tuple(items)
        start = stop + 1
    return ()


def _item(text: str, start: int, end: int) -> list[Cited]:
    """The work that a part cites. Further keys in it, which Pandoc reads as words of the suffix,
    are works of their own."""
    items: list[Cited] = []
    keys = list(IN_ITEM.finditer(text, start, end))
    for match, following in zip_longest(keys, keys[1:]):
        prefix = text[start : match.start()]
        start = match.end()
        items.append(
            Cited(
                match[2] or match[3],
                match.start() + bool(match[1]),
                start,
                (JOINT.sub("", prefix) if items else prefix).strip(),
                is_year_only=bool(match[1]),
            )
        )
        if following is None:
            items[-1] = items[-1].with_suffix(text[start:end])
    return items


def written_key(key: str) -> str:
    """A key as it stands behind its ``@``: in braces where it would be read only in part."""
    return key if re.fullmatch(PLAIN, key) else f"{{{key}}}"
