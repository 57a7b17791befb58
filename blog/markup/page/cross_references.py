"""References to places of the same text: `@fig-loss`, `\\ref{eq:a}`, links without words.

Source: Quarto, "Cross References"; pandoc-crossref, "Syntax"; MyST, "Cross-references"; LaTeX's
`\\ref` and its kin. Figures, tables, equations and sections are meant by their number.
"""

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html import escape
from itertools import groupby

from blog.markup.document.html_writing import write_html
from blog.markup.document.place_names import PLACE_NAME
from blog.markup.document.state import INLINE, LABEL, RAW, REFERENCE, Document
from blog.markup.formulas.equations import FIRST, LAST
from blog.markup.page.headings import LEVELS
from blog.markup.page.numbered_places import Place, PlaceCounter
from blog.text.hosts import CJK

NAMED = re.compile(
    rf"\[(?P<inside>[^\[\]@]{{0,200}}+@[^\[\]]{{1,400}}+)\]"
    rf"|(?<![^\W{CJK}])(?<![@/.\\])@(?P<bare>{PLACE_NAME})"
)
ITEM = re.compile(
    rf"\s*(?P<words>[^@]*?)(?<![^\W{CJK}])(?P<mark>-?)@(?P<name>{PLACE_NAME})(?P<rest>[^@\w][^@]*)?"
)
UNTOUCHED = frozenset({"code", "code-block"})
LITERAL = frozenset({"code", "pre", "math", "kbd", "samp", "script", "style", "textarea"})
FOLLOWED = re.compile(rf"</?(?:a|{'|'.join(sorted(LITERAL))})\b", re.I)
PIECE = re.compile(r"<(/?)([a-zA-Z][\w:-]*)(?:[^<>\"]|\"[^\"]*\")*>|[^<]+|<")
MARK = re.compile(f"{FIRST}(\\d+){LAST}")
CJK_LETTER = re.compile(f"[{CJK}]")
COUNTING = frozenset({"ref", "autoref", "cref", "numref"})  # forms that show a section's number
Pieces = list[str | ET.Element]


def refer(document: Document, root: ET.Element) -> None:
    """Number the places of a tree whose headings have their ids, and write its references."""
    if not document.has_places:
        Referrer(document, {}).fill(root)
        return
    meant = set(document.formula_places)
    counting = {*names_in(root), *document.formula_places}
    for element in root.iter():
        if element.tag == REFERENCE:
            meant.add(element.get("name", ""))
            if element.get("form") in COUNTING:
                counting.add(element.get("name", ""))
        elif element.tag == "a" and is_empty_link(element):
            meant.add(element.get("href", "").removeprefix("#"))
    headings = {element.get("id", "") for element in root.iter() if element.tag in LEVELS}
    headings |= {element.get("id", "") for element in root.iter(LABEL)}
    wanted = meant | counting
    counter = PlaceCounter(document, wanted, not headings.isdisjoint(counting))
    referrer = Referrer(document, counter.count(root))
    referrer.fill(root)


def names_in(root: ET.Element) -> Iterator[str]:
    """The names that stand behind `@` anywhere in a tree."""
    for element in root.iter():
        inside = None if element.tag in UNTOUCHED else element.text
        for text in (inside, element.tail):
            if text and "@" in text:
                for found in re.finditer(f"@({PLACE_NAME})", text):
                    yield found[1]
                    yield found[1][0].lower() + found[1][1:]


def is_empty_link(link: ET.Element) -> bool:
    """Whether a link that leads somewhere has no words of its own."""
    leads = len(link.get("href", "")) > 1
    return leads and not len(link) and not (link.text or "").strip()


class Referrer:
    """Writes the references of a tree in one pass, in the order of the page."""

    def __init__(self, document: Document, places: dict[str, Place]) -> None:
        self.document, self.places = document, places
        self.folded = {name.casefold(): name for name in reversed(places)}
        self.in_link = 0  # elements <a> that are open
        self.literal = 0  # and those of HTML whose text means nothing

    def fill(self, element: ET.Element) -> None:
        """Write the references inside of an element."""
        if element.tag in UNTOUCHED:
            return
        if element.tag == "a" and is_empty_link(element):
            self.name_link(element)
            return
        self.in_link += element.tag == "a"
        pieces = self.pieces(element.text or "")
        for child in element:
            tail, child.tail = child.tail or "", None
            if child.tag == RAW:
                child.text = self.raw(child.text or "")
                pieces.append(child)
            elif child.tag == REFERENCE:
                pieces += self.command(child)
            else:
                self.fill(child)
                pieces.append(child)
            pieces += self.pieces(tail)
        self.in_link -= element.tag == "a"
        put_pieces(element, pieces)

    def name_link(self, link: ET.Element) -> None:
        """A link without words shows the title of a section, or `Figure 2`; else where it leads."""
        address = link.get("href", "")
        place = self.find(address[1:]) if address.startswith("#") else None
        if place:
            link.set("href", f"#{place.target}")
            link.text = self.paid(place.title or place.full)
            return
        link.text = self.paid(address)
        if address.startswith("#") and self.document.has_places:
            name = address[1:]
            self.document.report(f"The place “{name}” that a link means is not here.", address)

    def find(self, name: str) -> Place | None:
        """The place of a name, whatever its case."""
        known = self.places.get(name) or self.places.get(name[:1].lower() + name[1:])
        return known or self.places.get(self.folded.get(name.casefold(), ""))

    def paid(self, words: str) -> str:
        """Words that a text may repeat, as far as they do not grow too large."""
        return words if self.document.take("copies", len(words)) else "…"

    def link(self, place: Place, words: str) -> Pieces:
        """A link to a place; inside of a link only the words."""
        if self.in_link:
            return [words]
        made = ET.Element("a", {"href": f"#{place.target}"})
        made.text = words
        return [made]

    def unknown(self, name: str, source: str) -> Pieces:
        """What leads nowhere stays as it was written; it is no citation."""
        made = ET.Element("span", {"class": "unresolved"} if self.document.has_places else {})
        if self.document.has_places:
            self.document.report(
                f"The place “{name}” that a reference means is not here: no figure, table, "
                f"equation or section has the id “{name}”.",
                source,
            )
        before, at, after = source.partition("@")
        made.text = before
        if at:
            sign = ET.SubElement(made, "span")
            sign.text, sign.tail = at, after
        return [made]

    def command(self, element: ET.Element) -> Pieces:
        """What a command of LaTeX's or a role of MyST's shows."""
        form, name = element.get("form", ""), element.get("name", "")
        place, own = self.find(name), element.get("words", "")
        if place is None and (source := element.get("source")):
            return self.unknown(name, source)
        if place is None:
            self.document.report(f"The place “{name}” that a reference means is not here.", name)
            made = ET.Element("a", {"href": f"#{name}"})
            made.text = own or name
            return [made] if not self.in_link else [own or name]
        number = place.number or place.full
        if own:
            words = own.replace("%s", number)
        elif form in ("role", "nameref"):
            words = place.title or place.full
        else:
            words = {"ref": number, "eqref": f"({number})", "eq": f"({number})"}.get(
                form, place.full
            )
        return self.link(place, self.paid(words))

    def pieces(self, text: str) -> Pieces:
        """A run of text, with elements in place of the references in it."""
        if "@" not in text or self.literal:
            return [text]
        found: Pieces = []
        done = position = 0
        while match := NAMED.search(text, position):
            position = match.end()
            if match["bare"]:
                made, position = self.bare(match)
            else:
                made = self.bracket(match["inside"])
                position = position if made else match.start() + 1
            if made:
                found += [text[done : match.start()], *made]
                done = position
        return [*found, text[done:]]

    def bare(self, match: re.Match[str]) -> tuple[Pieces, int]:
        """`@fig-a`, which may stand right before a letter of a script without blanks."""
        name, end = match["bare"], match.end()
        place = self.find(name)
        if place is None and (letter := CJK_LETTER.search(name, 4)):
            end -= len(name) - letter.start()
            name = name[: letter.start()]
            place = self.find(name)
        if place is None:
            return self.unknown(name, f"@{name}"), end
        return self.link(place, self.paid(place.full)), end

    def bracket(self, inside: str) -> Pieces:
        """`[@fig-a; @fig-b]`, `[-@tbl-a]`, `[Eq. @eq-a]`; nothing where it cites a work too."""
        items = [ITEM.fullmatch(part) for part in inside.split(";")]
        found: Pieces = []
        for item in items:
            if item is None:
                return []
            found += [", "] * bool(found)
            words, place = item["words"].strip(), self.find(item["name"])
            if place is None:
                written = f"[{inside}]" if len(items) == 1 else f"@{item['name']}"
                found += self.unknown(item["name"], written)
                continue
            number = place.number or place.full
            shown = f"{words} {number}" if words else number if item["mark"] else place.full
            found += self.link(place, self.paid(shown))
            found += [item["rest"].rstrip()] if item["rest"] else []
        return found

    def raw(self, markup: str) -> str:
        """HTML of the author's own or of a formula, with its references written."""
        if FIRST in markup:
            markup = MARK.sub(self.number_in_formula, markup)
        if markup.startswith(("<math", '<div class="highlight')):
            return markup
        return self.followed(markup) if "@" in markup or FOLLOWED.search(markup) else markup

    def followed(self, markup: str) -> str:
        """HTML whose text is read, with what it opens and closes noted."""
        parts = []
        for piece in PIECE.finditer(markup):
            name = (piece[2] or "").lower()
            step = -1 if piece[1] else 1
            if name in LITERAL:
                self.literal = max(0, self.literal + step)
            elif name == "a":
                self.in_link = max(0, self.in_link + step)
            is_text = not name and NAMED.search(piece[0]) and not self.literal
            parts.append(self.raw_text(piece[0]) if is_text else piece[0])
        return "".join(parts)

    def raw_text(self, text: str) -> str:
        """A run of text among HTML."""
        holder = ET.Element(INLINE)
        put_pieces(holder, self.pieces(html.unescape(text)))
        return write_html(holder)

    def number_in_formula(self, match: re.Match[str]) -> str:
        """The number for a mark in a formula."""
        name = self.document.formula_places[int(match[1])]
        place = self.find(name)
        if place is None:
            self.document.report(f"The place “{name}” that a formula means is not here.", name)
        return escape(place.number if place and place.number else name, quote=False)


def put_pieces(element: ET.Element, pieces: Pieces) -> None:
    """Make text and elements what an element holds."""
    element[:] = [piece for piece in pieces if not isinstance(piece, str)]
    element.text = last = None
    for is_text, group in groupby(pieces, lambda piece: isinstance(piece, str)):
        if not is_text:
            last = list(group)[-1]
        elif last is None:
            element.text = "".join(group)
        else:
            last.tail = "".join(group)
