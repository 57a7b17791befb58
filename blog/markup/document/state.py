"""What the readers of blocks and spans share while one text is rendered."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass, field

from blog.markup.document.kramdown_options import KramdownOptions
from blog.markup.document.results import Problem
from blog.markup.document.tex_macros import Macros
from blog.markup.document.text_policy import Policy

# Elements that are not HTML: markup to be written as it stands, a blank line between blocks,
RAW = "raw"
BLANK = "blank"
# and spans without an element around them.
INLINE = "inline"

MAX_PROBLEMS = 100


@dataclass
class Document:
    """One text on its way from source to HTML."""

    source: str
    policy: Policy
    hashtag_url: Callable[[str], str | None]
    link_url: Callable[[str], str | None] | None = None
    references: dict[str, tuple[str, str | None, dict[str, str]]] = field(default_factory=dict)
    footnotes: dict[str, list[str]] = field(default_factory=dict)
    footnote_uses: dict[str, tuple[int, int]] = field(default_factory=dict)  # number, uses
    abbreviations: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    attribute_lists: dict[str, dict[str, str]] = field(default_factory=dict)
    hashtags: dict[str, str] = field(default_factory=dict)
    captions: dict[ET.Element, ET.Element] = field(default_factory=dict)  # an image's words
    problems: list[Problem] = field(default_factory=list)
    macros: Macros = field(default_factory=Macros)
    options: KramdownOptions = field(default_factory=KramdownOptions)
    kept_liquid: set[str] = field(default_factory=set)  # tags that are not understood
    highlighted: int = 0  # characters of code coloured so far
    formulas: int = 0  # characters of TeX converted so far
    spent: int = 0  # steps taken in looking ahead so far
    reported: set[tuple[str, str]] = field(default_factory=set)

    def report(self, message: str, snippet: str = "", line: int | None = None) -> None:
        """Tell the author, at the first line that holds `snippet` when no line is given."""
        if len(self.problems) >= MAX_PROBLEMS or (message, snippet) in self.reported:
            return
        self.reported.add((message, snippet))
        if line is None and snippet:
            found = self.source.find(snippet)
            line = self.source.count("\n", 0, found) + 1 if found >= 0 else None
        problem = Problem(line, message)
        if problem not in self.problems:
            self.problems.append(problem)

    def spend(self, steps: int) -> bool:
        """Count steps of looking ahead; False when they have grown out of proportion to the text.

        The sum bounds what would otherwise grow with the square of the length (a thousand fences
        without end).
        """
        self.spent += steps
        return self.spent <= 20 * len(self.source) + 100_000


def reference_key(label: str) -> str:
    """Compare labels as Markdown does: without case and runs of blanks."""
    return re.sub(r"\s+", " ", label).strip().casefold()


def raw_element(markup: str) -> ET.Element:
    """An element whose markup is written as it stands; the sanitizer sees it later."""
    element = ET.Element(RAW)
    element.text = markup
    return element
