"""The title of a post: from its header, its first heading, or its file name."""

import re
from dataclasses import dataclass

from blog.transfer.source.encoding import header_text
from blog.transfer.source.file_names import title_from_slug
from blog.transfer.source.header_values import as_line, without_tags
from blog.transfer.source.import_values import Value
from papers.records.formula_titles import typed_formulas

MAX_HEAD = 200_000
"""Characters of a body in which its title is looked for."""

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,}|:{3,})")
_ATX = re.compile(r" {0,3}#[ \t]+(\S.*)\Z")
_SETEXT = re.compile(r" {0,3}=+[ \t]*\Z")
_HTML_OPENING = re.compile(r"<h1(?:\s[^<>]*)?>", re.IGNORECASE)
_HTML_CLOSING = re.compile(r"</h1\s*>[ \t]*", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"\s*(?:\{:?[^{}]*\})+\s*\Z")
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_CODE = re.compile(r"(`+)(.+?)\1")
_EMPHASIS = re.compile(r"(?<!\\)(\*{1,3}|(?<!\w)_{1,3}(?!_))(?=\S)(.+?)(?<=[^\s\\])\1(?!\w)")

_FORMULA = "\ue006"  # stands for one; of private use


@dataclass(frozen=True)
class Titled:
    """A title, the body without the heading that gave it, and what is doubtful (or '')."""

    title: str
    body: str
    remark: str = ""


def read_title(values: dict[str, Value], body: str, is_html: bool, stem: str) -> Titled:
    """The title as plain text, never empty; `stem` is the file's name without date and ending.

    Markdown in a header's title is kept as characters, entities are decoded. A blank title is
    made from the file name; without any, the first heading of level 1 is taken out of the body
    (blank lines stand in its place, so that lines keep their numbers).
    """
    if "title" in values:
        title = as_line(values["title"])
        if title:
            is_list = isinstance(values["title"], list)
            return Titled(title, body, "the title is a list; joined by commas" if is_list else "")
        said = "is blank" if values["title"] in (None, "") else "is no text"
        return _from_stem(stem, body, f"the title {said}")
    heading = _html_heading(body) if is_html else _markdown_heading(body)
    return heading or _from_stem(stem, body, "there is no title")


def _from_stem(stem: str, body: str, reason: str) -> Titled:
    name = header_text(stem)
    title = title_from_slug(name) or name or "Untitled"
    return Titled(title, body, f"{reason}: “{title}” was made from the file name")


def _html_heading(body: str) -> Titled | None:
    opening = _HTML_OPENING.search(body, 0, MAX_HEAD)
    closing = _HTML_CLOSING.search(body, opening.end(), opening.end() + 2000) if opening else None
    if not opening or not closing:
        return None
    title = without_tags(body[opening.end() : closing.start()])
    blank = "\n" * body.count("\n", opening.start(), closing.end())
    left = body[: opening.start()] + blank + body[closing.end() :]
    return Titled(title, left) if title else None


def _markdown_heading(body: str) -> Titled | None:
    """The first `# x`, or `x` over `===`, that stands in no fence and no HTML comment."""
    lines = body[:MAX_HEAD].split("\n")
    fence, in_comment = "", False
    for index, line in enumerate(lines):
        if found := _FENCE.match(line):
            mark = found[1]
            fence = mark if not fence else "" if _closes(line, fence) else fence
            continue
        if fence:
            continue
        in_comment = "-->" not in line if in_comment or line.lstrip().startswith("<!--") else False
        if in_comment:
            continue
        if (title := _heading_at(lines, index)) is not None and title:
            count = 2 if not _ATX.match(line) else 1
            lines[index : index + count] = [""] * count
            return Titled(title, "\n".join(lines) + body[MAX_HEAD:])
    return None


def _closes(line: str, fence: str) -> bool:
    stripped = line.strip()
    return set(stripped) == {fence[0]} and len(stripped) >= len(fence)


def _heading_at(lines: list[str], index: int) -> str | None:
    line = lines[index]
    if found := _ATX.match(line):
        return plain_title(re.sub(r"(?:\A|[ \t]+)#+[ \t]*\Z", "", found[1]))
    after_blank = index == 0 or not lines[index - 1].strip()
    is_text = line.strip() and not line.startswith(("    ", "\t"))
    if after_blank and is_text and index + 1 < len(lines) and _SETEXT.match(lines[index + 1]):
        return plain_title(line)
    return None


def plain_title(markdown: str) -> str:
    """Inline Markdown as plain text: links, emphasis, code marks and attribute lists removed,
    formulas left as they are."""
    text = markdown[:2000].replace(_FORMULA, "").strip()
    places = list(typed_formulas(text))
    formulas = iter([text[start:end] for start, end in places])
    for start, end in reversed(places):
        text = text[:start] + _FORMULA + text[end:]
    text = _ATTRIBUTES.sub("", text)
    text = _LINK.sub(r"\1", text)
    kept = _CODE.sub(r"\2", text)
    if kept == text:
        kept = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", text))
    plain = without_tags(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", kept))
    return re.sub(_FORMULA, lambda _match: next(formulas, ""), plain)
