"""Read spans: emphasis, links, code, formulas, footnote marks, hashtags, typography.

One pass from left to right with a stack for brackets and one for emphasis (CommonMark 0.31,
appendix "A parsing strategy"), so that the time grows with the length of the text whatever it
holds. Differences from CommonMark are kramdown's: its escapes, its attribute lists, its `$$…$$`,
its quotation marks.
"""

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence

from blog.markup.document.attributes import LIST, apply_attributes, parse_attributes
from blog.markup.document.foreign_citations import braced_key_at, citing_role_at, latex_at, wiki_at
from blog.markup.document.state import Document, raw_element
from blog.markup.formulas.equations import equation_element
from blog.markup.reading.braces import extension_at, kept_liquid_at, lone_attributes_at
from blog.markup.reading.emphasis import (
    Delimiter,
    SpanNode,
    emphasis_run_at,
    fill_element,
    pair_delimiters,
    plain_words,
)
from blog.markup.reading.figures import image_element
from blog.markup.reading.footnotes import footnote_mark, inline_note, may_mark
from blog.markup.reading.hashtags import hashtag_at
from blog.markup.reading.html_tags import LITERAL, TAG, is_self_closed, is_tag
from blog.markup.reading.labels import label_at, name_behind
from blog.markup.reading.links import address_at, bare_address, inline_target, reference_target
from blog.markup.reading.raw_html import clean_tag
from blog.markup.reading.typography import guillemets_in, quote_at, symbol_at
from papers.records.formula_marks import formula_at
from papers.records.printable_text import printable

SPECIAL = re.compile(
    r"""[\\`*_~\[\]<$#'"{]|[!^](?=\[)|&(?=[#a-zA-Z])|--|\.\.\.|>>|(?<! ) {2,}+\n|https?://|www\."""
)
ESCAPED = frozenset("\\.*_+`<>()[]{}#!:|\"'$=-~@^&%")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,30});")
FOOTNOTE = re.compile(r"\[\^([\w:.-]+)\]")
IMAGE = re.compile(r"!\[(?!\^)")
MAX_LABEL = 1_000
MARKS_OF_AN_ELEMENT = 2  # that cost as much as one

SpanHandler = Callable[["SpanReader"], bool]
BraceReader = Callable[[Document, str, int], tuple[ET.Element | str, int] | None]
"""What a dialect writes in braces: it takes a text and a position, and answers with what stands
there and where that ends."""
BRACE_READERS: tuple[BraceReader, ...] = (kept_liquid_at, extension_at, lone_attributes_at)


class SpanReader:
    """Reads the spans of one piece of text; `read` answers with nodes to put into an element."""

    def __init__(
        self, document: Document, text: str, brace_readers: Sequence[BraceReader] = ()
    ) -> None:
        self.document = document
        self.text = text
        self.brace_readers = brace_readers
        self.position = self.anchors = 0
        self.guillemets = guillemets_in(text)
        self.nodes: list[SpanNode] = []
        self.words: list[str] = []
        self.linked = 0  # brackets below this place stand before a link and can open none
        self.brackets: list[tuple[int, int, bool]] = []  # node index, text position, is an image
        self.missing: dict[str, bool] = {}
        self.ticks: dict[int, list[int]] | None = None

    def read(self) -> list[SpanNode]:
        """All nodes of the text."""
        text = self.text
        while match := SPECIAL.search(text, self.position):
            self.add_text(text[self.position : match.start()])
            self.position = match.start()
            if not self.document.take("marks"):
                break
            handler = HANDLERS.get(text[self.position], SpanReader.read_typography)
            if not handler(self):
                self.add_text(match[0])
                self.position += len(match[0])
        self.add_text(text[self.position :])
        self.add_node(SpanNode(text=""))
        return pair_delimiters(self.nodes, self.document.policy.depth)

    def add_text(self, text: str) -> None:
        """Append plain text."""
        if text:
            self.words.append(text)

    def add_node(self, node: SpanNode) -> None:
        """Append a node, behind the plain text gathered so far."""
        if self.words:
            self.nodes.append(SpanNode(text="".join(self.words)))
            self.words = []
        self.nodes.append(node)
        if node.element is not None:
            self.document.take("marks", MARKS_OF_AN_ELEMENT)

    def add_element(self, element: ET.Element, end: int, depth: int = 1) -> bool:
        """Append an element for the text up to `end`, with the attribute lists right after it."""
        if self.document.policy.liquid:
            while match := LIST.match(self.text, end):
                apply_attributes(element, self.document.attributes_of(match[1]))
                end = match.end()
            is_named = element.tag in ("img", "a", "code")
            if is_named and (match := self.document.pandoc_list_at(self.text, end)):
                apply_attributes(element, parse_attributes(match[1], {}))
                end = match.end()
        self.add_node(SpanNode(element=element, depth=depth))
        self.position = end
        return True

    def add_found(self, found: tuple[ET.Element | str, int] | None) -> bool:
        """Append what a reader found, if it did: an element or text, and where its source ends."""
        if found is None:
            return False
        meant, self.position = found
        if isinstance(meant, str):
            self.add_text(meant)
        else:
            self.add_node(SpanNode(element=meant))
        return True

    def read_backslash(self) -> bool:
        """A formula, a hard line break, a command of LaTeX's, or an escaped character."""
        following = self.text[self.position + 1 : self.position + 2]
        if following.isalpha():
            found = label_at(self.document, self.text, self.position)
            return self.add_found(found or latex_at(self.text, self.position))
        if following and following in "([\\" and self.read_formula():
            return True
        if self.text.startswith("\\\\\n", self.position):
            return self.add_element(ET.Element("br"), self.position + 2)
        if following == "@":  # no citation key may begin here
            element = ET.Element("span")
            element.text = "@"
            return self.add_element(element, self.position + 2)
        if following and following in ESCAPED:
            self.add_text(following)
            self.position += 2
            return True
        return False

    def read_formula(self) -> bool:
        """A formula in any of its delimiters."""
        found = formula_at(self.text, self.position, self.missing)
        if found is None:
            return False
        tex, display, end = found
        name = ""
        if self.document.has_places and self.text.startswith("$$", self.position):
            name, end = name_behind(self.text, end)
        made = equation_element(self.document, tex, display=display, name=name, tag="span")
        return self.add_found((made, end))

    def read_code(self) -> bool:
        """A code span: closed by as many backticks as opened it."""
        text, start = self.text, self.position
        if self.ticks is None:
            self.ticks = {}
            for match in re.finditer(r"`+", text):
                self.ticks.setdefault(len(match[0]), []).append(match.start())
            for places in self.ticks.values():
                places.reverse()
        length = len(re.compile(r"`+").match(text, start)[0])  # type: ignore[index]
        around = text[max(0, start - 1) : start] + text[start + 1 : start + 2]
        if length == 1 and len(around) == 2 and around.isspace():
            return False  # a lone mark, as in kramdown
        places = self.ticks.get(length, [])
        while places and places[-1] <= start:
            places.pop()
        if not places:
            self.add_text("`" * length)
            self.position += length
            return True
        inside = text[start + length : places[-1]].replace("\n", " ")
        if (inside.strip() and inside[0] == inside[-1] == " ") or length > 1:
            inside = inside.strip()
        element = ET.Element("code")
        element.text = inside
        return self.add_element(element, places[-1] + length)

    def read_emphasis(self) -> bool:
        """A run of marks that may open or close emphasis."""
        delimiter, end = emphasis_run_at(self.text, self.position)
        if delimiter is None:
            self.add_text(self.text[self.position : end])
        else:
            self.document.take("marks")
            self.add_node(SpanNode(text=self.text[self.position : end], delimiter=delimiter))
        self.position = end
        return True

    def read_bracket(self) -> bool:
        """A footnote's mark, Obsidian's citation, or the start of a link."""
        if self.add_found(wiki_at(self.text, self.position)):
            return True
        match = FOOTNOTE.match(self.text, self.position)
        if match and may_mark(self.document, match[1]):
            return self.add_element(footnote_mark(self.document, match[1]), match.end())
        self.add_node(SpanNode(text="[", delimiter=Delimiter.bracket()))
        self.brackets.append((len(self.nodes) - 1, self.position, False))
        self.position += 1
        return True

    def read_note(self) -> bool:
        """Pandoc's note in the line: `^[text]`."""
        if not self.document.policy.ids:
            return False
        found = inline_note(self.document, self.text, self.position)
        if found is None:
            return False
        return self.add_element(*found)

    def read_image(self) -> bool:
        """The start of an image."""
        if not IMAGE.match(self.text, self.position):
            return False
        self.add_node(SpanNode(text="![", delimiter=Delimiter.bracket()))
        self.brackets.append((len(self.nodes) - 1, self.position + 1, True))
        self.position += 2
        return True

    def read_closing(self) -> bool:
        """`]`.

        Makes a link or an image of what stands since the last open bracket, when a target follows.
        """
        if not self.brackets:
            return False
        index, start, is_image = self.brackets.pop()
        label = self.text[start + 1 : self.position] if self.position - start <= MAX_LABEL else None
        target = inline_target(self.document, self.text, self.position + 1) or reference_target(
            self.document, self.text, self.position + 1, label
        )
        inactive = not is_image and (self.anchors > 0 or len(self.brackets) < self.linked)
        self.linked = min(self.linked, len(self.brackets))
        if target is None and not is_image:
            return self.read_span(index)
        if target is None or inactive:
            return False
        self.add_node(SpanNode(text=""))
        inside = self.nodes[index + 1 :]
        del self.nodes[index:]
        if is_image:
            words = pair_delimiters(inside, self.document.policy.depth)
            element, depth = image_element(self.document, target, plain_words(words)), 1
            fill_element(
                self.document.captions.setdefault(element, ET.Element("figcaption")), words
            )
        else:
            self.linked = len(self.brackets)
            element = ET.Element("a", {"href": target.address, **target.attributes})
            if target.title:
                element.set("title", target.title)
            for node in inside:
                node.unlink()
            depth = fill_element(element, pair_delimiters(inside, self.document.policy.depth)) + 1
        return self.add_element(element, target.end, depth)

    def read_span(self, index: int) -> bool:
        """Pandoc's `[text]{.class #id}`, whose bracket was opened at the node of this index."""
        match = self.document.pandoc_list_at(self.text, self.position + 1)
        if match is None:
            return False
        self.add_node(SpanNode(text=""))
        inside = pair_delimiters(self.nodes[index + 1 :], self.document.policy.depth)
        del self.nodes[index:]
        element = ET.Element("span", parse_attributes(match[1], {}))
        return self.add_element(element, match.end(), fill_element(element, inside) + 1)

    def read_angle(self) -> bool:
        """`<https://…>`, `<name@example.org>`, inline HTML, or guillemets."""
        found = address_at(self.text, self.position)
        if found:
            element = ET.Element("a", {"href": found.address})
            element.text = found.title
            return self.add_element(element, found.end)
        if self.document.policy.html and self.text.startswith("<!--", self.position):
            end = -1 if self.missing.get("-->") else self.text.find("-->", self.position + 4)
            self.missing["-->"] = end < 0
            self.position = end + 3 if end >= 0 else self.position
            return end >= 0
        match = TAG.match(self.text, self.position) if self.document.policy.html else None
        if match and is_tag(self.document, match):
            return self.read_html(match)
        return self.read_typography()

    def read_html(self, match: re.Match[str]) -> bool:
        """An inline tag; what stands in `<code>`, `<pre>` or `<script>` is left alone."""
        self.position = match.end()
        name = match[2].lower()
        tag = clean_tag(self.document, match[0])
        is_whole = is_self_closed(match[0], name)
        opens = not match[1] and not is_whole
        if opens and (name in LITERAL or name == "code") and not self.missing.get(name):
            close = re.compile(rf"</{re.escape(name)}\s*>", re.I).search(self.text, self.position)
            if close:
                tag += self.text[self.position : close.end()]
                self.position = close.end()
            else:
                self.missing[name] = True
        if name == "a" and not is_whole:
            self.anchors = max(0, self.anchors + (-1 if match[1] else 1))
        self.add_node(SpanNode(element=raw_element(tag)))
        return True

    def read_entity(self) -> bool:
        """A character reference."""
        match = ENTITY.match(self.text, self.position)
        if match is None:
            return False
        self.add_text(printable(html.unescape(match[0])).replace("\r", ""))
        self.position = match.end()
        return True

    def read_hashtag(self) -> bool:
        """A hashtag, as a link where it has a page."""
        name = hashtag_at(self.text, self.position)
        if name is None:
            return False
        is_known = name.casefold() in self.document.hashtags
        if not is_known and not self.document.take("hashtags"):
            return False
        first = self.document.hashtags.setdefault(name.casefold(), name)
        address = None if self.anchors else self.document.hashtag_url(first)
        end = self.position + 1 + len(name)
        if address is None:
            self.add_text(f"#{name}")
            self.position = end
            return True
        element = ET.Element("a", {"class": "hashtag", "href": address})
        element.text = f"#{name}"
        self.add_node(SpanNode(element=element))
        self.position = end
        return True

    def read_address(self) -> bool:
        """A bare address."""
        found = bare_address(self.document, self.text, self.position)
        if found is None:
            return False
        if self.anchors:
            self.add_text(found.title or "")
            self.position = found.end
            return True
        element = ET.Element("a", {"class": "autolink", "href": found.address})
        element.text = found.title
        return self.add_element(element, found.end)

    def read_brace(self) -> bool:
        """What kramdown, Liquid and the dialects write in braces; MyST's citation, and a key."""
        dialects = self.brace_readers if self.document.policy.liquid else ()
        readers = (citing_role_at, *dialects, braced_key_at)
        return any(self.add_found(one(self.document, self.text, self.position)) for one in readers)

    def read_break(self) -> bool:
        """Two blanks at the end of a line."""
        match = re.compile(r"(?<! ) {2,}+\n").match(self.text, self.position)
        if match is None:
            return False
        return self.add_found((ET.Element("br"), match.end() - 1))

    def read_quote(self) -> bool:
        """A straight quotation mark."""
        curly, length = quote_at(self.text, self.position)
        return self.add_found((curly, self.position + length))

    def read_typography(self) -> bool:
        """Dashes, dots and guillemets."""
        found = symbol_at(self.text, self.position, self.guillemets)
        return self.add_found((found[0], self.position + found[1]) if found else None)


HANDLERS: dict[str, SpanHandler] = {
    "\\": SpanReader.read_backslash,
    "`": SpanReader.read_code,
    "*": SpanReader.read_emphasis,
    "_": SpanReader.read_emphasis,
    "~": SpanReader.read_emphasis,
    "[": SpanReader.read_bracket,
    "]": SpanReader.read_closing,
    "!": SpanReader.read_image,
    "^": SpanReader.read_note,
    "<": SpanReader.read_angle,
    "&": SpanReader.read_entity,
    "$": SpanReader.read_formula,
    "#": SpanReader.read_hashtag,
    "{": SpanReader.read_brace,
    "'": SpanReader.read_quote,
    '"': SpanReader.read_quote,
    " ": SpanReader.read_break,
    "h": SpanReader.read_address,
    "w": SpanReader.read_address,
}
