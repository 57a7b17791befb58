"""The finished HTML read once, for its plain text and its headings."""

import html
import re

from blog.markup.document.results import Heading
from blog.markup.page.headings import LEVELS
from blog.text.word_sets import word_set
from papers.records.finished_html import TAG
from papers.records.tex_formulas import formula_signs

BREAKS = word_set(
    """
    p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre div table tr hr figure figcaption
    section details summary article aside header footer caption thead tbody
    """
)


BLANKS = re.compile(r"[ \t]{2,}|\t")


WRAPPED = re.compile(r"[ \t]*\n\s*")


ID = re.compile(r'\sid="([^"]+)"')


CLASS = re.compile(r'\sclass="([^"]+)"')


MARKS = {  # of footnotes and of works for the list alone, which are no words of the text
    "span": re.compile(r'\sclass="cite-none"'),
    "sup": re.compile(r'\sid="[^"]*fnref:'),
    "a": re.compile(r'\sclass="reversefootnote"'),
}


SPACES = {"br": "\n", "td": " ", "th": " "}


APART = word_set("table figure aside details blockquote ul ol dl nav")
BOX = re.compile(r'\s(?:role="note"|class="(?:admonition|footnotes)\b)')
FEW = 80  # characters; a first paragraph of fewer says too little alone
LONGEST_SIGNS = 500  # characters of a formula; what is longer stays TeX


class PageReader:
    """Reads sanitized HTML once, for its plain text, its first prose and its headings.

    The sanitizer's own writing (html5ever) needs no full parser: every `<` starts a tag, and every
    attribute stands in double quotes.
    """

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self.words: list[str] = []
        self.formulas: list[int] = []  # which of the words are TeX
        self.headings: list[Heading] = []
        self.open_heading: tuple[int, str, list[str]] | None = None
        self.shown: list[str] = []  # of the heading that is open, with its formulas
        self.skipped = ""  # the tag whose text is left out,
        self.skips = 0  # how often it is open,
        self.in_annotation = False  # and what is read inside it all the same
        self.verbatim = 0
        self.prose: list[str] = []
        self.is_prose_over = False
        self.apart = 0  # elements that are open and whose text is no prose
        self.divisions: list[bool] = []  # those open, whether they are such elements

    def read(self, markup: str) -> None:
        """Gather all of a page."""
        position = 0
        for match in TAG.finditer(markup):
            if position < match.start():
                self.add_text(markup[position : match.start()])
            position = match.end()
            was_formula = self.skipped == "math"
            if match[1]:
                self.close(match[2])
            else:
                self.open(match[2], match[3])
            if self.open_heading and (was_formula or self.skipped == "math"):
                self.shown.append(ID.sub("", match[0]))
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
            if tag in ("div", "section"):
                self.divisions.append(BOX.search(attributes) is not None)
            self.apart += tag in APART or (tag in ("div", "section") and self.divisions[-1])
            self.is_prose_over = self.is_prose_over or (tag in LEVELS and bool(self.prose))
            self.verbatim += tag == "pre"
            if tag in LEVELS and (found := ID.search(attributes)):
                classes = CLASS.search(attributes)
                if classes is None or "no_toc" not in classes[1].split():
                    self.open_heading = (LEVELS[tag], html.unescape(found[1]), [])
                    self.shown = []
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
                text = " ".join(html.unescape("".join(words)).split())
                shown = " ".join("".join(self.shown).split())
                is_formula = "<math" in shown
                self.headings.append(Heading(level, identity, text, shown if is_formula else ""))
                self.open_heading = None
            self.end_block(is_prose=tag == "p" and not self.apart)
            is_box = tag in ("div", "section") and bool(self.divisions) and self.divisions.pop()
            self.apart -= (tag in APART or is_box) and self.apart > 0
            self.verbatim -= tag == "pre" and self.verbatim > 0

    def add_text(self, text: str) -> None:
        """Gather text, its character references still written out."""
        if self.open_heading and self.skipped in ("", "math"):
            self.shown.append(text)
        if self.skipped and not self.in_annotation:
            return
        if self.in_annotation:
            self.formulas.append(len(self.words))
        self.words.append(text)
        if self.open_heading:
            self.open_heading[2].append(text)

    def end_block(self, *, is_prose: bool = False) -> None:
        """Close the block of text gathered so far."""
        words, formulas = self.words, self.formulas
        self.words, self.formulas = [], []
        text = "".join(words)
        if not text or text.isspace():
            return
        text = html.unescape(text).strip("\n") if self.verbatim else unwrapped(text)
        if text:
            self.blocks.append(text)
            if is_prose and not self.is_prose_over:
                for place in formulas:
                    words[place] = in_signs(words[place])
                self.prose.append(unwrapped("".join(words)))
                self.is_prose_over = len(text) > FEW


def unwrapped(text: str) -> str:
    return WRAPPED.sub("\n", BLANKS.sub(" ", html.unescape(text))).strip()


def in_signs(tex: str) -> str:
    """A formula as people write it without TeX, where that can be; character references stay
    written out."""
    signs = formula_signs(html.unescape(tex)) if len(tex) <= LONGEST_SIGNS else ""
    return html.escape(signs) if signs else tex


def read_page(markup: str) -> tuple[str, str, tuple[Heading, ...]]:
    """Of sanitized HTML the plain text (a blank line between blocks, formulas as TeX), its first
    prose (paragraphs up to a long one or a heading, formulas in signs), and the headings."""
    reader = PageReader()
    reader.read(markup)
    return "\n\n".join(reader.blocks), "\n\n".join(reader.prose), tuple(reader.headings)
