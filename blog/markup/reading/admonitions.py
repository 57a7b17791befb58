"""Boxes with a title: `!!! note`, GitHub's alerts, and what the dialects make boxes of."""

import re
import xml.etree.ElementTree as ET

from blog.markup.reading.reader import INDENTED, BlockReader
from blog.text.word_sets import word_set

ADMONITION = re.compile(r'!!! ?([\w-]+)((?: [\w-]+)*)(?: +"([^"]*)")?[ \t]*$')
ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*$", re.I)


def read_admonition(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int | None:
    """`!!! note "Title"` with its indented lines."""
    match = ADMONITION.match(lines[index]) if lines[index].startswith("!!!") else None
    if match is None:
        return None
    end = index + 1
    while end < len(lines) and (INDENTED.match(lines[end]) or not lines[end].strip()):
        end += 1
    title = match[1].title() if match[3] is None else match[3]
    box = admonition(parent, match[1].lower(), match[2], title)
    reader.read(box, [INDENTED.sub("", line) for line in lines[index + 1 : end]], depth + 1)
    return end


def admonition(parent: ET.Element, kind: str, more: str, title: str) -> ET.Element:
    """A box with its title, still without text."""
    box = ET.SubElement(parent, "div", {"class": f"admonition {kind}{more}", "role": "note"})
    if title:
        ET.SubElement(box, "p", {"class": "admonition-title"}).text = title
    return box


BOXES = word_set(
    """
    admonition note tip important warning caution danger error hint attention seealso info
    success question example abstract todo bug failure callout exercise solution proof theorem
    lemma definition corollary proposition remark
    """
)
