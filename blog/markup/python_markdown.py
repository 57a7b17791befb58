"""The dialect as a parser for Python-Markdown: its stages, our readers of blocks and spans.

Python-Markdown's own block and inline readers are not used. They split a text at blank lines, which
loses what a list item or a fence right after a paragraph's line is, and some texts take them
long (5,000 `[`: 4.0 s, ours 0.01).
"""

import xml.etree.ElementTree as ET
from collections.abc import Callable

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.treeprocessors import Treeprocessor
from markdown.util import Registry

from blog.markup.dialects.directives import ends_with_division, read_division, read_fenced_directive
from blog.markup.dialects.roles import role_at
from blog.markup.document.html_writing import write_html
from blog.markup.document.state import BLANK, RAW, Document
from blog.markup.document.text_policy import Policy
from blog.markup.page.cross_references import refer
from blog.markup.page.headings import insert_contents, number_headings
from blog.markup.reading.admonitions import read_admonition
from blog.markup.reading.blocks import (
    read_code,
    read_extension,
    read_fence,
    read_formula,
    read_heading,
    read_paragraph,
    read_quote,
    read_rule,
    read_underlined,
)
from blog.markup.reading.coloured_code import code_block
from blog.markup.reading.emphasis import fill_element
from blog.markup.reading.figures import make_figures
from blog.markup.reading.footnotes import add_backlinks, footnote_item, mark_abbreviations
from blog.markup.reading.labels import place_labels
from blog.markup.reading.lists import read_definitions, read_list
from blog.markup.reading.macro_lines import read_macro_lines
from blog.markup.reading.raw_html import html_block
from blog.markup.reading.reader import BlockReader, ParagraphEnd, Reader
from blog.markup.reading.reference_definitions import (
    read_abbreviation,
    read_footnote,
    read_reference,
)
from blog.markup.reading.spans import BRACE_READERS, SpanReader
from blog.markup.reading.tables import read_caption, read_table

BRACES = (*BRACE_READERS, role_at)
WITHOUT_SPANS = frozenset({RAW, BLANK, "code", "code-block"})


def block_readers(policy: Policy) -> list[Reader]:
    """Which kinds of block a text may hold, in the order in which they are tried."""
    table = [
        (read_code, True),
        (read_fenced_directive, policy.html),
        (read_fence, True),
        (read_quote, True),
        (read_heading, policy.headings),
        (read_rule, True),
        (read_list, True),
        (read_caption, policy.tables and policy.liquid),
        (read_definitions, True),
        (html_block, policy.html),
        (read_underlined, policy.headings),
        (read_macro_lines, True),
        (read_formula, True),
        (read_table, policy.tables),
        (read_footnote, policy.ids),
        (read_reference, True),
        (read_abbreviation, policy.ids),
        (read_extension, policy.liquid),
        (read_admonition, policy.html),
        (read_division, policy.html),
        (read_paragraph, True),
    ]
    return [reader for reader, is_allowed in table if is_allowed]


def paragraph_ends(policy: Policy) -> list[ParagraphEnd]:
    """What ends a paragraph beside the blocks that every text may hold."""
    return [ends_with_division] if policy.html else []


class LineParser(BlockParser):
    """Python-Markdown's block stage, with our line reader."""

    def __init__(self, md: Markdown, document: Document) -> None:
        super().__init__(md)
        self.reader = BlockReader(
            document, block_readers(document.policy), paragraph_ends(document.policy)
        )

    def parseDocument(self, lines: list[str]) -> ET.ElementTree:  # noqa: N802 (the base class's name)
        """Read a document's lines into a tree."""
        root = ET.Element(self.md.doc_tag)
        self.reader.read(root, lines)
        return ET.ElementTree(root)


class TreeStage(Treeprocessor):
    """A stage that changes the tree in place."""

    def __init__(self, md: Markdown, work: Callable[[ET.Element], None]) -> None:
        super().__init__(md)
        self.work = work

    def run(self, root: ET.Element) -> None:
        """Do this stage's work."""
        self.work(root)


class Dialect(Markdown):
    """Python-Markdown with our stages in place of the standard ones, for one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        super().__init__()
        self.serializer = write_html  # here, because the base class sets its own

    def build_parser(self) -> "Dialect":
        """Our stages only: to build the standard ones first takes longer than to read a post."""
        self.preprocessors, self.inlinePatterns = Registry(), Registry()
        self.treeprocessors, self.postprocessors = Registry(), Registry()
        self.parser = parser = LineParser(self, self.document)
        stages: list[Callable[[ET.Element], None]] = [
            self.read_spans,
            lambda root: self.add_footnotes(root, parser.reader),
            place_labels,
            self.make_figures,
            self.colour_code,
            self.finish_headings,
            lambda root: mark_abbreviations(self.document, root),
        ]
        for number, work in enumerate(stages):
            self.treeprocessors.register(TreeStage(self, work), f"stage-{number}", 100 - number)
        return self

    def read_spans(self, root: ET.Element) -> None:
        """Read the spans of every block."""
        holders = [
            element for element in root.iter() if element.text and element.tag not in WITHOUT_SPANS
        ]
        for element in holders:
            fill_element(element, SpanReader(self.document, element.text or "", BRACES).read())

    def make_figures(self, root: ET.Element) -> None:
        """Make figures of lone images, and read the spans of the captions that attributes held."""
        for caption in make_figures(self.document, root):
            self.read_spans(caption)

    def add_footnotes(self, root: ET.Element, reader: BlockReader) -> None:
        """Write the footnotes that are used, in the order of their first use.

        They may use others.
        """
        document = self.document
        if not document.footnote_uses:
            return
        section = ET.SubElement(root, "section", {"class": "footnotes", "role": "doc-endnotes"})
        holder = ET.SubElement(section, "ol")
        if document.options.footnote_nr != 1:
            holder.set("start", str(document.options.footnote_nr))
        items: dict[str, ET.Element] = {}
        while remaining := [name for name in document.footnote_uses if name not in items]:
            for name in remaining:
                items[name] = footnote_item(document, name)
                reader.read(items[name], document.footnotes[name], 1)
                self.read_spans(items[name])
        for name, item in items.items():
            while len(item) and item[-1].tag == BLANK:
                item.remove(item[-1])
            add_backlinks(document, item, name)
            holder.append(item)

    def finish_headings(self, root: ET.Element) -> None:
        """Give headings their ids, write the references, and fill the tables of contents."""
        options = self.document.options
        headings = number_headings(root, options) if self.document.policy.headings else []
        refer(self.document, root)
        if self.document.policy.headings:
            insert_contents(root, headings, options.toc_levels)

    def colour_code(self, root: ET.Element) -> None:
        """Write every code block."""
        for element in list(root.iter("code-block")):
            names = element.get("class", "").split()
            language = next((name[9:] for name in names if name.startswith("language-")), "")
            options = dict(element.attrib)
            if "linenos" in names:
                options["linenos"] = "true"
            caption = options.pop("lst-cap", "") or options.pop("caption", "")
            identity = {"id": options.pop("id")} if caption and options.get("id") else {}
            made = code_block(self.document, element.text or "", language, options)
            element.clear()
            element.tag, element.text = made.tag, made.text
            if caption:
                element.tag, element.text = "figure", None
                element.attrib.update({"class": "listing", **identity})
                held = ET.SubElement(element, "figcaption")
                held.text = caption
                self.read_spans(held)
                element.append(made)


def to_markup(document: Document, text: str) -> str:
    """HTML of a text, not yet sanitized."""
    return Dialect(document).convert(text)
