"""Texts of other systems rewritten to this blog's Markdown (docs/markup.md). No Django here.

What a mark means is up to the system that its author wrote for: `$ x $` is a formula where MathJax
looks for it and text where Pandoc does, `H~2~O` is Pandoc's, `% a remark` is MyST's. Each says here
what it means in the one dialect that is read here. Code stays as it is, and so does the number of
lines, so that what is told of a line is found there.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import PurePosixPath

from blog.markup.reading.html_tags import LITERAL, SPANS, TAG, VOID, is_self_closed
from blog.transfer.rewriting.code_ranges import Span, code_in, masked, replace_spans
from blog.transfer.rewriting.kramdown_formulas import unescape_formulas
from blog.transfer.rewriting.myst_marks import myst_spans
from blog.transfer.rewriting.pandoc_marks import pandoc_spans

COMMONMARK = "commonmark"
KRAMDOWN = "kramdown"
MYST = "myst"
PANDOC = "pandoc"
PYTHON_MARKDOWN = "python-markdown"

_BY_SYSTEM = {
    "jekyll": KRAMDOWN,
    "middleman": KRAMDOWN,
    "hugo": COMMONMARK,
    "zola": COMMONMARK,
    "astro": COMMONMARK,
    "myst": MYST,
    "quarto": PANDOC,
    "distill": PANDOC,
    "pelican": PYTHON_MARKDOWN,
}
_BY_ENDING = {".qmd": PANDOC, ".rmd": PANDOC}

_LINE_BREAK = re.compile(r"(?<!\\)(?:\\\\)*(\\)(?=\n[ \t]*\S)")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_HAS_MARKS = re.compile(r"[*_\0`\[\]^~$@]|^\s*(?:[-+#|>]|\d+\.)\s", re.MULTILINE)
_RAW_MARKDOWN = re.compile(r"\smarkdown=[\"']?0", re.IGNORECASE)
_OWN_MARKDOWN = re.compile(r"\smarkdown\b", re.IGNORECASE)

_TEMPLATE = re.compile(
    r"\{(?=\{(?![<%{])[^{}\n]{0,300}\}\})|(?<!\{)\{(?=%-?\s*\w[^{}%\n]{0,300}%\})"
)
_BEGIN = re.compile(r"\\begin\{([a-zA-Z]{1,30}\*?)\}")
_BRACKETED = re.compile(r"(?<!\\)\\([\[(])(.*?)\\[\])]", re.DOTALL)
_SINGLE = re.compile(r"\$(?!\$)((?:[^$\\\n]|\\[^\n]|\n(?![ \t]*\n)){1,2000})\$(?![$\d])")
_BLOCK_LIST = re.compile(r"(?<=\S\n)[ \t]*\{(?=[.#][\w-][^{}\n]*\}[ \t]*$)", re.MULTILINE)
_LETTER = re.compile(r"\s*[^\W\d_]\s*")
_TEXT = re.compile(r"\\(?:text\w*|mbox|mathrm|operatorname)\s*\{[^{}]*\}|\\[a-zA-Z]+")
_WORD = re.compile(r"[^\W\d]{2,}")
_WORDS = re.compile(r"[^\W\d]{2,}\s+[^\W\d]{2,}")


def dialect_of(system: str, path: str) -> str:
    """The Markdown that a file is written in, by its ending and its site's system; '' where
    neither tells, and then it is read as a text written here."""
    ending = PurePosixPath(path).suffix.lower()
    of_notebooks = COMMONMARK if ending == ".ipynb" else ""
    return _BY_ENDING.get(ending) or _BY_SYSTEM.get(system) or of_notebooks


def rewrite_dialect(text: str, dialect: str) -> str:
    """A text of one of the dialects above as this blog's; it keeps its number of lines."""
    if dialect == PANDOC:
        text = replace_spans(text, pandoc_spans(without_code(text)))
        text = replace_spans(text, read_html_spans(without_code(text)))
    elif dialect == MYST:
        text = replace_spans(text, myst_spans(text, without_code(text)))
    elif dialect in (KRAMDOWN, PYTHON_MARKDOWN):
        if dialect == KRAMDOWN:
            text = replace_spans(text, bracket_spans(text))
            text = unescape_formulas(text)
        text = replace_spans(text, raw_html_spans(without_code(text)))
    if dialect == COMMONMARK:
        text = replace_spans(text, block_list_spans(without_code(text)))
    if dialect in (PANDOC, COMMONMARK, MYST):
        text = replace_spans(text, line_break_spans(without_code(text)))
    if dialect in (KRAMDOWN, COMMONMARK, MYST, PYTHON_MARKDOWN):
        text = replace_spans(text, formula_spans(without_code(text)))
    return text


def without_templates(text: str) -> str:
    """A text of a system that runs no templates in it: what looks like Liquid's is words."""
    if "{{" not in text and "{%" not in text:
        return text
    shown = without_code(text)
    shown = masked(shown, _environments(shown))
    shown = masked(shown, [one.span() for one in _SINGLE.finditer(shown)])
    spans = [(one.start(), one.start() + 1, "&#123;") for one in _TEMPLATE.finditer(shown)]
    return replace_spans(text, spans)


def _environments(text: str) -> list[tuple[int, int]]:
    """Where TeX's environments stand, the outer ones."""
    found: list[tuple[int, int]] = []
    position, missing = 0, set()
    while opening := _BEGIN.search(text, position):
        end = f"\\end{{{opening[1]}}}"
        at = -1 if end in missing else text.find(end, opening.end())
        position = opening.end() if at < 0 else at + len(end)
        missing |= {end} if at < 0 else set()
        found += [(opening.start(), position)] if at >= 0 else []
    return found


def without_code(text: str) -> str:
    """The text with its code and its display formulas masked."""
    return masked(text, code_in(text, False).ranges)


def line_break_spans(text: str) -> list[Span]:
    """A backslash at a line's end breaks the line; here two do, as in kramdown."""
    return [(one.start(1), one.end(1), "\\\\") for one in _LINE_BREAK.finditer(text)]


def block_list_spans(text: str) -> list[Span]:
    """Goldmark's `{.class #id}` in a line behind its block is kramdown's `{: .class #id}`."""
    return [(one.end(), one.end(), ": ") for one in _BLOCK_LIST.finditer(text)]


def raw_html_spans(text: str) -> list[Span]:
    """kramdown reads no Markdown in an element of HTML, also not behind a blank line."""
    return [
        (start, start, ' markdown="0"')
        for start, end, is_outer, _ in _elements(text)
        if is_outer and _BLANK_LINE.search(text, start, end)
    ]


def bracket_spans(text: str) -> list[Span]:
    """`\\[tag\\]` and `\\(1\\)` are brackets for kramdown, whose formulas have two backslashes; but
    not in HTML, which it leaves alone, nor where they plainly hold a formula."""
    last_end = max(text.rfind("\\]"), text.rfind("\\)")) + 2
    if not _BRACKETED.search(text, 0, last_end):  # behind it each beginning would look for an end
        return []
    raw = sorted(span for *span, is_outer, _ in _elements(without_code(text)) if is_outer)
    spans: list[Span] = []
    for start, end in code_in(text, False).ranges:
        if not text.startswith(("\\[", "\\("), start) or text.endswith("\\", 0, start):
            continue
        before = bisect_right(raw, [start]) - 1
        if before >= 0 and start < raw[before][1]:
            continue
        for match in _BRACKETED.finditer(text, start, end):
            if not _is_formula(match[2]):
                is_target = match[1] == "(" and text.endswith("]", 0, match.start())
                plain = "&#40;" if is_target else {"(": "(", "[": "&#91;"}[match[1]]
                spans.append((match.start(), match.end(1), plain))
                spans += [(match.end() - 2, match.end(), ")")] * (match[1] == "(")
    return spans


def read_html_spans(text: str) -> list[Span]:
    """Pandoc reads the Markdown in every element of HTML (`markdown_in_html_blocks`)."""
    return [
        (start, start, f' markdown="{"1" if chr(10) in text[start:end] else "span"}"')
        for start, end, _, has_marks in _elements(text)
        if has_marks
    ]


def _elements(text: str) -> list[tuple[int, int, bool, bool]]:
    """The block elements of HTML that have no ``markdown`` of their own: where their attributes
    begin, where they end, whether they stand in no other, whether their own text has marks."""
    found: list[tuple[int, int, bool, bool]] = []
    opened: list[_Opened] = []
    done = 0
    for tag in TAG.finditer(text):
        name = tag[2].lower()
        if opened and _HAS_MARKS.search(text, done, tag.start()):
            opened[-1].has_marks = True
        done = tag.end()
        if name in SPANS or name in VOID or is_self_closed(tag[0], name):
            continue
        if not tag[1]:
            if any(one.is_raw for one in opened):
                opened.append(_Opened(name, tag.end(2), says_markdown=True))
            elif opened or _begins_a_line(text, tag.start()):
                is_raw = _RAW_MARKDOWN.search(tag[3]) is not None
                says = name in LITERAL or _OWN_MARKDOWN.search(tag[3]) is not None
                opened.append(_Opened(name, tag.end(2), says, is_raw=is_raw))
        elif any(one.name == name for one in opened):
            while opened[-1].name != name:
                opened.pop()  # its end tag is left out, as HTML lets one
            one = opened.pop()
            if not one.says_markdown:
                found.append((one.start, tag.end(), not opened, one.has_marks))
    return found


@dataclass
class _Opened:
    """An element whose end tag is to come, and where its name ends."""

    name: str
    start: int
    says_markdown: bool
    has_marks: bool = False
    is_raw: bool = False


def _begins_a_line(text: str, position: int) -> bool:
    return not text[text.rfind("\n", 0, position) + 1 : position].strip(" \t>*+-0123456789.")


def formula_spans(text: str) -> list[Span]:
    """`$ x $`, as MathJax and KaTeX read it, and as no formula stands here."""
    spans: list[Span] = []
    position = 0
    while (start := text.find("$", position)) >= 0:
        position = start + 1
        if start and (text[start - 1] in "\\$" or text[start - 1].isalnum()):
            continue
        match = _SINGLE.match(text, start)
        if match is None:
            continue
        inside = match[1]
        if inside.strip() == inside:
            position = match.end()
        elif _is_formula(inside):
            spans.append((*match.span(1), inside.strip()))
            position = match.end()
    return spans


def _is_formula(inside: str) -> bool:
    """Whether what stands between dollars and blanks is TeX, and not what costs so much."""
    if _LETTER.fullmatch(inside):
        return True
    words = _TEXT.sub(" ", inside)
    if _WORDS.search(words):
        return False
    if re.search(r"[\\^_{}]", inside):
        return True
    is_number = inside.lstrip()[:1].isdigit()
    has_letter = re.search(r"[^\W\d_]", words) is not None
    has_sign = "=" in inside or (re.search("[-+<>*/|()]", inside) and not _WORD.search(words))
    return has_letter and not is_number and bool(has_sign)
