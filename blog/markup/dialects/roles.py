"""MyST's roles, ``{name}`text` ``: formulas, marks of text, and names of other places.

Source: MyST's syntax of roles; Sphinx, "Roles". Those that cite are read in
`blog.markup.document.foreign_citations`.
"""

import re
import xml.etree.ElementTree as ET

from blog.markup.document.state import REFERENCE, Document
from blog.markup.formulas.finding_formulas import formula_element

ROLE = re.compile(r"\{([a-zA-Z][\w:-]{0,40})\}`([^`\n]{1,1000}+)`")
TITLED = re.compile(r"(.*?)\s*<([^<>]*)>$")
ABBREVIATED = re.compile(r"(.*?)\s*\(([^()]*)\)$")
ELEMENTS = {
    "sub": "sub",
    "subscript": "sub",
    "sup": "sup",
    "superscript": "sup",
    "kbd": "kbd",
    "strong": "strong",
    "emphasis": "em",
    "del": "del",
    "u": "u",
    "code": "code",
    "file": "code",
    "program": "code",
    "command": "code",
}
PLACES = frozenset({"doc", "ref", "numref", "term", "download", "eq", "any"})


def role_at(document: Document, text: str, position: int) -> tuple[ET.Element | str, int] | None:
    """What the role at a position means, as an element or as text, and where it ends; None where
    there is none that is known."""
    match = ROLE.match(text, position)
    found = role_meaning(document, match) if match else None
    return None if match is None or found is None else (found, match.end())


def role_meaning(document: Document, match: re.Match[str]) -> ET.Element | str | None:
    name, text = match[1].lower(), match[2]
    if name == "math":
        return formula_element(document, text, display=False)
    if name in ELEMENTS:
        element = ET.Element(ELEMENTS[name])
        element.text = text
        return element
    if name == "abbr" and (found := ABBREVIATED.match(text)):
        element = ET.Element("abbr", {"title": found[2]})
        element.text = found[1]
        return element
    if name in PLACES:
        return reference_words(text, name)
    document.report(f"The role “{name}” is not known here and stays as it is.", match[0])
    return None


def reference_words(text: str, name: str) -> ET.Element | str:
    """The words of a reference; one to a label of this page is a link, whose words are found when
    the page is known (`blog.markup.page.cross_references`)."""
    titled = TITLED.match(text)
    words, target = (titled[1], titled[2]) if titled else ("", text)
    if name not in ("ref", "numref", "eq"):
        return words or target
    form = "role" if name == "ref" else name
    return ET.Element(REFERENCE, {"form": form, "name": target.strip(), "words": words})
