"""Where code stands in a source: what nobody may rewrite."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache

from blog.markup.dialects.directives import CODE, KNOWN
from blog.markup.dialects.liquid import CONTAINER
from blog.markup.dialects.liquid_code import indented_code

_FENCE = re.compile(r"^[ \t>]*(?:(?:[*+-]|\d+\.)[ \t]+)?(`{3,}(?=[^`\n]*$)|~{3,})", re.MULTILINE)
_DIRECTIVE = re.compile(r"\{([\w:-]+)\}")
_INLINE = re.compile(r"(`(?<!``)`{0,19})(?!`)((?:(?!\n\n).){1,2000}?)(?<!`)\1(?!`)", re.DOTALL)
_BLOCKS = re.compile(
    r"<(pre|code|script|style|xmp|textarea)\b[^<>]*>|<!--|\{%-?\s*(raw|highlight|comment)\b",
    re.IGNORECASE,
)
_TEX = re.compile(r"\$\$.{1,5000}?\$\$|\\\[.{1,5000}?\\\]|\\\(.{1,2000}?\\\)", re.DOTALL)
_LETTER = re.compile(r"[^\n]")

Span = tuple[int, int, str]
"""Where a piece of a text begins and ends, and what is to stand in its place."""


@lru_cache(maxsize=4)
def code_in(text: str, is_html: bool) -> "Code":
    """The code of a source, which several readers ask for, one after the other."""
    return Code(text, is_html)


class Code:
    """The ranges of code, formulas and comments of one source."""

    def __init__(self, text: str, is_html: bool = False) -> None:
        found = [] if is_html else merged_ranges([*_fences(text), *indented_ranges(text)])
        for pattern in () if is_html else (_INLINE, _TEX):
            hidden = _hidden(text, found)
            found = merged_ranges([*found, *(match.span() for match in pattern.finditer(hidden))])
        self.ranges = merged_ranges([*found, *_blocks(text, found)])
        self._starts = [start for start, _ in self.ranges]

    def covers(self, position: int) -> bool:
        index = bisect_right(self._starts, position) - 1
        return index >= 0 and position < self.ranges[index][1]


def _fences(text: str) -> list[tuple[int, int]]:
    """Fenced blocks, each to its closing line or to the end of the text; of MyST's directives,
    which hold Markdown, only the marks."""
    ranges, position = [], 0
    if "```" not in text and "~~~" not in text:
        return ranges
    open_directives: list[str] = []
    while opening := _FENCE.search(text, position):
        mark, line = opening[1], text[opening.start(1) : opening.end() + 200].partition("\n")[0]
        info = line.lstrip("`~")
        if open_directives and not info.strip() and mark.startswith(open_directives[-1]):
            open_directives.pop()
            ranges.append(opening.span(1))
            position = opening.end()
            continue
        directive = _DIRECTIVE.match(info)
        if directive and directive[1].lower().split(":")[-1] in KNOWN - CODE - {"math"}:
            open_directives.append(mark)
            ranges.append(opening.span(1))
            position = opening.end()
            continue
        closing = re.compile(rf"^[ \t>]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$", re.MULTILINE)
        end = closing.search(text, opening.end())
        ranges.append((opening.start(1), end.end() if end else len(text)))
        position = ranges[-1][1]
    return ranges


def indented_ranges(text: str) -> list[tuple[int, int]]:
    """Code that blanks make, as the reader of Liquid finds it; inside of an element, where HTML is
    indented for its looks, there is none."""
    found = indented_code(text) if "    " in text or "\t" in text else []
    if not found or "<" not in text:
        return found
    depths, starts, depth = [0], [0], 0
    for tag in CONTAINER.finditer(text):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        starts.append(tag.end())
        depths.append(depth)
    return [span for span in found if not depths[bisect_right(starts, span[0]) - 1]]


def _hidden(text: str, ranges: list[tuple[int, int]]) -> str:
    """The text with ranges made blank lines, so that no pattern reaches into or across them."""
    parts, done = [], 0
    for start, end in ranges:
        parts += [text[done:start], "\n" * (end - start)]
        done = end
    return "".join([*parts, text[done:]])


def masked(text: str, ranges: Iterable[tuple[int, int]]) -> str:
    """The text with each letter of the ranges made a NUL, lines kept: a pattern that is searched
    in it finds places outside of them, which are those of the text too."""
    parts, done = [], 0
    for start, end in sorted(ranges):
        if end > done:
            start = max(start, done)
            parts += [text[done:start], _LETTER.sub("\0", text[start:end])]
            done = end
    return "".join([*parts, text[done:]])


def _blocks(text: str, ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    hidden = _hidden(text, ranges)
    found, position, missing = [], 0, set()
    while opening := _BLOCKS.search(hidden, position):
        position = opening.end()
        closing = "-->" if opening[0] == "<!--" else None
        if closing is None:
            name = (opening[1] or opening[2]).lower()
            closing = rf"</{name}\s*>" if opening[1] else rf"\{{%-?\s*end{name}\s*-?%\}}"
        if closing in missing:
            continue
        end = re.compile(closing, re.IGNORECASE).search(hidden, opening.end())
        if end is None:
            missing.add(closing)
            continue
        found.append((opening.start(), end.end()))
        position = end.end()
    return found


def merged_ranges(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def replace_spans(text: str, spans: Iterable[Span]) -> str:
    """The text with each span (start, end, new text) put in; of two that overlap the first."""
    parts, done = [], 0
    for start, end, new in sorted(spans):
        if start >= done:
            parts += [text[done:start], new]
            done = end
    return "".join([*parts, text[done:]])
