"""What a page of another site says: where it leads, what it is called, who wrote it, and where it
wants to hear of mentions (W3C Webmention; microformats2). No Django here.

The page is a stranger's: it is read after the sanitizer's parser, which leaves elements that are
closed, and of these the few that tell something.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from html import unescape
from urllib.parse import urljoin

import nh3

from blog.markup.page.sanitizer import check_depth, with_stand_ins, without_stand_ins
from blog.text.quotable import one_line
from blog.text.word_sets import word_set
from papers.records.encodings import decode_bytes
from papers.records.finished_html import tag_attributes, tag_name, tokens_of
from papers.records.printable_text import printable

LONGEST_PAGE = 1_000_000
"""Bytes of a page that are read."""
MOST_LINKS = 5_000
"""Links of a page that are read."""
HTML = ("text/html", "application/xhtml+xml")
LONGEST_ADDRESS = 2_000
ENDPOINT = "webmention"
"""The relation of a link to where mentions are sent."""
EMPTY = word_set("area base br img link")
BLOCKS = word_set(
    """
    article aside blockquote dd div dt figcaption footer h1 h2 h3 h4 h5 h6 header li main p pre
    section td th
    """
)
LEADS = word_set("a area audio img video")
ROLES = {"p-name": "name", "p-author": "author", "p-summary": "summary"}
SCRIPT = re.compile(r"<script\b(?:[^<]++|<(?!/script))*+(?:</script|\Z)", re.I)
LINK_VALUE = re.compile(r'<([^<>]*+)>((?:[^<>",]++|"[^"]*+"?)*+)')
PARAMETER = re.compile(r';\s*([\w*-]+)\s*=\s*(?:"([^"]*)"|([^\s;"]+))')


@dataclass(frozen=True)
class ForeignPage:
    """``links`` are absolute addresses with the text of the block in which each stands first;
    ``endpoint`` is where mentions are sent, ``None`` where the page names none."""

    title: str
    author: str
    summary: str
    links: dict[str, str]
    endpoint: str | None


def read_foreign_page(body: bytes, address: str) -> ForeignPage:
    """A page that was found at an address. Raises ``blog.markup.MarkupError`` for elements nested
    too deep."""
    markup = SCRIPT.sub("", printable(decode_bytes(body)[0]))
    check_depth(markup)
    tokens = tokens_of(without_stand_ins(page_cleaner().clean(with_stand_ins(markup))))
    return _Reader(tokens, address).read()


@cache
def page_cleaner() -> nh3.Cleaner:
    addressed = {name: {"href", "src", "rel"} for name in LEADS | {"base", "link"}}
    return nh3.Cleaner(
        tags=set(BLOCKS | LEADS | EMPTY | {"span", "title"}),
        clean_content_tags={"script", "style", "template", "noscript", "textarea", "svg"},
        attributes={"*": {"class"}, **addressed},
        url_schemes={"http", "https"},
        link_rel=None,
        strip_comments=True,
    )


def endpoint_in_header(value: str, address: str) -> str | None:
    """The endpoint that a ``Link`` header names (RFC 8288), made absolute."""
    for target, parameters in LINK_VALUE.findall(value):
        found = PARAMETER.findall(parameters)
        rels = [quoted or bare for name, quoted, bare in found if name.lower() == "rel"]
        if rels and ENDPOINT in rels[0].lower().split():
            return joined_address(address, target)
    return None


def joined_address(base: str, address: str) -> str:
    """Empty for what is no address, or longer than any that is asked: a page may hold thousands of
    links, and each is joined to its base."""
    if max(len(base), len(address)) > LONGEST_ADDRESS:
        return ""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""


class _Reader:
    """Goes through a page once. Of each role the first element counts; a text belongs to the
    innermost block alone."""

    def __init__(self, tokens: list[str], address: str) -> None:
        self.tokens, self.base = tokens, address
        self.found: dict[str, str] = {}
        self.parts: dict[str, list[str]] = {}
        self.blocks: list[tuple[list[str], list[str]]] = [([], [])]
        self.open_elements: list[tuple[str, str]] = []
        self.links: dict[str, str] = {}
        self.room = MOST_LINKS
        self.endpoint: str | None = None

    def read(self) -> ForeignPage:
        bases = (tag_attributes(token) for token in self.tokens if tag_name(token) == "base")
        own = next((values["href"] for values in bases if "href" in values), "")
        self.base = joined_address(self.base, own) or self.base
        for token in self.tokens:
            name = tag_name(token)
            if not name:
                self.add_text(printable(unescape(token)))
            elif token.startswith("</"):
                self.close(name)
            else:
                self.open(name, tag_attributes(token))
        while self.blocks:
            self.end_block()
        texts: dict[str, str] = defaultdict(str, self.found)
        return ForeignPage(
            texts["name"] or texts["title"],
            texts["name of author"] or texts["author"],
            texts["summary"],
            self.links,
            self.endpoint,
        )

    def add_text(self, text: str) -> None:
        for parts in self.parts.values():
            parts.append(text)
        if "title" not in self.parts:
            self.blocks[-1][0].append(text)

    def open(self, name: str, values: dict[str, str]) -> None:
        is_endpoint = name in ("a", "link") and ENDPOINT in values.get("rel", "").lower().split()
        if is_endpoint and self.endpoint is None and "href" in values:
            self.endpoint = joined_address(self.base, values["href"])
        if name in LEADS and self.room:
            self.room -= 1
            written = [values[key] for key in ("href", "src") if key in values]
            self.blocks[-1][1].extend(joined_address(self.base, one) for one in written)
        if name in EMPTY:
            self.add_text(" ")
            return
        if name in BLOCKS:
            self.blocks.append(([], []))
        role = self.role_of(name, values.get("class", "").split())
        if role:
            self.parts[role] = []
        self.open_elements.append((name, role))

    def role_of(self, name: str, classes: list[str]) -> str:
        """What an element says, where none has said it before; empty where it says nothing."""
        role = next((ROLES[one] for one in classes if one in ROLES), "")
        role = "title" if name == "title" else role
        if role == "name" and "author" in self.parts:
            role = "name of author"
        return "" if role in self.found or role in self.parts else role

    def close(self, name: str) -> None:
        while self.open_elements:
            closed, role = self.open_elements.pop()
            if role:
                self.found[role] = one_line("".join(self.parts.pop(role)))
            if closed in BLOCKS:
                self.end_block()
            if closed == name:
                return

    def end_block(self) -> None:
        parts, links = self.blocks.pop()
        text = one_line("".join(parts)) if links else ""
        for address in links:
            self.links.setdefault(address, text)
        if self.blocks:
            self.blocks[-1][0].append(" ")
