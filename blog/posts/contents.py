"""A post's table of contents as nested lists. No Django here."""

from collections.abc import Sequence
from html import escape

from blog.markup import Heading

DEEPEST = 3
FEWEST = 3


def contents_html(headings: Sequence[Heading]) -> str:
    """``<ol>`` of links to the headings down to level 3; empty for fewer than three of them."""
    listed = [heading for heading in headings if heading.level <= DEEPEST and heading.text]
    if len(listed) < FEWEST:
        return ""
    parts, open_levels = [], []
    for heading in listed:
        while open_levels and open_levels[-1] > heading.level:
            parts.append("</li></ol>")
            open_levels.pop()
        if open_levels and open_levels[-1] == heading.level:
            parts.append("</li>")
        else:
            parts.append("<ol>")
            open_levels.append(heading.level)
        parts.append(
            f'<li><a href="#{escape(heading.id)}">{heading.html or escape(heading.text)}</a>'
        )
    return "".join(parts) + "</li></ol>" * len(open_levels)
