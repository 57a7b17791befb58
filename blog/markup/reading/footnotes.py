"""Footnotes, from their marks to the list at the end, and abbreviations."""

import re
import xml.etree.ElementTree as ET

from blog.markup.document.state import RAW, Document, written_size

MAX_ABBREVIATIONS = 300
MARKS_OF_A_NOTE = 6  # for two links, there and back
SIZE_OF_A_USE = 100  # characters beside those of the source
MAX_NOTE = 5_000  # characters of a note in the line
NOTE = re.compile(r"`+|\\.|\[|\]|\n[ \t]*\n", re.S)
PATTERN = re.compile(r"\S*(?:\w-\w|\\)\S*|[^\W\d_]|[^a-zA-Z]*\d[^a-zA-Z]*")  # `^[a-z]`, `x^[2]`
UNTOUCHED = frozenset({RAW, "code", "code-block", "abbr", "pre"})


def may_mark(document: Document, name: str) -> bool:
    """Whether a note of this name is there, and is not used too often to be linked each time."""
    is_used = name in document.footnote_uses
    return name in document.footnotes and document.take("copies", SIZE_OF_A_USE * is_used)


def footnote_mark(document: Document, name: str) -> ET.Element:
    """The number that links to a footnote; ids are kramdown's `fn:name` and `fnref:name`."""
    document.take("marks", MARKS_OF_A_NOTE)
    number, uses = document.footnote_uses.get(name, (len(document.footnote_uses) + 1, 0))
    document.footnote_uses[name] = (number, uses + 1)
    suffix = f":{uses}" if uses else ""
    options = document.options
    identity = f"{options.footnote_prefix}{name}"
    mark = ET.Element("sup", {"id": f"fnref:{identity}{suffix}"})
    link = ET.SubElement(
        mark, "a", {"href": f"#fn:{identity}", "class": "footnote", "role": "doc-noteref"}
    )
    link.text = options.footnote_link_text.replace("%s", str(number - 1 + options.footnote_nr))
    return mark


def inline_note(document: Document, text: str, position: int) -> tuple[ET.Element, int] | None:
    """The mark of the note `^[text]` at this place and where it ends, or None.

    A regular expression (`^[a-z]+`) or a power (`x^[2]`) is none. Source: Pandoc's manual,
    "inline_notes".
    """
    if not document.spend(0):
        return None
    end = note_end(text, position + 2)
    document.spend((end or min(len(text), position + MAX_NOTE)) - position)
    if end is None:
        return None
    inside = text[position + 2 : end]
    if not inside.strip() or PATTERN.fullmatch(inside):
        return None
    name = f"note-{len(document.footnote_uses) + 1}"
    while name in document.footnotes:
        name += "-"
    document.footnotes[name] = inside.strip().split("\n")
    return footnote_mark(document, name), end + 1


def note_end(text: str, start: int) -> int | None:
    """Where the bracket opened before `start` closes, outside code, within a paragraph."""
    depth, ticks = 1, ""
    for match in NOTE.finditer(text, start, start + MAX_NOTE):
        mark = match[0]
        if mark[0] == "`":
            ticks = "" if ticks == mark else ticks or mark
        elif mark[0] == "\n":
            return None
        elif not ticks:
            depth += {"[": 1, "]": -1}.get(mark, 0)
            if depth == 0:
                return match.start()
    return None


def footnote_item(document: Document, name: str) -> ET.Element:
    """The list item of a footnote, still empty."""
    return ET.Element("li", {"id": f"fn:{document.options.footnote_prefix}{name}"})


def add_backlinks(document: Document, item: ET.Element, name: str) -> None:
    """Link a footnote back to each place that uses it."""
    options = document.options
    if not options.footnote_backlink:
        return
    last = item[-1] if len(item) and item[-1].tag == "p" else ET.SubElement(item, "p")
    for use in range(document.footnote_uses[name][1]):
        if len(last):
            last[-1].tail = (last[-1].tail or "") + " "
        else:
            last.text = (last.text or "") + " "
        suffix = f":{use}" if use else ""
        link = ET.SubElement(
            last,
            "a",
            {
                "href": f"#fnref:{options.footnote_prefix}{name}{suffix}",
                "class": "reversefootnote",
                "role": "doc-backlink",
            },
        )
        link.text = options.footnote_backlink
        if use:
            ET.SubElement(link, "sup").text = str(use + 1)


def mark_abbreviations(document: Document, root: ET.Element) -> None:
    """Wrap each abbreviation in the text; longer ones win, and only whole words count."""
    known = document.abbreviations
    if not known:
        return
    names = sorted(known, key=len, reverse=True)[:MAX_ABBREVIATIONS]
    words = "|".join(r"\s+".join(map(re.escape, name.split())) for name in names)
    pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)")
    _mark(document, root, pattern)


def _mark(document: Document, element: ET.Element, pattern: re.Pattern[str]) -> None:
    if element.tag in UNTOUCHED:
        return
    children: list[ET.Element] = []
    if element.text:
        element.text, made = _split(document, element.text, pattern)
        children += made
    for child in list(element):
        _mark(document, child, pattern)
        children.append(child)
        if child.tail:
            child.tail, made = _split(document, child.tail, pattern)
            children += made
    element[:] = children


def _split(document: Document, text: str, pattern: re.Pattern[str]) -> tuple[str, list[ET.Element]]:
    """The text before the first abbreviation, and the abbreviations with what follows as tail."""
    made: list[ET.Element] = []
    position = 0
    before = text
    known = document.abbreviations
    for match in pattern.finditer(text):
        title, attributes = known.get(match[0]) or known[" ".join(match[0].split())]
        if not document.take("copies", len(title) + written_size(attributes)):
            break
        between = text[position : match.start()]
        if made:
            made[-1].tail = between
        else:
            before = between
        element = ET.Element("abbr", {**attributes, **({"title": title} if title else {})})
        element.text = match[0]
        made.append(element)
        position = match.end()
    if made:
        made[-1].tail = text[position:]
    return before, made
