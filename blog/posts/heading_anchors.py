"""Headings of a page with links to themselves, so that readers can take a section's address."""

import re
from html import escape

from django.utils.translation import gettext as _

HEADING = re.compile(
    r'(<h([2-6])(?:\s[^<>]*)? id="([^"<>]+)"[^<>]*>)((?:(?!</h\2>).)*)(</h\2>)', re.S
)


def with_anchors(body: str) -> str:
    """The HTML of a text whose headings end with a link to themselves. It has no words of its own
    in the text, so that nothing is quoted or read with the heading; time grows with the text."""
    label = escape(_("Link to this heading"))
    return HEADING.sub(rf'\1\4<a class="anchor" href="#\3" aria-label="{label}"></a>\5', body)
