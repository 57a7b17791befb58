"""Numbers of a text's figures, tables, equations, listings, sections and statements.

What has an id of its kind (`fig-a`, `eq:b`), and what the text refers to, is counted in the order
of the page, each kind for itself. Equations and statements always show their numbers, captions and
headings where the text refers to one of their kind. Source: Quarto, "Cross References".
"""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from html import escape
from itertools import islice

from blog.markup.document.place_names import KINDS, STATEMENTS, kind_of_name
from blog.markup.document.place_words import words_of_kinds
from blog.markup.document.state import LABEL, RAW, Document
from blog.markup.page.headings import LEVELS, heading_text

KIND_OF_TAG = {"figure": "fig", "table": "tbl", "img": "fig"}
RAW_ID = re.compile(r"""<([a-zA-Z][\w-]*)[^<>]*?\sid="([^"]+)\"[^<>]*>""")
RAW_CAPTION = re.compile(r"(</?figure\b)|<(?:figcaption|caption)\b[^<>]*>")
HELD = {"figure": "figcaption", "table": "caption"}
UNNUMBERED = frozenset({"unnumbered", "no_number"})


@dataclass(frozen=True)
class Place:
    """A place with its kind, its number ("" for none), its word in the text's language and, of a
    section, its heading. `target` is its id."""

    target: str
    kind: str
    number: str = ""
    word: str = ""
    title: str = ""

    @property
    def full(self) -> str:
        """`Figure 2`; of a section without a number its heading."""
        if not self.number:
            return self.title or self.word or self.target
        return f"{self.word} {self.number}".strip()


@dataclass
class PlaceCounter:
    """Counts the places of one tree, and writes their numbers. `wanted` are the names that the
    text refers to by number; a name in `wanted` of no kind is counted as what its element is."""

    document: Document
    wanted: Collection[str]
    numbers_sections: bool
    places: dict[str, Place] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    again: Counter[str] = field(default_factory=Counter)  # how often a name came once more
    anchors: set[ET.Element] = field(default_factory=set)  # for the names in an equation
    levels: list[list[int]] = field(default_factory=list)  # of the open sections: level, number
    section: Place | None = None
    parts: dict[ET.Element, tuple[str, str]] = field(default_factory=dict)  # number of whole, sign
    title: ET.Element | None = None
    captions: list[tuple[ET.Element, str, str, str]] = field(default_factory=list)
    raw_captions: dict[ET.Element, list[tuple[int, str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.words = words_of_kinds(self.document.language)

    def count(self, root: ET.Element) -> dict[str, Place]:
        """The places by their names, in the order of the page."""
        self.title = lone_title(root, self.wanted)
        for element in list(root.iter()):
            if element.tag == RAW:
                if " id=" in (element.text or ""):
                    self.raw(element)
            elif element in self.document.equations:
                self.equation(element)
            elif element.tag in LEVELS:
                self.heading(element)
            elif element.tag == LABEL:
                self.label(element)
            elif (element.get("id") or element in self.parts) and element not in self.anchors:
                self.other(element)
        shown = {self.places[name].kind for name in self.wanted if name in self.places}
        for element, kind, number, mark in self.captions:
            if kind in shown:
                put_caption(element, number, mark)
        for element, found in self.raw_captions.items():
            kept = [(place, number) for place, number, kind in found if kind in shown]
            element.text = with_numbers(element.text or "", kept)
        return self.places

    def add(self, name: str, kind: str, number: str = "", title: str = "") -> Place:
        """Note a place, once."""
        return self.places.setdefault(name, Place(name, kind, number, self.words[kind], title))

    def own_name(self, name: str) -> str:
        """The name of a place; of one whose name another has, one that no text refers to."""
        if name not in self.places:
            return name
        self.again[name] += 1
        return f"{name} {self.again[name]}"

    def next(self, kind: str) -> str:
        """The next number of a kind."""
        self.counts[kind] += 1
        return str(self.counts[kind])

    def is_counted(self, name: str) -> bool:
        return bool(kind_of_name(name)) or name in self.wanted

    def equation(self, holder: ET.Element) -> None:
        """An equation's number stands at its end."""
        self.anchors |= {*holder}
        shown, first = [], None
        for label in self.document.equations[holder]:
            number = label.tag or self.next("eq")
            name = self.own_name(label.name)
            if name != label.name and label.mark is not None:
                self.document.formula_places[label.mark] = name
            first = first or self.add(name, "eq", number)
            self.add(name, "eq", number)
            shown += [] if label.is_shown else [number]
        if first and (name := holder.get("id", "")) not in self.places:
            self.places[name] = replace(first, target=name)
        for number in shown[:1]:
            ET.SubElement(holder, "span", {"class": "number"}).text = f"({number})"

    def heading(self, element: ET.Element) -> None:
        """A section's number stands before its heading."""
        title = heading_text(element).strip()
        classes = UNNUMBERED.intersection(element.get("class", "").split())
        number = ""
        is_numbered = not classes and "-" not in element.attrib and element is not self.title
        if self.numbers_sections and is_numbered:
            number = self.section_number(LEVELS[element.tag])
            put_number(element, number)
        self.section = Place(element.get("id", ""), "sec", number, self.words["sec"], title)
        if name := element.get("id"):
            self.places.setdefault(name, self.section)

    def section_number(self, level: int) -> str:
        """`2.1`, by how the sections stand inside each other."""
        last = 0
        while self.levels and self.levels[-1][0] > level:
            last = self.levels.pop()[1]
        if self.levels and self.levels[-1][0] == level:
            self.levels[-1][1] += 1
        else:
            self.levels.append([level, last + 1])
        return ".".join(str(number) for _, number in self.levels)

    def label(self, element: ET.Element) -> None:
        """A name in running text is the section's."""
        element.tag = "span"
        name = element.get("id", "")
        if self.section is not None:
            self.places.setdefault(name, replace(self.section, target=name))
        else:
            message = f"The label “{name}” stands in no section and names nothing."
            self.document.report(message, name)

    def other(self, element: ET.Element) -> None:
        """A figure, a table, a listing, a statement, or an anchor with the name of one."""
        name = element.get("id", "")
        whole, sign = self.parts.get(element, ("", ""))
        kind = kind_of_name(name) or KIND_OF_TAG.get(element.tag, "")
        if whole:
            if name:
                self.add(name, kind, f"{whole} ({sign})")
            self.captions.append((element, kind, f"({sign})", ""))
            return
        if not kind or not self.is_counted(name):
            return
        number = self.next(kind)
        place = self.add(self.own_name(name), kind, number)
        if kind in STATEMENTS:
            first = next((one for one in element if one.tag == "p"), None)
            if first is not None:
                put_number(first, f"{place.full}.")
        elif element.tag in HELD:
            self.captions.append((element, kind, place.full, ":"))
        if element.get("class") == "parts":
            held = [one for one in element if one.tag in HELD]
            signs = part_signs()
            self.parts |= {one: (number, next(signs)) for one in held}

    def raw(self, element: ET.Element) -> None:
        """HTML of the author's own, whose captions get their numbers where they are there."""
        markup = element.text or ""
        if markup.startswith("<math"):
            return
        for found in RAW_ID.finditer(markup):
            name, tag = found[2], found[1].lower()
            kind = kind_of_name(name) or KIND_OF_TAG.get(tag, "")
            if tag in LEVELS:
                self.places.setdefault(name, Place(name, "sec", "", self.words["sec"]))
            elif kind and self.is_counted(name):
                place = self.add(self.own_name(name), kind, self.next(kind))
                caption = RAW_CAPTION.search(markup, found.end()) if tag in HELD else None
                if caption and not caption[1]:
                    rest = markup[caption.end() : caption.end() + 40]
                    if not is_numbered(rest, place.word):
                        kept = self.raw_captions.setdefault(element, [])
                        kept.append((caption.end(), f"{place.full}:", kind))


def with_numbers(markup: str, numbers: list[tuple[int, str]]) -> str:
    """HTML with numbers at these offsets."""
    parts, done = [], 0
    for offset, number in numbers:
        parts += [markup[done:offset], f'<span class="number">{escape(number)}</span> ']
        done = offset
    return "".join(parts) + markup[done:]


def lone_title(root: ET.Element, wanted: Collection[str]) -> ET.Element | None:
    """The only `#` of a text, where it comes first and nothing refers to it: a title."""
    headings = [element for element in root.iter() if element.tag in LEVELS]
    if len(headings) < 2 or headings[0].tag != "h1" or headings[0].get("id") in wanted:
        return None
    return None if any(element.tag == "h1" for element in headings[1:]) else headings[0]


def part_signs() -> Iterator[str]:
    """a, b … z, aa, ab …"""
    letters = "abcdefghijklmnopqrstuvwxyz"
    yield from letters
    yield from (one + other for one in letters for other in letters)
    number = len(letters)
    while True:
        number += 1
        yield str(number)


def put_number(holder: ET.Element, number: str) -> None:
    """Write a number before what an element holds."""
    made = ET.Element("span", {"class": "number"})
    made.text, made.tail = number, f" {holder.text or ''}"
    holder.text = None
    holder.insert(0, made)


def put_caption(element: ET.Element, number: str, mark: str) -> None:
    """Write a number before the caption of a figure or a table, or as its caption."""
    tag = HELD.get(element.tag, "figcaption")
    caption = element.find(tag)
    if caption is None:
        caption = ET.Element(tag)
        caption.text = ""
        element.insert(0 if tag == "caption" else len(element), caption)
        mark = ""
    elif is_numbered(words_before(caption), number.split(" ")[0]):
        return
    put_number(caption, number + mark)


def words_before(caption: ET.Element) -> str:
    """How a caption begins."""
    return "".join(islice(caption.itertext(), 5))[:40]


def is_numbered(caption: str, word: str) -> bool:
    """Whether a caption begins with a number that its author wrote: `Figure 3: …`, `(a)`."""
    if word.startswith("("):
        return caption.lstrip().startswith(word)
    names = "|".join(re.escape(one) for one in {word, *KINDS.values(), "Fig.", "Tab."} if one)
    return re.match(rf"(?:<[^<>]*>|\W)*(?:{names})\W{{0,3}}\d", caption, re.I) is not None
