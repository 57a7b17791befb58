"""Write the element tree as HTML.

What stands in RAW elements is written as it is, all else is escaped.
"""

import xml.etree.ElementTree as ET

from blog.markup.document.state import BLANK, INLINE, RAW
from blog.text.word_sets import word_set

VOID = frozenset({"br", "hr", "img", "wbr", "col"})
BLOCKS = word_set(
    """
    p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre div table thead tbody tfoot tr td th
    hr figure figcaption section
    """
)
HOLDS_BLOCKS = word_set("ul ol dl blockquote table thead tbody tfoot tr")


def escape_text(text: str) -> str:
    """Escape text for HTML content."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text: str) -> str:
    """Escape text for a double-quoted attribute."""
    return escape_text(text).replace('"', "&quot;")


def write_html(root: ET.Element) -> str:
    """Serialize a tree; blocks end with a line break, and nothing is indented."""
    parts: list[str] = []
    _write(root, parts)
    return "".join(parts)


def _write(element: ET.Element, parts: list[str]) -> None:
    tag = element.tag
    if tag == RAW:
        parts.append(element.text or "")
    elif tag != BLANK:
        attributes = "".join(
            f' {name}="{escape_attribute(value)}"' for name, value in element.attrib.items()
        )
        if tag != INLINE:
            parts.append(f"<{tag}{attributes}>")
        if tag not in VOID:
            if tag in HOLDS_BLOCKS:
                parts.append("\n")
            parts.append(escape_text(element.text or ""))
            for child in element:
                _write(child, parts)
            if tag != INLINE:
                parts.append(f"</{tag}>")
        if tag in BLOCKS:
            parts.append("\n")
    if element.tail:
        parts.append(escape_text(element.tail))
