"""Passages of a post that comments quote: whether they stand there, and where. No Django here.

A text is what its HTML says without its tags, with single blanks: just what a browser's script
reads (``scripts/quoting.js``). Words are there or they are not; nothing is looked for that
only resembles them.
"""

import re
from functools import cached_property
from html import unescape
from urllib.parse import quote as percent

from papers.records.finished_html import without_tags

LONGEST_QUOTE = 1000
"""Characters of a quotation."""
WHOLE = 120
"""Characters up to which an address has all of them; of longer ones it has both ends."""
HEADING = re.compile(r'(?=<h[1-6]\b[^>]*\bid="([^"]*)")')


def text_of_html(html: str) -> str:
    return one_line(unescape(without_tags(html)))


def one_line(text: str) -> str:
    return " ".join(text.split())


class Quotable:
    """A post's text for quotations; ``around_html`` stands on its page before it."""

    def __init__(self, html: str, around_html: str = "") -> None:
        self.html, self.around_html = html, around_html

    @cached_property
    def text(self) -> str:
        return text_of_html(self.html)

    @cached_property
    def sections(self) -> list[tuple[str, str]]:
        """The id of each heading with the text from there to the next one."""
        parts = HEADING.split(self.html)
        return [
            (unescape(name), text_of_html(part))
            for name, part in zip(parts[1::2], parts[2::2], strict=True)
        ]

    def has(self, words: str) -> bool:
        return bool(words) and words in self.text

    def address(self, words: str) -> str:
        """The fragment that leads to words, empty where they stand at several places or nowhere.

        It is the id of their section with a text directive (WICG, Text Fragments): a browser
        without those leads to the section.
        """
        if self.text.count(words) != 1:
            return ""
        section = next((name for name, text in self.sections if words in text), "")
        directive = self.directive(words)
        return f"#{percent(section)}{directive}" if section or directive else ""

    def directive(self, words: str) -> str:
        if words in text_of_html(self.around_html):
            return ""
        if len(words) <= WHOLE or " " not in words:
            return f":~:text={percent_encoded(words)}"
        parts = words.split(" ")
        for count in range(4, len(parts) // 2 + 1):
            first, last = " ".join(parts[:count]), " ".join(parts[-count:])
            if self.text.count(first) == 1:
                return f":~:text={percent_encoded(first)},{percent_encoded(last)}"
        return ""


def percent_encoded(words: str) -> str:
    """A hyphen has a meaning in a text directive."""
    return percent(words, safe="").replace("-", "%2D")
