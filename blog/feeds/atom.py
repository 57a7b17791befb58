"""Atom (RFC 4287) with whole texts: what all feeds share.

Each answer has an ETag of its bytes and no Last-Modified: what is left when the newest entry goes
is older than what a reader has.
"""

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import conditional_page

from blog.models import Post, current_site
from papers.records.finished_html import TAG
from papers.records.text import printable

ADDRESS = re.compile(r' (href|src|poster|cite|srcset)="([^"]*)"')
SOURCE = re.compile(r"([^\s,]\S*)((?:\s[^,]*)?)(?:,|$)")  # an address of srcset, its size
NO_ENTRY = datetime(1970, 1, 1, tzinfo=UTC)


class FullTextAtom(Atom1Feed):
    """Atom with the whole text as ``content``, plain summaries, and one ``author`` for each of an
    item's ``authors``, without any character that XML has not: one in a title would leave readers
    without the whole feed."""

    def latest_post_date(self) -> datetime:
        """That of a feed without entries stays the same, and its ETag with it."""
        return super().latest_post_date() if self.items else NO_ENTRY

    def write(self, outfile: Any, encoding: str) -> None:
        self.feed, self.items = printable_values(self.feed), printable_values(self.items)
        super().write(outfile, encoding)

    def add_item_elements(self, handler, item) -> None:
        super().add_item_elements(handler, item | {"description": None})
        for name in item.get("authors", ()):
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        if item["description"]:
            handler.addQuickElement("summary", item["description"])
        handler.addQuickElement("content", item["content"], {"type": "html"})


class ConditionalFeed(Feed):
    """A feed that is not sent again to a reader who has it."""

    feed_type = FullTextAtom

    def __call__(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return conditional_page(self.whole)(request, *args, **kwargs)

    def whole(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        del response.headers["Last-Modified"]
        return response


def author_names(post: Post) -> list[str]:
    """Those of the bylines, or the blog's name: an entry without an author is no Atom."""
    names = [byline.author.name for byline in post.bylines.all()]
    return names or [current_site().name]


def printable_values(value: Any) -> Any:
    match value:
        case str():
            return printable(value)
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
