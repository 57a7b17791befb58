"""Boxes, margins, figures and the like, as Pandoc, Quarto, Docusaurus and MyST write them.

`::: {.note}` … `:::`, `:::note Title`, `:::{figure} a.png` and ```` ```{note} ````. What a name
means is said here once for all of them. Source: Pandoc's manual, "Divs and spans"; Quarto,
"Callouts"; MyST's syntax of directives.
"""

import re
import xml.etree.ElementTree as ET

from blog.markup.dialects.directive_options import Directive, take_options
from blog.markup.dialects.table_directives import TABLE_OPTIONS, TABLES, write_table
from blog.markup.document.attributes import parse_attributes
from blog.markup.document.state import raw_element
from blog.markup.formulas.equations import equation_element
from blog.markup.reading.admonitions import BOXES, admonition
from blog.markup.reading.embedded_html import embedded_html
from blog.markup.reading.fences import closing_fence, dedent_fence, opening_fence
from blog.markup.reading.figures import LENGTH, alt_words
from blog.markup.reading.reader import BlockReader
from blog.text.word_sets import word_set

OPENING = re.compile(r" {0,3}:{3,}+[ \t]*+([^\s:].*)$")
CLOSING = re.compile(r" {0,3}:{3,}+[ \t]*$")
NAMED = re.compile(r"\{([a-zA-Z][\w:-]*)\}[ \t]*(.*)$")
WORD = re.compile(r"([a-zA-Z][\w-]*)(?:\[(.*)\]|[ \t]+(.*))?$")
TITLE = re.compile(r"#{1,6}[ \t]+(\S.*)$")
MARGINS = word_set("aside margin column-margin sidebar marginnote sidenote")
GROUPS = word_set("div container card grid grid-item grid-item-card tab-set tab-item")
CODE = word_set("code code-block code-cell sourcecode")
QUOTES = word_set("epigraph pull-quote highlights blockquote")
FOLDED = word_set("dropdown details toggle spoiler")
LEFT_OUT = word_set("bibliography toctree")
OPTIONS = word_set(
    """
    align alt backlinks class columns dedent depth emphasize-lines figclass figwidth gutter height
    icon id lang language linenos lineno-start local nonumber number-lines open scale tags width
    """
)  # those that are obeyed, and those of the layout, which readers' pages have their own of
CAPTIONED = frozenset({"caption"})
KNOWN = (
    BOXES
    | MARGINS
    | GROUPS
    | CODE
    | QUOTES
    | FOLDED
    | LEFT_OUT
    | TABLES
    | word_set("figure image math iframe")
) | {"contents", "tableofcontents"}


def read_division(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int | None:
    """`::: name` up to the `:::` that closes it; one without an end is text."""
    if not lines[index].lstrip(" ").startswith(":::"):
        return None
    opening = OPENING.match(lines[index])
    found = read_opening(opening[1].rstrip(":").rstrip()) if opening else None
    end = division_end(reader, lines, index) if found else None
    if found is None or end is None:
        return None
    found.lines = lines[index + 1 : end]
    write_directive(reader, parent, found, depth)
    return end + 1


def read_fenced_directive(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int | None:
    """MyST's ```` ```{name} ````, which looks like a fence of code."""
    fence = opening_fence(lines[index])
    found = directive_of(fence.info) if fence else None
    end = closing_fence(reader.document, lines, index, fence) if fence and found else None
    if fence is None or found is None or end is None:
        return None
    found.lines = [dedent_fence(line, fence) for line in lines[index + 1 : end]]
    write_directive(reader, parent, found, depth)
    return end + 1


def ends_with_division(reader: BlockReader, lines: list[str], index: int) -> bool:
    """Whether a paragraph ends before a division that has an end."""
    is_one = lines[index].lstrip().startswith(":::")
    return is_one and division_end(reader, lines, index) is not None


def read_opening(info: str) -> Directive | None:
    """What an opening line says, or None when it is text (`::: three words more`)."""
    if match := NAMED.match(info):
        return Directive(match[1].lower(), match[2] or None)
    if info.startswith("{"):
        attributes = parse_attributes(info.strip("{}"), {})
        title = attributes.pop("title", None)
        return Directive(directive_name(attributes.get("class", "")), title, attributes)
    match = WORD.match(info)
    title = (match[2] or match[3]) if match else None
    if match is None or (title and directive_name(match[1]) not in BOXES | FOLDED):
        return None
    return Directive(directive_name(match[1]), title, {"class": match[1]})


def directive_name(classes: str) -> str:
    """The first of some classes that means something here; Quarto's have a prefix."""
    names = [name.lower().removeprefix("callout-") for name in classes.split()]
    return next((name for name in names if name in KNOWN), "div")


def division_end(reader: BlockReader, lines: list[str], index: int) -> int | None:
    """The index of the line that closes the division opened at `index`, or None."""
    depth, number = 0, index
    while number < len(lines):
        line = lines[number]
        if not reader.document.spend(4):
            return None
        fence = opening_fence(line)
        if fence and (end := closing_fence(reader.document, lines, number, fence)) is not None:
            number = end
        elif ":::" in line:
            depth += bool(OPENING.match(line)) - bool(CLOSING.match(line))
            if depth == 0:
                return number
        number += 1
    return None


def directive_of(info: str) -> Directive | None:
    """The directive that a fence of code opens (```` ```{note} Title ````), or None for code."""
    match = NAMED.match(info)
    if match is None or match[1].lower().split(":")[-1] not in KNOWN:
        return None
    return Directive(match[1].lower(), match[2] or None)


def write_directive(reader: BlockReader, parent: ET.Element, found: Directive, depth: int) -> None:
    """Append what a directive means."""
    name = found.name.split(":")[-1]
    take_options(found)
    report_options(reader, found, name)
    if name in LEFT_OUT:
        message = f"The directive “{name}” has no place here and was left out."
        reader.document.report(message, found.name)
    elif name in ("contents", "tableofcontents"):
        if found.title:
            ET.SubElement(ET.SubElement(parent, "p"), "strong").text = found.title
        ET.SubElement(parent, "p").text = "[TOC]"
        reader.read(parent, found.lines, depth + 1)
    elif name == "math":
        tex = "\n".join([found.title or "", *found.lines]).strip()
        name = found.attributes.get("id", "")
        parent.append(equation_element(reader.document, tex, display=True, name=name))
    elif name in CODE:
        write_code(reader, parent, found)
    elif name in ("figure", "image") and found.title:
        write_figure(parent, found)
    elif name in TABLES:
        write_table(reader, parent, found, name, depth)
    elif name == "iframe" and found.title:
        values = {**found.attributes, "src": found.title}
        shown = embedded_html(reader.document, "iframe", values, found.title, "")
        parent.append(raw_element(f"{shown}\n"))
        reader.read(parent, found.lines, depth + 1)
    else:
        write_box(reader, parent, found, name, depth)


def report_options(reader: BlockReader, found: Directive, name: str) -> None:
    """Tell of the options of a directive that mean nothing here."""
    known = OPTIONS | (CAPTIONED if name in CODE or name in ("figure", "image") else frozenset())
    known |= TABLE_OPTIONS if name in TABLES else frozenset()
    for key in found.attributes.keys() - known if found.name != "div" else ():
        message = f"The option “{key}” of the directive “{name}” is not known and was left out."
        reader.document.report(message, f"{key}:")


def write_code(reader: BlockReader, parent: ET.Element, found: Directive) -> None:
    """Code, whose title is its language."""
    language, _, more = (found.title or "").partition(" ")
    language = language.replace("ipython3", "python")
    block = ET.SubElement(parent, "code-block")
    if language or found.name == "code-cell":
        block.set("class", f"language-{language or 'python'}")
    if more.strip():
        reader.document.report(f"“{more}” is no language of code and was left out.", more)
    block.attrib.update(
        {key: found.attributes[key] for key in ("id", "caption") if found.attributes.get(key)}
    )
    block.text = "".join(f"{line}\n" for line in found.lines)


def write_figure(parent: ET.Element, found: Directive) -> None:
    """An image with the text inside as its caption."""
    holder = ET.SubElement(parent, "figure")
    given = found.attributes
    image = {"src": found.title or "", "alt": alt_words(given.get("alt", "")), "loading": "lazy"}
    for key in ("width", "height"):
        if LENGTH.fullmatch(given.get(key, "")):
            image[key] = given[key].removesuffix("px")
    if given.get("id"):
        holder.set("id", given["id"])
    ET.SubElement(holder, "img", image)
    lines = [found.attributes.get("caption", ""), *found.lines]
    if caption := " ".join(line.strip() for line in lines).strip():
        ET.SubElement(holder, "figcaption").text = caption


def write_box(
    reader: BlockReader, parent: ET.Element, found: Directive, name: str, depth: int
) -> None:
    """A box, a margin note, something folded, a quotation, or a division with its classes."""
    title, lines = found.title, found.lines
    if name in BOXES and title is None:
        first = next((number for number, line in enumerate(lines) if line.strip()), None)
        heading = TITLE.match(lines[first]) if first is not None else None
        if heading and first is not None:
            title, lines = heading[1].rstrip("# "), lines[first + 1 :]
    if name == "admonition":
        name = next(
            (one for one in found.attributes.get("class", "").split() if one in BOXES), name
        )
    given = {"id": found.attributes["id"]} if found.attributes.get("id") else {}
    if name in BOXES:
        box = admonition(parent, name, "", name.title() if title is None else title)
        box.attrib.update(given)
    elif name in FOLDED:
        box = ET.SubElement(parent, "details", given)
        ET.SubElement(box, "summary").text = title or "Details"
    else:
        tag = "aside" if name in MARGINS else "blockquote" if name in QUOTES else "div"
        box = ET.SubElement(parent, tag, given)
        if tag != "blockquote":
            box.set("class", found.attributes.get("class") or name)
        if title:
            ET.SubElement(ET.SubElement(box, "p"), "strong").text = title
        if name not in KNOWN:
            message = f"The directive “{name}” is not known; its text is shown."
            reader.document.report(message, found.name)
    reader.read(box, lines, depth + 1)
