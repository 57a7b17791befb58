"""LaTeX's names of places in running text, `\\label{fig:a}`, and `\\ref` and its kin to them.

What they show is known once the page is (`blog.markup.page.cross_references`).
"""

import re
import xml.etree.ElementTree as ET

from blog.markup.document.place_names import id_of_place
from blog.markup.document.state import INLINE, LABEL, REFERENCE, Document

COMMAND = re.compile(
    r"\\(?P<command>label|(?:eq|auto|name|[cC])?ref)\*?[ \t]*\{(?P<names>[^{}\\\n]{1,300})\}"
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BEHIND = re.compile(r"[ \t]*\{#(eq[-:][\w:-]+)[^{}\n]*\}")  # a formula


def label_at(document: Document, text: str, position: int) -> tuple[ET.Element, int] | None:
    """The element for a name or a reference at a position, and where its command ends."""
    match = COMMAND.match(text, position) if document.has_places else None
    names = [id_of_place(name) for name in match["names"].split(",")] if match else []
    if match is None or not all(names):
        return None
    command = match["command"].lower()
    if command == "label":
        return ET.Element(LABEL, {"id": ",".join(names)}), match.end()
    names = names if command == "cref" else [",".join(names)]
    holder = ET.Element(INLINE)
    for name in names:
        given = {"form": command, "name": name, "source": match[0]}
        ET.SubElement(holder, REFERENCE, given).tail = ", " if name != names[-1] else ""
    return holder, match.end()


def name_behind(text: str, position: int) -> tuple[str, int]:
    """The name that stands behind a formula in its line (`$$x$$ {#eq-a}`), and where that ends."""
    match = BEHIND.match(text, position)
    return (match[1], match.end()) if match else ("", position)


def place_labels(root: ET.Element) -> None:
    """Give each heading, and each figure or table with a caption, the name that stands in it."""
    for element in list(root.iter()):
        if element.tag in ("figcaption", "caption", *HEADINGS):
            continue
        for child in element:
            holder = element if child.tag in ("figcaption", "caption") else child
            if child.tag in ("figcaption", "caption", *HEADINGS) and not holder.get("id"):
                if name := take_label(child):
                    holder.set("id", name)
            elif child.tag == "p" and len(child) == 1 and child[0].tag == LABEL:
                is_alone = not (child.text or "").strip() and not (child[0].tail or "").strip()
                child.tag = INLINE if is_alone else child.tag


def take_label(element: ET.Element) -> str:
    """The name that stands in an element itself, taken out of it; "" where none does."""
    before: ET.Element | None = None
    for child in element:
        if child.tag == LABEL:
            if before is None:
                element.text = _joined(element.text or "", child.tail or "")
            else:
                before.tail = _joined(before.tail or "", child.tail or "")
            element.remove(child)
            return child.get("id", "")
        before = child
    return ""


def _joined(before: str, after: str) -> str:
    return before.rstrip() + after if not after.strip() else before + after
