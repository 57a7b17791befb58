"""What the readers of blocks and spans share while one text is rendered."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from blog.markup.document.attributes import MAX_LIST, PANDOC, PANDOC_BEGINS, parse_attributes
from blog.markup.document.budget import Budget
from blog.markup.document.kramdown_options import KramdownOptions
from blog.markup.document.results import Problem
from blog.markup.document.tex_macros import Macros
from blog.markup.document.text_policy import Policy

# Elements that are not HTML: markup to be written as it stands, a blank line between blocks,
RAW = "raw"
BLANK = "blank"
# spans without an element around them,
INLINE = "inline"
# a reference to a place of the text (its `form` says which words), and a name for where it stands.
REFERENCE = "reference"
LABEL = "label"

MAX_PROBLEMS = 100
END_TAG = re.compile(r"</([a-zA-Z][\w:-]*)\s*>")


@dataclass(frozen=True)
class EquationLabel:
    """The name of an equation, with the number that its author gives it by `\\tag`; without one it
    is counted. Where the formula itself shows the number it `is_shown`; one that is counted by a
    `mark`, an index of `Document.formula_places`."""

    name: str
    tag: str = ""
    is_shown: bool = False
    mark: int | None = None


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
    language: str = ""  # of the words that the text gets (`Figure 1`); English without one
    has_places: bool = False  # its figures, equations and sections can be numbered and meant
    equations: dict[ET.Element, tuple["EquationLabel", ...]] = field(default_factory=dict)
    formula_places: list[str] = field(default_factory=list)  # names that formulas show numbers of
    problems: list[Problem] = field(default_factory=list)
    macros: Macros = field(default_factory=Macros)
    options: KramdownOptions = field(default_factory=KramdownOptions)
    kept_liquid: set[str] = field(default_factory=set)  # tags that are not understood
    highlighted: int = 0  # characters of code coloured so far
    formulas: int = 0  # what formulas have cost so far, in characters of MathML
    budget: Budget = field(init=False)
    spent: set[str] = field(default_factory=set)  # the limits that the text has gone over
    reported: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.budget = Budget(len(self.source))

    @cached_property
    def ended_elements(self) -> frozenset[str]:
        """The names of which the text has an end tag."""
        return frozenset(name.lower() for name in END_TAG.findall(self.source))

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

    def take(self, name: str, amount: int = 1) -> bool:
        """Count what the text has of a limit (`budget.LIMITS`).

        When that is too much, answer with False and tell the author.
        """
        if self.budget.take(name, amount):
            return True
        if name not in self.spent:
            self.spent.add(name)
            self.report(self.budget.message(name))
        return False

    def attributes_of(self, text: str) -> dict[str, str]:
        """What the inside of an attribute list gives, with the lists that the text defines."""
        found = parse_attributes(text, self.attribute_lists)
        return found if self.take("copies", written_size(found)) else {}

    def pandoc_list_at(self, text: str, position: int) -> re.Match[str] | None:
        """Pandoc's attribute list at a position, `{#id key="value"}`, with its inside."""
        if not (self.policy.liquid and PANDOC_BEGINS.match(text, position) and self.spend(0)):
            return None
        found = PANDOC.match(text, position, position + MAX_LIST)
        if found is None:
            self.spend(min(len(text) - position, MAX_LIST))
        return found

    def spend(self, steps: int) -> bool:
        """Count steps of looking ahead; False when they have grown out of proportion to the text.

        The sum bounds what would otherwise grow with the square of the length (a thousand fences
        without end).
        """
        return self.take("looks", steps)


def written_size(attributes: dict[str, str]) -> int:
    """About how many characters attributes take."""
    return sum(len(name) + len(value) for name, value in attributes.items())


def reference_key(label: str) -> str:
    """Compare labels as Markdown does: without case and runs of blanks."""
    return re.sub(r"\s+", " ", label).strip().casefold()


def raw_element(markup: str, words: str = "") -> ET.Element:
    """An element whose markup is written as it stands; the sanitizer sees it later.

    `words` are what it says where only plain text may stand.
    """
    element = ET.Element(RAW, {"words": words} if words else {})
    element.text = markup
    return element
