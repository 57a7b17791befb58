"""Atom (RFC 4287) with whole texts, in pages back to the first entry (RFC 5005)."""

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from django.utils.feedgenerator import Atom1Feed

from papers.records.finished_html import TAG
from papers.records.printable_text import printable

ADDRESS = re.compile(r' (href|src|poster|cite|srcset)="([^"]*)"')
SOURCE = re.compile(r"([^\s,]\S*)((?:\s[^,]*)?)(?:,|$)")  # an address of srcset, its size
NO_ENTRY = datetime(1970, 1, 1, tzinfo=UTC)


class FullTextAtom(Atom1Feed):
    """Atom with the whole text as ``content``, plain summaries, and one ``author`` for each of an
    item's ``authors`` (pairs of a name and an address), without any character that XML has not: one
    in a title would leave readers without the whole feed."""

    def latest_post_date(self) -> datetime:
        """That of a feed without entries stays the same, and its ETag with it."""
        return super().latest_post_date() if self.items else NO_ENTRY

    def write(self, outfile: Any, encoding: str) -> None:
        self.feed, self.items = printable_values(self.feed), printable_values(self.items)
        super().write(outfile, encoding)

    def add_root_elements(self, handler) -> None:
        super().add_root_elements(handler)
        for rel in ("first", "previous", "next", "license", "hub"):
            if self.feed[rel]:
                handler.addQuickElement("link", "", {"rel": rel, "href": self.feed[rel]})

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]} if item.get("language") else {}

    def add_item_elements(self, handler, item) -> None:
        super().add_item_elements(handler, item | {"description": None})
        for name, address in item.get("authors", ()):
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            if address:
                handler.addQuickElement("uri", address)
            handler.endElement("author")
        if item["description"]:
            handler.addQuickElement("summary", item["description"])
        if item.get("license"):
            handler.addQuickElement("link", "", {"rel": "license", "href": item["license"]})
        handler.addQuickElement("content", item["content"], {"type": "html"})


def printable_values(value: Any) -> Any:
    """Of a feed or its items; ``None`` for what is empty: Django would write it as an element."""
    match value:
        case str():
            return printable(value) or None
        case list() | tuple():
            return [printable_values(one) for one in value]
        case dict():
            return {key: printable_values(one) for key, one in value.items()}
    return value


def absolute_links(html: str, page: str) -> str:
    """Stored HTML for readers elsewhere: its addresses made absolute by that of its page."""

    def absolute_tag(tag: re.Match) -> str:
        return ADDRESS.sub(absolute_value, tag[0])

    def absolute_value(match: re.Match) -> str:
        name, value = match.groups()
        return f' {name}="{join_all(value) if name == "srcset" else join(value)}"'

    def join_all(sources: str) -> str:
        found = SOURCE.findall(sources)
        return ", ".join(f"{join(address.rstrip(','))}{size}" for address, size in found)

    def join(address: str) -> str:
        try:
            return urljoin(page, address)
        except ValueError:  # no address, as http://[
            return address

    return TAG.sub(absolute_tag, html)
