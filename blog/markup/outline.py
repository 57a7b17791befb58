"""Headings.

Ids as GFM's kramdown makes them, `{:toc}`, and what a rendered page says as plain text.
"""

import html
import re
import unicodedata
import xml.etree.ElementTree as ET

from blog.markup.document import BLANK, RAW
from blog.markup.options import Options
from blog.markup.rendered import Heading
from blog.markup.words import word_set

LEVELS = {f"h{level}": level for level in range(1, 7)}
BREAKS = word_set(
    """
    p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre div table tr hr figure figcaption
    section details summary article aside header footer caption thead tbody
    """
)
TAG = re.compile(r"""<(/?)([a-zA-Z][^\s>/"]*+)((?:[^">]++|"[^"]*+")*+)>""")
BLANKS = re.compile(r"[ \t]{2,}|\t")
WRAPPED = re.compile(r"[ \t]*\n\s*")
ID = re.compile(r'\sid="([^"]+)"')
CLASS = re.compile(r'\sclass="([^"]+)"')
MARKS = {  # of footnotes, which are no words of the text
    "sup": re.compile(r'\sid="[^"]*fnref:'),
    "a": re.compile(r'\sclass="reversefootnote"'),
}
SPACES = {"br": "\n", "td": " ", "th": " "}
FORMULA = re.compile(r'<annotation encoding="application/x-tex">(.*?)</annotation>', re.S)


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


def number_headings(root: ET.Element, options: Options) -> list[ET.Element]:
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
    parts = [element.text or ""]
    for child in element:
        if child.tag == RAW:
            parts += map(html.unescape, FORMULA.findall(child.text or ""))
        elif child.tag != "sup" or not child.get("id", "").startswith("fnref:"):
            parts.append(heading_text(child))
        parts.append(child.tail or "")
    return "".join(parts).replace("\n", " ")


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
        link.text = heading_text(heading)
        stack.append((level, item))


class PageReader:
    """Reads sanitized HTML once, for its plain text and its headings.

    The sanitizer's own writing (html5ever) needs no full parser: every `<` starts a tag, and every
    attribute stands in double quotes.
    """

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self.words: list[str] = []
        self.headings: list[Heading] = []
        self.open_heading: tuple[int, str, list[str]] | None = None
        self.skipped = ""  # the tag whose text is left out,
        self.skips = 0  # how often it is open,
        self.in_annotation = False  # and what is read inside it all the same
        self.verbatim = 0

    def read(self, markup: str) -> None:
        """Gather all of a page."""
        position = 0
        for match in TAG.finditer(markup):
            if position < match.start():
                self.add_text(markup[position : match.start()])
            position = match.end()
            if match[1]:
                self.close(match[2])
            else:
                self.open(match[2], match[3])
        self.add_text(markup[position:])
        self.end_block()

    def open(self, tag: str, attributes: str) -> None:
        """Note what opens."""
        if self.skipped:
            self.skips += tag == self.skipped
            self.in_annotation = self.in_annotation or tag == "annotation"
        elif tag == "math" or (tag in MARKS and MARKS[tag].search(attributes)):
            self.skipped, self.skips = tag, 1
        if tag in BREAKS:
            self.end_block()
            self.verbatim += tag == "pre"
            if tag in LEVELS and (found := ID.search(attributes)):
                classes = CLASS.search(attributes)
                if classes is None or "no_toc" not in classes[1].split():
                    self.open_heading = (LEVELS[tag], html.unescape(found[1]), [])
        elif tag in SPACES:
            self.add_text(SPACES[tag])

    def close(self, tag: str) -> None:
        """Note what closes."""
        if tag == self.skipped:
            self.skips -= 1
            self.skipped = self.skipped if self.skips else ""
        if tag == "annotation":
            self.in_annotation = False
        if tag in BREAKS:
            if tag in LEVELS and self.open_heading:
                level, identity, words = self.open_heading
                text = html.unescape("".join(words))
                self.headings.append(Heading(level, identity, " ".join(text.split())))
                self.open_heading = None
            self.end_block()
            self.verbatim -= tag == "pre" and self.verbatim > 0

    def add_text(self, text: str) -> None:
        """Gather text, its character references still written out."""
        if self.skipped and not self.in_annotation:
            return
        self.words.append(text)
        if self.open_heading:
            self.open_heading[2].append(text)

    def end_block(self) -> None:
        """Close the block of text gathered so far."""
        text = "".join(self.words)
        self.words = []
        if not text or text.isspace():
            return
        text = html.unescape(text)
        if self.verbatim:
            text = text.strip("\n")
        else:
            text = WRAPPED.sub("\n", BLANKS.sub(" ", text)).strip()
        if text:
            self.blocks.append(text)


def read_page(markup: str) -> tuple[str, tuple[Heading, ...]]:
    """Plain text (a blank line between blocks, formulas as TeX) and headings of sanitized HTML."""
    reader = PageReader()
    reader.read(markup)
    return "\n\n".join(reader.blocks), tuple(reader.headings)
