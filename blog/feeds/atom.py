"""Atom (RFC 4287) with whole texts: what all feeds share."""

import re
from typing import Any

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed

from papers.records.text import printable


class FullTextAtom(Atom1Feed):
    """Atom with the whole text as ``content`` and without what the site is not told, nor any
    character that XML has not: one in a title would leave readers without the whole feed."""

    def write(self, outfile: Any, encoding: str) -> None:
        self.feed, self.items = printable_values(self.feed), printable_values(self.items)
        super().write(outfile, encoding)

    def add_item_elements(self, handler, item) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


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
    """Stored HTML for readers elsewhere: its links within the site and the page made absolute."""
    html = re.sub(r'\b(href|src)="/(?!/)', rf'\1="{settings.SITE_URL}/', html)
    return re.sub(r'\bhref="#', f'href="{page}#', html)
