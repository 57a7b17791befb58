"""What Pandoc's Markdown has and this blog's has not, for files of Quarto and R Markdown.

Source: Pandoc's manual, "Superscripts and subscripts", "Line blocks", "Numbered example lists",
"Extension: implicit_figures". No Django here.
"""

import re
from itertools import count, zip_longest

from blog.transfer.rewriting.code_ranges import Span
from papers.records.formula_marks import formula_at

_MARK = re.compile(
    r"""\\.|~{2,}|\^\[|\[\^[^\]\s]*\]|https?://[^\s<>]*|<[^<>\n]*>|\{[^{}\n]*\}|\]\([^()\s]*
    |\^(?P<sup>(?:\\[^\n]|[^\s\\^\[\]]){1,200})\^|~(?P<sub>(?:\\[^\n]|[^\s\\~\[\]]){1,200})~
    |\$""",
    re.X,
)
_IMAGE = r"!\[(?P<words>(?:\\.|[^\\\[\]]|\[(?:\\.|[^\\\[\]])*+\])++)\]\((?P<target>[^()\n]*+)\)"
_FIGURE = re.compile(rf"{_IMAGE}(?:\{{(?P<given>[^{{}}\n]*)\}})?", re.S)
_LONE_IMAGE = re.compile(rf"\[?{_FIGURE.pattern}(?:\]\([^()\n]*\))?(?:\{{[^{{}}\n]*\}})?", re.S)
_PARAGRAPH = re.compile(r"(?:^(?!:::)[ \t]*\S.*\n?)+", re.M)
_LINE_BLOCK = re.compile(r"(?:^\|(?: .*)?$\n?(?:^[ \t]+\S.*\n?)*)+", re.M)
_EXAMPLE = re.compile(r"^( {0,3})\(@([\w-]*)\)(?=[ \t])", re.M)
_EXAMPLE_USE = re.compile(r"\(@([\w-]+)\)")


def pandoc_spans(text: str) -> list[Span]:
    """What is to stand in place of Pandoc's own marks; no line is added or taken away."""
    return [
        *_scripts(text),
        *_captions(text),
        *_line_blocks(text),
        *_examples(text),
    ]


def _scripts(text: str) -> list[Span]:
    """`x^2^` and `H~2~O`, but not within formulas, addresses, tags and attributes."""
    spans: list[Span] = []
    missing: dict[str, bool] = {}
    position = 0
    while match := _MARK.search(text, position):
        position = match.end()
        if match[0] == "$":
            found = formula_at(text, match.start(), missing)
            position = found[2] if found else position
        elif match.lastgroup in ("sup", "sub"):
            inside = match[match.lastgroup].replace("\\ ", "\N{NO-BREAK SPACE}")
            spans.append((*match.span(), f"<{match.lastgroup}>{inside}</{match.lastgroup}>"))
    return spans


def _captions(text: str) -> list[Span]:
    """An image alone in its paragraph is a figure, and its words are the caption."""
    spans: list[Span] = []
    for paragraph in _PARAGRAPH.finditer(text):
        if "![" not in paragraph[0]:
            continue
        written = paragraph[0].strip()
        end = paragraph.start() + len(paragraph[0].rstrip())
        if written.endswith("\\") and _LONE_IMAGE.fullmatch(written[:-1]):
            spans.append((end - 1, end, ""))  # so that it is none
        elif _LONE_IMAGE.fullmatch(written) and (image := _FIGURE.search(text, *paragraph.span())):
            place = image.start("given") if image["given"] is not None else image.end()
            mark = ".figure " if image["given"] is not None else "{.figure}"
            spans.append((place, place, mark))
    return spans


def _line_blocks(text: str) -> list[Span]:
    """A paragraph of `| line` keeps its lines."""
    spans: list[Span] = []
    for block in _LINE_BLOCK.finditer(text):
        before = text[text.rfind("\n", 0, max(block.start() - 1, 0)) + 1 : block.start()]
        after = (
            text[block.end() : block.end() + 200].partition("\n")[0]
            if block[0].endswith("\n")
            else ""
        )
        if before.strip() or after.strip():  # a pipe table, whose second line is of dashes
            continue
        position = block.start()
        lines = block[0].rstrip("\n").split("\n")
        for line, following in zip_longest(lines, lines[1:], fillvalue=""):
            if line.startswith("|"):
                words = line[2:].lstrip(" ")
                indent = len(line) - 2 - len(words) if words else 1
                start = position + len(line) - len(words)
                spans.append((position, start, "\N{NO-BREAK SPACE}" * indent))
            position += len(line)
            if following.startswith("|"):
                spans.append((position, position, "  "))
            position += 1
    return spans


def _examples(text: str) -> list[Span]:
    """`(@name) text` counts on through the whole text, and `(@name)` elsewhere is its number."""
    numbers, named = count(1), {}
    spans: list[Span] = []
    for example in _EXAMPLE.finditer(text):
        number = named.setdefault(example[2], next(numbers)) if example[2] else next(numbers)
        spans.append((example.end(1), example.end(), f"{number}."))
    starts = {start for start, _, _ in spans}
    for use in _EXAMPLE_USE.finditer(text):
        if use[1] in named and use.start() not in starts:
            spans.append((*use.span(), f"({named[use[1]]})"))
    return spans
