"""Code in a source with Liquid: what Liquid's reader passes over."""

import re

RAW_START = re.compile(r"\{%-?\s*raw\s*-?%\}")
RAW_END = re.compile(r"\{%-?\s*endraw\s*-?%\}")
MARKER = re.compile(r" {0,3}(?:[*+-]|\d+\.)\s")


def without_raw_tags(source: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without `{% raw %}` and `{% endraw %}`, and the ranges of it that are code: what
    stood between them, and indented blocks; in their order, none in another."""
    text, protected = _take_raw(source)
    merged: list[tuple[int, int]] = []
    for start, end in sorted([*protected, *indented_code(text)]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return text, merged


def raw_tag_pairs(source: str) -> list[tuple[re.Match[str], re.Match[str]]]:
    """The tags of each `{% raw %}` … `{% endraw %}`."""
    found: list[tuple[re.Match[str], re.Match[str]]] = []
    position = 0
    while (start := RAW_START.search(source, position)) and (
        end := RAW_END.search(source, start.end())
    ):
        found.append((start, end))
        position = end.end()
    return found


def _take_raw(source: str) -> tuple[str, list[tuple[int, int]]]:
    """Take `{% raw %}` and `{% endraw %}` away; what stood between them is protected."""
    parts: list[str] = []
    protected: list[tuple[int, int]] = []
    position = length = 0
    for start, end in raw_tag_pairs(source):
        before, inside = source[position : start.start()], source[start.end() : end.start()]
        length += len(before)
        protected.append((length, length + len(inside)))
        length += len(inside)
        parts += [before, inside]
        position = end.end()
    return "".join(parts) + source[position:], protected


def indented_code(text: str) -> list[tuple[int, int]]:
    """Where code blocks indented by four blanks stand, outside lists."""
    ranges: list[tuple[int, int]] = []
    position = 0
    in_list = in_code = False
    after_blank = True
    for line in text.split("\n"):
        blank = not line.strip()
        indented = line.startswith(("    ", "\t"))
        if not blank:
            in_code = indented and not in_list and (after_blank or in_code)
            if in_code:
                ranges.append((position, position + len(line)))
            elif MARKER.match(line):
                in_list = True
            elif after_blank and not line.startswith(" "):
                in_list = False
        after_blank = blank
        position += len(line) + 1
    return ranges
