"""References to places of the same text: `@fig-loss`, and links that have no words of their own.

Source: Quarto, "Cross References"; MyST, "Cross-references". A figure, table, equation or listing
is shown by its number among those of its kind that have an id, a section by its heading.
"""

import re
import xml.etree.ElementTree as ET
from collections import Counter

from blog.markup.document.state import RAW, Document
from blog.markup.page.headings import LEVELS, heading_text

KINDS = {
    "fig": "Figure",
    "tbl": "Table",
    "eq": "Equation",
    "lst": "Listing",
    "sec": "Section",
    "thm": "Theorem",
    "lem": "Lemma",
    "cor": "Corollary",
    "prp": "Proposition",
    "def": "Definition",
    "exm": "Example",
    "exr": "Exercise",
}
KIND_OF_TAG = {"figure": "fig", "table": "tbl", "img": "fig", "equation": "eq"}
_NAME = rf"(?:{'|'.join(KINDS)})-[\w-]*\w"
REFERENCE = re.compile(
    rf"\[(?P<suppressed>-?)@(?P<bracketed>{_NAME})\]"
    rf"|\[(?P<words>[^\[\]@\n]{{1,80}}?)[ ]?@(?P<worded>{_NAME})\]"
    rf"|(?<![\w@])@(?P<bare>{_NAME})"
)
RAW_ID = re.compile(r"""<([a-zA-Z][\w-]*)[^<>]*?\sid="([^"]+)\"""")
UNTOUCHED = frozenset({RAW, "code", "code-block", "a"})


def refer(document: Document, root: ET.Element) -> None:
    """Write the references of a tree whose headings have their ids.

    Those that a role made have the class `ref`, and the name of the place as words.
    """
    places = _places(root)
    folded = {name.casefold(): name for name in places}
    for link in root.iter("a"):
        written = link.get("href", "")[1:] if link.get("href", "").startswith("#") else ""
        name = folded.get(written.casefold(), "")
        is_role = link.get("class") == "ref"
        if is_role:
            del link.attrib["class"]
        if name and (is_role or (not len(link) and not (link.text or "").strip())):
            words = places[name]
            link.text = (link.text or "").replace("%s", _number(words)) if is_role else words
            if is_role and link.text == written:
                link.text = words
            link.set("href", f"#{name}")
        elif is_role:
            document.report(f"The place “{written}” that a reference means is not here.", written)
    _write(root, places)


def _number(words: str) -> str:
    """The number in `Figure 1`, or the words where there is none."""
    number = words.rpartition(" ")[2]
    return number if number.isdigit() else words


def _places(root: ET.Element) -> dict[str, str]:
    """The words for each id of a tree."""
    counts: Counter[str] = Counter()
    places: dict[str, str] = {}

    def note(name: str, tag: str, words: str = "") -> None:
        prefix = name.partition("-")[0]
        kind = prefix if prefix in KINDS and "-" in name else KIND_OF_TAG.get(tag, "")
        if name in places or not (kind or words):
            return
        counts[kind] += 1
        places[name] = words or f"{KINDS[kind]} {counts[kind]}"

    for element in root.iter():
        if element.tag == RAW:
            for found in RAW_ID.finditer(element.text or ""):
                note(found[2], found[1].lower())
        elif name := element.get("id"):
            is_heading = element.tag in LEVELS
            tag = "equation" if element.get("class") == "equation" else element.tag
            note(name, tag, heading_text(element).strip() if is_heading else "")
    return places


def _write(element: ET.Element, places: dict[str, str]) -> None:
    if element.tag in UNTOUCHED:
        return
    children = list(element)
    for child in children:
        _write(child, places)
    if "@" in (element.text or ""):
        element.text, made = _split(element.text or "", places)
        element[:0] = made
    for child in children:
        if "@" in (child.tail or ""):
            child.tail, made = _split(child.tail or "", places)
            place = list(element).index(child) + 1 if made else 0
            element[place:place] = made


def _split(text: str, places: dict[str, str]) -> tuple[str, list[ET.Element]]:
    """The text before the first reference, and the links with what follows each."""
    made: list[ET.Element] = []
    before, position = text, 0
    for match in REFERENCE.finditer(text):
        name = match["bracketed"] or match["worded"] or match["bare"]
        if name not in places:
            continue
        if made:
            made[-1].tail = text[position : match.start()]
        else:
            before = text[: match.start()]
        link = ET.Element("a", {"href": f"#{name}"})
        link.text = _words(match, places[name])
        made.append(link)
        position = match.end()
    if made:
        made[-1].tail = text[position:]
    return before, made


def _words(match: re.Match[str], words: str) -> str:
    if match["suppressed"]:
        return _number(words)
    return f"{match['words']} {_number(words)}" if match["words"] else words
