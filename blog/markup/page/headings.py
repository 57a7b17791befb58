"""Headings: their ids, as GFM's kramdown makes them, and the lists of them, `{:toc}`."""

import html
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from blog.markup.document.kramdown_options import KramdownOptions
from blog.markup.document.state import BLANK, RAW

LEVELS = {f"h{level}": level for level in range(1, 7)}
ID = re.compile(r'\sid="[^"]*"')
TEX = re.compile(r'<annotation encoding="application/x-tex">(.*?)</annotation>', re.S)
"""The TeX of a formula, as its MathML has it."""


def heading_id(text: str) -> str:
    """The id of a heading's text: lower case, without punctuation, blanks as hyphens.

    Source: kramdown-parser-gfm, `generate_gfm_header_id`.
    """
    kept = "".join(
        char
        for char in text.lower()
        if char.isalnum() or char in "_- \t" or unicodedata.category(char)[0] == "M"
    )
    return re.sub(r"[ \t]", "-", kept.strip())


def number_headings(root: ET.Element, options: KramdownOptions) -> list[ET.Element]:
    """Give every heading its level and an id, repeated ones with `-1`, `-2`.

    Answers with the headings in order.
    """
    counts: dict[str, int] = {}
    used = {element.get("id") for element in root.iter() if element.get("id")}
    headings = [element for element in root.iter() if element.tag in LEVELS]
    for element in headings:
        if options.header_offset:
            level = LEVELS[element.tag] + options.header_offset
            element.tag = f"h{min(max(level, 1), 6)}"
        if element.get("id") or not options.auto_ids:
            continue
        base = options.auto_id_prefix + (heading_id(heading_text(element)) or "section")
        counts[base] = counts.get(base, -1) + 1
        identity = f"{base}-{counts[base]}" if counts[base] else base
        while identity in used:
            counts[base] += 1
            identity = f"{base}-{counts[base]}"
        used.add(identity)
        element.set("id", identity)
    return headings


def heading_text(element: ET.Element) -> str:
    """The words of a heading, without footnote marks; formulas as TeX."""
    words = (
        piece if isinstance(piece, str) else "".join(map(html.unescape, TEX.findall(piece.text)))
        for piece in heading_pieces(element)
    )
    return "".join(words).replace("\n", " ")


def heading_pieces(element: ET.Element) -> Iterator[str | ET.Element]:
    """The words of a heading, without footnote marks, and its formulas."""
    yield element.text or ""
    for child in element:
        if child.tag == RAW:
            yield from [child] if TEX.search(child.text or "") else []
        elif child.tag != "sup" or not child.get("id", "").startswith("fnref:"):
            yield from heading_pieces(child)
        yield child.tail or ""


def put_heading(link: ET.Element, heading: ET.Element) -> None:
    """The words and formulas of a heading, as what a link says."""
    link.text = ""
    for piece in heading_pieces(heading):
        if not isinstance(piece, str):
            copy = ET.SubElement(link, RAW)
            copy.text, copy.tail = ID.sub("", piece.text or ""), ""
        elif len(link):
            link[-1].tail += piece.replace("\n", " ")
        else:
            link.text += piece.replace("\n", " ")


def insert_contents(root: ET.Element, headings: list[ET.Element], levels: frozenset[int]) -> None:
    """Fill the first list marked `{:toc}`, or paragraph `[TOC]`, with links to the headings.

    Those of `levels` that have an id. Empty the others.
    """
    shown = [
        element
        for element in headings
        if "no_toc" not in element.get("class", "").split()
        and LEVELS[element.tag] in levels
        and element.get("id")
    ]
    first = True
    for element in root.iter():
        marked = element.tag in ("ul", "ol") and "toc" in element.attrib
        if not marked and not (element.tag == "p" and element.text == "[TOC]" and not len(element)):
            continue
        kind = "ul" if element.tag == "p" else element.tag
        element.clear()
        element.tag = kind
        element.set("class", "toc")
        if not shown:
            element.tag = BLANK
        elif first:
            element.set("id", "markdown-toc")
            _nest(element, shown)
        first = False


def _nest(element: ET.Element, headings: list[ET.Element]) -> None:
    stack: list[tuple[int, ET.Element]] = [(0, element)]
    for heading in headings:
        level = LEVELS[heading.tag]
        while len(stack) > 1 and stack[-1][0] >= level:
            stack.pop()
        above = stack[-1][1]
        if above is not element:
            lists = [child for child in above if child.tag == element.tag]
            above = lists[0] if lists else ET.SubElement(above, element.tag)
        item = ET.SubElement(above, "li")
        link = ET.SubElement(item, "a", {"href": f"#{heading.get('id')}"})
        put_heading(link, heading)
        stack.append((level, item))
