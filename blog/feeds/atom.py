"""Atom (RFC 4287) with whole texts: what all feeds share."""

import re

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed


class FullTextAtom(Atom1Feed):
    """Atom with the whole text as ``content`` and without what the site is not told."""

    def add_item_elements(self, handler, item) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


def absolute_links(html: str, page: str) -> str:
    """Stored HTML for readers elsewhere: its links within the site and the page made absolute."""
    html = re.sub(r'\b(href|src)="/(?!/)', rf'\1="{settings.SITE_URL}/', html)
    return re.sub(r'\bhref="#', f'href="{page}#', html)
