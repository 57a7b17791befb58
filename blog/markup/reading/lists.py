"""Lists and definition lists, with kramdown's rules for items and tightness.

Source: kramdown 2.4 `parser/kramdown/list.rb`. A list may follow a paragraph's line, bullets may
change within a list, and what is indented to the text of an item (two blanks after `- `) belongs to
it.
"""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field

from blog.markup.document.attributes import LIST, apply_attributes, parse_attributes
from blog.markup.document.state import BLANK
from blog.markup.reading.blocks import BULLET, NUMBER, RULE, TERM
from blog.markup.reading.reader import END, BlockReader

TASK = re.compile(r"\[([ xX])\][ \t]+")


@dataclass
class Item:
    """One item while its lines are gathered: `indent` is the column of its text."""

    indent: int
    lines: list[str]
    attributes: dict[str, str] = field(default_factory=dict)
    nested: bool = False
    after_blank: bool = False

    def take(self, line: str) -> bool:
        """Add a line when it belongs to this item; False when the list goes on or ends here."""
        if not line.strip():
            self.nested = True
            self.after_blank = True
            self.lines.append("")
            return True
        indented = _expand(line).startswith(" " * self.indent)
        if not indented and self.after_blank:
            return False
        text = _expand(line)[self.indent :] if indented else line
        starts_list = bool(BULLET.match(text) or NUMBER.match(text))
        if starts_list and indented:
            self.nested = True
        elif starts_list and self.nested:
            text = " " * (self.indent + 4) + text
        self.lines.append(text)
        self.after_blank = False
        return True


def _expand(line: str) -> str:
    """Tabs at the start of a line as blanks; those inside are left."""
    rest = line.lstrip(" \t")
    return line[: len(line) - len(rest)].expandtabs(4) + rest


def _first_line(reader: BlockReader, marker: str, text: str) -> Item:
    width = len(marker)
    text = (marker + text).expandtabs(4)[width:] if "\t" in text[:4] else text
    attributes: dict[str, str] = {}
    match = LIST.match(text.lstrip()) if reader.document.policy.liquid else None
    if match:
        attributes = reader.document.attributes_of(match[1])
        return Item(4, [text.lstrip()[match.end() :].lstrip()], attributes)
    blanks = len(text) - len(text.lstrip(" "))
    indent = width + blanks if text.strip() and blanks <= 4 else width + 1
    item = Item(indent, [text[blanks:] if blanks <= 4 else text[1:]])
    item.nested = bool(BULLET.match(item.lines[0]) or NUMBER.match(item.lines[0]))
    return item


def read_list(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int | None:
    """An ordered or unordered list, up to the line that belongs to none of its items."""
    pattern = BULLET if BULLET.match(lines[index]) else NUMBER
    match = pattern.match(lines[index])
    if match is None or RULE.match(lines[index]):
        return None
    element = ET.SubElement(parent, "ul" if pattern is BULLET else "ol")
    start = match[1].strip(" .")
    if pattern is NUMBER and start != "1":
        element.set("start", str(int(start)))
    items: list[Item] = []
    while index < len(lines):
        line = lines[index]
        match = pattern.match(line)
        if items and RULE.match(line) and not line.startswith(" " * items[-1].indent):
            break
        if match and (
            not items or len(match[1]) - len(match[1].lstrip()) < min(4, items[-1].indent)
        ):
            if _is_full(reader, len(items)):
                break
            items.append(_first_line(reader, match[1], match[2]))
        elif _ends(reader, lines, index, items[-1]) or not items[-1].take(line):
            break
        index += 1
    _fill(reader, element, items, depth)
    if items[-1].after_blank:
        ET.SubElement(parent, BLANK)
    return index


def _is_full(reader: BlockReader, count: int) -> bool:
    """Whether the blocks that `count` items have at least are all that the text may have."""
    return count > 0 and not reader.document.budget.covers("blocks", count + 1)


def _ends(reader: BlockReader, lines: list[str], index: int, item: Item) -> bool:
    """Whether a line that is not indented ends the list although no blank line stands before it."""
    line = lines[index]
    if END.match(line):
        return True
    return reader.attributes(line) is not None and not _expand(line).startswith(" " * item.indent)


def _fill(reader: BlockReader, element: ET.Element, items: list[Item], depth: int) -> None:
    rows = [ET.SubElement(element, "li", item.attributes) for item in items]
    for row, item in zip(rows, items, strict=True):
        task = TASK.match(item.lines[0])
        reader.read(
            row,
            item.lines[:1] and [item.lines[0][task.end() if task else 0 :], *item.lines[1:]],
            depth + 1,
        )
        if task:
            row.set("class", "task-list-item")
    loose = [_is_loose(row, last=row is rows[-1]) for row in rows]
    if len(rows) > 1 and all(loose[:-1]):
        loose[-1] = bool(len(rows[-1]) and rows[-1][0].tag == "p")
    for row, item, is_loose in zip(rows, items, loose, strict=True):
        if len(row) and row[-1].tag == BLANK:
            row.remove(row[-1])
        if not is_loose and len(row) and row[0].tag == "p" and not row[0].attrib:
            row.text = row[0].text
            row.remove(row[0])
        if "task-list-item" in row.get("class", ""):
            mark = "☐ " if TASK.match(item.lines[0])[1] == " " else "☑ "  # type: ignore[index]
            holder = row if row.text or not len(row) else row[0]
            holder.text = f"{mark}{holder.text or ''}"


def _is_loose(row: ET.Element, *, last: bool) -> bool:
    """An item is loose when a blank line follows its first paragraph."""
    if not len(row) or row[0].tag != "p" or len(row) < 2 or row[1].tag != BLANK:
        return False
    return not (last and len(row) == 2)


def read_definitions(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int | None:
    """`: definition` after a paragraph whose lines are the terms, or after a definition list."""
    match = TERM.match(lines[index])
    if match is None:
        return None
    blocks = [child for child in parent[-2:] if child.tag != BLANK]
    before = blocks[-1] if blocks else None
    if before is None or before.tag not in ("p", "dl") or (len(before) == 0 and before.tag == "dl"):
        return None
    loose = parent[-1].tag == BLANK
    if before.tag == "p" and not before.text:
        return None
    element = _definition_list(parent, before)
    items: list[tuple[Item, bool]] = []
    while index < len(lines):
        if match := TERM.match(lines[index]):
            if _is_full(reader, len(items)):
                break
            items.append((_first_line(reader, match[1], match[2]), loose))
        elif END.match(lines[index]) or not items[-1][0].take(lines[index]):
            break
        loose = items[-1][0].after_blank
        index += 1
    for item, is_loose in items:
        definition = ET.SubElement(element, "dd", item.attributes)
        reader.read(definition, item.lines, depth + 1)
        if len(definition) and definition[-1].tag == BLANK:
            definition.remove(definition[-1])
        if not is_loose and len(definition) and definition[0].tag == "p":
            definition.text = definition[0].text
            definition.remove(definition[0])
    ET.SubElement(parent, BLANK)
    return index


def _definition_list(parent: ET.Element, before: ET.Element) -> ET.Element:
    """The list to go on with.

    The one before, or a new one made of the paragraph's lines as terms.
    """
    for child in parent[-2:]:
        if child.tag == BLANK or child is before:
            parent.remove(child)
    if before.tag == "dl":
        parent.append(before)
        return before
    earlier = [child for child in parent[-2:] if child.tag != BLANK]
    has_list = bool(earlier) and earlier[-1].tag == "dl"
    element = earlier[-1] if has_list else ET.SubElement(parent, "dl")
    for line in (before.text or "").split("\n"):
        term = ET.SubElement(element, "dt")
        term.text = line.strip()
        if (match := LIST.match(line)) is not None:
            apply_attributes(term, parse_attributes(match[1], {}))
            term.text = line[match.end() :].strip()
    return element
