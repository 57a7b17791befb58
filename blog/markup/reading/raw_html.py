"""Raw HTML in a post: its lines, the Markdown inside, and what the author is told about it.

An element is read as HTML up to its first blank line and as Markdown from there to its end tag, as
CommonMark has it ("HTML blocks", kind 6), but its end tag is known, and what is indented with it
is no code. `markdown="1"`, `"block"` and `"span"` have all of it read, `"0"` none, as in kramdown.

Nothing here makes HTML safe; that is the sanitizer's work. This module only rewrites what has a
harmless equivalent (`style="text-align: …"`, `<center>`, `<iframe>`, `<a name>`) and reports what
the sanitizer will take away.
"""

import html
import re
import textwrap
import xml.etree.ElementTree as ET

from blog.markup.document.foreign_citations import DISTILL, distill_text
from blog.markup.document.html_writing import escape_attribute, escape_text, write_html
from blog.markup.document.state import INLINE, Document, raw_element
from blog.markup.formulas.finding_formulas import formula_element
from blog.markup.reading.embedded_html import NAMES as EMBEDDING
from blog.markup.reading.embedded_html import (
    UNSAFE,
    attributes_in,
    embedded_html,
    replace_embedded,
)
from blog.markup.reading.html_tags import (
    LITERAL,
    START,
    TAG,
    VOID,
    is_self_closed,
    is_tag,
    starts_html,
)
from blog.markup.reading.reader import INDENTED, BlockReader
from blog.text.word_sets import word_set
from papers.records.formula_marks import formula_at

SPAN_CONTENT = word_set(
    """
    p h1 h2 h3 h4 h5 h6 dt td th li summary legend caption figcaption address
    """
)
CITES = frozenset({"d-cite", "dt-cite"})
REMOVED = word_set(
    """
    script style form input button select textarea applet link meta base svg
    frame frameset
    """
)
TAG_IN_LINE = re.compile(r"<(/?)([a-zA-Z][\w-]*)(?=[\s>/]|$)[^<>]*(>?)")
MARKDOWN = re.compile(
    r"""<([a-zA-Z][\w:-]*+)[^<>]*?\smarkdown(?:\s*=\s*["']?(1|block|span)["']?)?(?=[\s>/])[^<>]*+>"""
)
RAW_MARK = re.compile(r"""<[a-zA-Z][\w:-]*+[^<>]*?(\smarkdown\s*=\s*["']?0["']?)(?=[\s>/])""")
KEPT_WHOLE = re.compile(
    rf"""<!--|<({"|".join(sorted(LITERAL))}|[a-z][\w:-]*+(?=[^<>]*?\smarkdown[\s=>]))(?=[\s>])[^<>]*>""",
    re.I,
)
BLANK_LINE = re.compile(r"\n[ \t]*(?=\n)")
ALIGN = re.compile(r"text-align\s*:\s*(left|right|center|justify)")


def html_block(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int | None:
    """A block of HTML: up to the closing tag, or to a blank line where that is missing."""
    match = START.match(lines[index])
    if match is None or not starts_html(reader.document, lines[index]):
        return None
    if match[1]:
        return _comment(reader.document, lines, index)
    name = match[3].lower()
    if match[2] or name in VOID or _is_whole(lines[index], name):
        return _single(reader, parent, lines, index)
    end = _block_end(reader.document, lines, index, name)
    if end is None:
        return _unclosed(reader, parent, lines, index)
    last, column = end
    fragment = "\n".join([*lines[index:last], lines[last][:column]]).lstrip(" ")
    _read_element(reader, parent, fragment, name, depth)
    rest = lines[last][column:]
    if not rest.strip():
        return last + 1
    if reader.document.spend(len(rest)):
        lines[last] = rest.strip()
        return last
    parent.append(raw_element(rest))
    return last + 1


def _read_element(
    reader: BlockReader, parent: ET.Element, fragment: str, name: str, depth: int
) -> None:
    """Write an element, from its opening tag to its end tag, with the Markdown that it holds."""
    is_raw = RAW_MARK.match(fragment)
    if is_raw:
        fragment = fragment[: is_raw.start(1)] + fragment[is_raw.end(1) :]
    elif name not in LITERAL and not MARKDOWN.match(fragment):
        if reader.document.options.parse_block_html:
            fragment = f'<{name} markdown="1"{fragment[len(name) + 1 :]}'
        elif (blank := _first_blank_line(reader.document, fragment)) is not None:
            _emit(reader, parent, fragment[:blank], depth)
            close = fragment.rindex("</")
            inside = textwrap.dedent(fragment[blank:close]).strip("\n")
            reader.read(parent, inside.split("\n"), depth + 1)
            parent.append(raw_element(clean_fragment(reader.document, fragment[close:]) + "\n"))
            return
    _emit(reader, parent, fragment, depth)


def _first_blank_line(document: Document, fragment: str) -> int | None:
    """Where the first blank line begins that no element of literal text, no comment and none with
    a `markdown` of its own holds."""
    position = 1
    for found in KEPT_WHOLE.finditer(fragment):
        if found.start() < position:
            continue
        if blank := BLANK_LINE.search(fragment, position, found.start()):
            return blank.start()
        position = _end_of_kept(document, fragment, found)
    blank = BLANK_LINE.search(fragment, position)
    return blank.start() if blank else None


def _end_of_kept(document: Document, fragment: str, found: re.Match[str]) -> int:
    name = (found[1] or "").lower()
    if name and name not in LITERAL:
        if not document.spend(len(fragment) - found.start()):
            return len(fragment)
        lines = fragment[found.start() :].split("\n")
        last, column = _block_end(document, lines, 0, name) or (0, len(found[0]))
        return found.start() + sum(len(line) + 1 for line in lines[:last]) + column
    end = re.compile(rf"</{name}\s*>" if name else "-->", re.I).search(fragment, found.end())
    is_paid = document.spend((end.end() if end else len(fragment)) - found.start())
    return (end.end() if end else found.end()) if is_paid else len(fragment)


def _comment(document: Document, lines: list[str], index: int) -> int | None:
    for number in range(index, len(lines)):
        if not document.spend(4):
            return None
        found = lines[number].find("-->")
        if found >= 0:
            rest = lines[number][found + 3 :]
            lines[number] = rest if rest.strip() else ""
            return number if rest.strip() else number + 1
    return None


def _block_end(
    document: Document, lines: list[str], index: int, name: str
) -> tuple[int, int] | None:
    """Line and column behind the tag that closes the element opened at `index`."""
    depth = 0
    for number in range(index, len(lines)):
        line = lines[number]
        if not document.spend(len(line) + 4):
            return None
        if "<" not in line:
            continue
        for match in TAG_IN_LINE.finditer(line):
            if match[2].lower() != name:
                continue
            if match[1]:
                depth -= 1
            elif name not in LITERAL or depth == 0:
                depth += 0 if match[0].endswith("/>") and depth else 1
            if depth == 0 and match[1]:
                return number, match.end()
    return None


def _is_whole(line: str, name: str) -> bool:
    tag = TAG.match(line.lstrip(" "))
    return tag is not None and is_self_closed(tag[0], name)


def _single(reader: BlockReader, parent: ET.Element, lines: list[str], index: int) -> int | None:
    """A tag that stands for itself, which may go on over lines; what stands behind it is Markdown.
    None for one without an end, which is text."""
    text, end = lines[index].lstrip(" "), index + 1
    tag = TAG.match(text)
    if tag is None:
        while end < len(lines) and lines[end].strip():
            end += 1
        if not reader.document.spend(sum(map(len, lines[index:end]))):
            return None
        tag = TAG.match("\n".join(lines[index:end]).lstrip(" "))
    if tag is None:
        return None
    last = index + tag[0].count("\n")
    column = len(tag[0]) - tag[0].rfind("\n") - 1
    rest = (lines[last] if last > index else text)[column:]
    is_paid = not rest.strip() or reader.document.spend(len(rest))
    parent.append(raw_element(clean_fragment(reader.document, tag[0])))
    if not rest.strip():
        parent[-1].text += "\n"
        return last + 1
    if is_paid:
        lines[last] = rest.strip()
        return last
    parent.append(raw_element(clean_fragment(reader.document, rest) + "\n"))
    return last + 1


def _unclosed(reader: BlockReader, parent: ET.Element, lines: list[str], index: int) -> int:
    """An element without its end tag, up to a blank line behind which no HTML goes on that is
    indented with it."""
    end = index + 1
    while end < len(lines):
        following = end
        while following < len(lines) and not lines[following].strip():
            following += 1
        if following == len(lines) or (
            following > end and not _is_inside(reader, lines[following])
        ):
            break
        end = following + 1
    parent.append(raw_element(clean_fragment(reader.document, "\n".join(lines[index:end])) + "\n"))
    return end


def _is_inside(reader: BlockReader, line: str) -> bool:
    """Whether a line is HTML that is indented so far that it would be code."""
    return INDENTED.match(line) is not None and starts_html(reader.document, line.lstrip())


def _emit(reader: BlockReader, parent: ET.Element, fragment: str, depth: int) -> None:
    """Write a fragment as it is, but read what stands in `markdown="1"` elements."""
    position = 0
    while match := MARKDOWN.search(fragment, position):
        name = match[1].lower()
        if not reader.document.spend(len(fragment) - match.start()):
            break
        lines = fragment[match.start() :].split("\n")
        end = _block_end(reader.document, lines, 0, name)
        if end is None:
            break
        length = sum(len(line) + 1 for line in lines[: end[0]]) + end[1]
        whole = fragment[match.start() : match.start() + length]
        close = whole.rindex("</")
        opening = re.sub(r"""\smarkdown(?:\s*=\s*["']?\w+["']?)?""", "", match[0], count=1)
        parent.append(
            raw_element(
                clean_fragment(reader.document, fragment[position : match.start()] + opening)
            )
        )
        inside = whole[len(match[0]) : close]
        if match[2] == "span" or (match[2] != "block" and name in SPAN_CONTENT):
            ET.SubElement(parent, INLINE).text = inside.strip()
        else:
            reader.read(parent, textwrap.dedent(inside).strip("\n").split("\n"), depth + 1)
        parent.append(raw_element(clean_fragment(reader.document, whole[close:])))
        position = match.start() + length
    parent.append(raw_element(clean_fragment(reader.document, fragment[position:]) + "\n"))


def clean_fragment(document: Document, fragment: str) -> str:
    """Rewrite the tags of a fragment and convert the formulas in its text, outside code."""
    parts: list[str] = []
    literal = position = 0
    fragment = replace_embedded(document, without_comments(fragment))
    for match in TAG.finditer(fragment):
        parts.append(_text(document, fragment[position : match.start()], literal))
        position = match.end()
        if not literal and not is_tag(document, match):
            parts.append(escape_text(match[0]))
            continue
        is_whole = is_self_closed(match[0], match[2].lower())
        if not is_whole and (match[2].lower() in LITERAL or match[2].lower() == "code"):
            literal = max(0, literal + (-1 if match[1] else 1))
        is_shown = literal and match[2].lower() in CITES
        parts.append("" if is_shown else clean_tag(document, match[0]))
    parts.append(_text(document, fragment[position:], literal))
    return "".join(parts)


def without_comments(text: str) -> str:
    """Take comments out; one without an end goes to the sanitizer as it is."""
    parts: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts.append(text[position:start])
        position = end + 3
    return "".join(parts) + text[position:]


def _text(document: Document, text: str, literal: int) -> str:
    if literal or not ("$" in text or "\\" in text):
        return text
    parts: list[str] = []
    missing: dict[str, bool] = {}
    position = 0
    for match in re.finditer(r"\$|\\", text):
        if match.start() < position:
            continue
        found = formula_at(text, match.start(), missing)
        if found:
            display = found[1] or text.startswith("$$", match.start())
            parts += [
                text[position : match.start()],
                write_html(formula_element(document, html.unescape(found[0]), display=display)),
            ]
            position = found[2]
    return "".join(parts) + text[position:]


def clean_tag(document: Document, tag: str) -> str:
    """One tag with harmless equivalents put in place; reports what readers will not get."""
    match = TAG.fullmatch(tag)
    if match is None:
        return tag
    closing, name = match[1], match[2].lower()
    end = "" if closing or not is_self_closed(tag, name) else f"</{name}>"
    if name in CITES:
        found = None if closing else DISTILL.match(tag)
        written = escape_text(distill_text(found)) if found else ""
        if not closing and not written:
            document.report(f"A <{name}> element that names no work was left out.", tag)
        return written
    if name == "center":
        return "</div>" if closing or end else '<div class="align-center">'
    if name == "d-footnote":
        return "</small>" if closing else '<small class="sidenote">'
    if closing:
        return "" if name in ("iframe", "object") else tag
    if name in EMBEDDING:
        shown = embedded_html(document, name, attributes_in(match[3]), tag)
        if shown is not None:
            return shown
    if name in REMOVED:
        document.report(f"A <{name}> element is not allowed here and was removed.", tag)
        return tag + end
    attributes = attributes_in(match[3])
    _tidy(document, name, attributes, tag)
    written = "".join(f' {key}="{escape_attribute(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>{end}"


def _tidy(document: Document, name: str, attributes: dict[str, str], tag: str) -> None:
    for key in [key for key in attributes if key.startswith("on")]:
        del attributes[key]
        document.report(f"The script in an “{key}” attribute was removed.", tag)
    for key in ("href", "src"):
        if UNSAFE.match(attributes.get(key, "")):
            del attributes[key]
            document.report(
                f"An address in “{key}” that runs a script or holds data was removed.", tag
            )
    aligned = ALIGN.search(
        attributes.pop("style", "") or f"text-align:{attributes.pop('align', '')}"
    )
    if aligned:
        attributes["class"] = f"{attributes.get('class', '')} align-{aligned[1]}".strip()
    if name == "a" and "name" in attributes:
        attributes.setdefault("id", attributes.pop("name"))
    if name == "img":
        attributes.setdefault("loading", "lazy")
