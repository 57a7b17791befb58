"""What stands in braces within a line: Liquid that stays, kramdown's extensions, attributes."""

import re
import xml.etree.ElementTree as ET

from blog.markup.document.state import Document, raw_element

EXTENSION = re.compile(r"\{::(comment|nomarkdown|options)\b([^{}]*?)(/?)\}")
LIQUID = re.compile(r"\{%(?:[^%\n{]|%(?!\})|\{(?!%))*+%\}|\{\{[^{}\n]*+\}\}")


def kept_liquid_at(document: Document, text: str, position: int) -> tuple[ET.Element, int] | None:
    """Liquid and shortcodes that are not understood, as code."""
    match = LIQUID.match(text, position)
    if match is None or match[0] not in document.kept_liquid:
        return None
    element = ET.Element("code", {"class": "liquid"})
    element.text = match[0]
    return element, match.end()


def extension_at(
    document: Document, text: str, position: int
) -> tuple[ET.Element | str, int] | None:
    """kramdown's `{::comment}`, `{::nomarkdown}` and `{::options /}`: dropped, kept, obeyed."""
    match = EXTENSION.match(text, position)
    if match is None:
        return None
    if match[1] == "options":
        document.options.read(match[2])
    if match[3] or match[1] == "options":
        return "", match.end()
    if not document.spend(0):
        return None
    close = re.compile(rf"\{{:/(?:{match[1]})?\}}").search(text, match.end())
    document.spend((close.start() if close else len(text)) - match.end())
    if close is None:
        return None
    inside = text[match.end() : close.start()]
    return raw_element(inside) if match[1] == "nomarkdown" else "", close.end()


def lone_attributes_at(document: Document, text: str, position: int) -> tuple[str, int] | None:
    """Attributes of nothing stay as they are; an id among them is no hashtag."""
    match = document.pandoc_list_at(text, position)
    return (match[0], match.end()) if match else None
