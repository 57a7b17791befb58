"""A cell of code and its results as Markdown. No Django here."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from blog.transfer.executed.code_cells import CellOptions

ANSI = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b\][^\x07]*(?:\x07|$)|\x1b.")
ACTIVE = re.compile(
    r"<(script|style|noscript|template)\b[^>]*+(?:>.*?(?:</\1\s*>|\Z)|\Z)", re.S | re.I
)
"""Up to the end of all where it is not closed, even within its tag, as browsers read it."""
TAGS = re.compile(r"<[^<>]*>")
SHOWS = re.compile(r"<(?:img|table|svg|math|audio|video|iframe)\b", re.I)
MAX_TEXT = 20_000
"""Characters of what one cell prints; the rest is no help to a reader."""

Kind = Literal["text", "warning", "figure", "html", "markdown"]


@dataclass(frozen=True)
class CellOutput:
    """One result: printed text, a figure's address, HTML or Markdown. ``words`` describe it."""

    kind: Kind
    value: str
    words: str = ""


def write_cell(
    code: str, language: str, options: CellOptions, outputs: Sequence[CellOutput]
) -> str:
    """What readers see of a cell; '' for nothing."""
    if not options.include:
        return ""
    parts = [code_fence(code, language)] if options.echo and code.strip() else []
    shown = [one for one in outputs if _is_shown(one, options)] if options.has_results else []
    figures = [one for one in shown if one.kind == "figure"]
    tables = [one for one in shown if one.kind == "html" and "<table" in one.value.lower()]
    for one in shown:
        if one.kind == "figure":
            parts.append(_figure(one, options, figures.index(one), len(figures)))
        elif one.kind == "html":
            written = raw_html(one.value)
            is_named = options.label.startswith("tbl-") or options.table_caption
            is_only_one = len(tables) == 1 and one is tables[0]
            parts.append(_table(written, options) if is_named and is_only_one else written)
        elif one.kind == "markdown" or options.as_is:
            parts.append(one.value.strip("\n"))
        else:
            parts.append(code_fence(printed(one.value), "text"))
    return "\n\n".join(part for part in parts if part.strip())


def _is_shown(output: CellOutput, options: CellOptions) -> bool:
    if output.kind == "figure":
        return options.figures
    if output.kind == "warning":
        return options.warning and options.text
    return options.text or output.kind != "text"


def _table(written: str, options: CellOptions) -> str:
    name = f"#{options.label}" if options.label.startswith("tbl-") else ".cell"
    caption = f"\n\n{options.table_caption}" if options.table_caption else ""
    return f"::: {{{name}}}\n\n{written}{caption}\n\n:::"


def _figure(output: CellOutput, options: CellOptions, number: int, count: int) -> str:
    caption = options.captions[number] if number < len(options.captions) else ""
    alt = options.alts[number] if number < len(options.alts) else output.words
    alt = alt or _bare_words(caption)
    given = []
    if options.label.startswith("fig-"):
        given.append(f"#{options.label}" + (f"-{number + 1}" if count > 1 else ""))
    if caption:
        given.append(f'fig-alt="{quoted(alt)}"')
    attributes = f"{{{' '.join(given)}}}" if given else ""
    words = caption if caption else re.sub(r"([\[\]\\])", r"\\\1", alt)
    return f"![{words}]({output.value}){attributes}"


def _bare_words(markdown: str) -> str:
    return re.sub(r"[*_`]|<[^<>]*>", "", markdown)


def quoted(text: str) -> str:
    return text.replace('"', "”").replace("\n", " ").replace("}", ")").replace("{", "(")


def code_fence(code: str, language: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    marks = "`" * max(3, longest + 1)
    return f"{marks}{language}\n{code.rstrip()}\n{marks}"


def printed(text: str) -> str:
    """What a program prints, without the colours of terminals and lines written over."""
    text = ANSI.sub("", text).replace("\r\n", "\n")
    text = "\n".join(line.rpartition("\r")[2] for line in text.rstrip("\r").split("\n"))
    text = text.strip("\n")
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT].rsplit(chr(10), 1)[0]}\n…"


def passive_html(markup: str) -> str:
    """HTML without its programs and styles; '' where nothing is left to see."""
    rest = ACTIVE.sub("", markup).strip()
    shows = SHOWS.search(rest) or html.unescape(TAGS.sub("", rest)).strip()
    return rest if shows else ""


def raw_html(markup: str) -> str:
    """HTML in which no Markdown is read."""
    return f'<div class="cell-output" markdown="0">\n{markup.strip()}\n</div>'
