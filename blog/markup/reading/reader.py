"""The loop that reads a text block by block.

It knows no kind of block: the readers of each are given to it in a table, in the order in which
they are tried (``blog.markup.python_markdown``). A reader takes the lines of its container and
answers with the index of the next unread line, or None when the line is not its kind.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence

from blog.markup.document.attributes import (
    BLOCK_LIST,
    DEFINITION,
    apply_attributes,
)
from blog.markup.document.state import BLANK, Document

Reader = Callable[["BlockReader", ET.Element, list[str], int, int], int | None]
ParagraphEnd = Callable[["BlockReader", list[str], int], bool]
"""Whether the line at an index ends the paragraph before it."""

TARGET = re.compile(r"\(([\w.:-]+)\)=[ \t]*$")  # MyST's label of the next block
STEPS_OF_A_LINE = 4  # that is read again inside of a container
END = re.compile(r"\^[ \t]*$")  # kramdown's end of a block
INDENTED = re.compile(r"^(?: {4}| {0,3}\t)")


class BlockReader:
    """Reads the blocks of one document into an element tree; text of spans is left as it is."""

    def __init__(
        self,
        document: Document,
        readers: Sequence[Reader],
        paragraph_ends: Sequence[ParagraphEnd] = (),
    ) -> None:
        self.document, self.readers, self.paragraph_ends = document, readers, paragraph_ends

    def read(self, parent: ET.Element, lines: list[str], depth: int = 0) -> None:
        """Append the blocks of `lines` to `parent`.

        Beyond the policy's depth they become plain text.
        """
        is_too_deep = depth > self.document.policy.depth
        if is_too_deep:
            self.document.report(
                "Lists or quotations stand too deep inside each other; the rest is plain text."
            )
        if is_too_deep or (depth and not self.document.spend(STEPS_OF_A_LINE * len(lines))):
            ET.SubElement(parent, "p").text = "\n".join(lines).strip()
            return
        index = 0
        pending: dict[str, str] = {}
        while index < len(lines):
            if not self.document.take("blocks"):
                ET.SubElement(parent, "p").text = "\n".join(lines[index:]).strip()
                return
            if not lines[index].strip() or END.match(lines[index]):
                if len(parent) and parent[-1].tag != BLANK:
                    ET.SubElement(parent, BLANK)
                index += 1
            elif (
                self.document.policy.liquid and (found := self.attributes(lines[index])) is not None
            ):
                is_label = lines[index].startswith("(")
                if len(parent) and parent[-1].tag != BLANK and index and not is_label:
                    apply_attributes(parent[-1], found)
                else:
                    pending.update(found)
                index += 1
            else:
                index = self.read_one(parent, lines, index, depth)
                if pending and len(parent):
                    apply_attributes(parent[-1], pending)
                    pending = {}

    def read_one(self, parent: ET.Element, lines: list[str], index: int, depth: int) -> int:
        """Read the block that starts at `index`; the paragraph reader, last, takes any line."""
        for reader in self.readers:
            end = reader(self, parent, lines, index, depth)
            if end is not None:
                return end
        raise AssertionError("the paragraph reader takes every line")

    def attributes(self, line: str) -> dict[str, str] | None:
        """The attributes of a line that is an attribute list; {} for a definition of one."""
        if line.startswith("(") and (target := TARGET.match(line)):
            return {"id": target[1]}
        if not line.lstrip().startswith("{:"):
            return None
        if match := DEFINITION.match(line):
            known = self.document.attribute_lists
            known.setdefault(match[1], {}).update(self.document.attributes_of(match[2]))
            return {}
        match = BLOCK_LIST.match(line)
        return self.document.attributes_of(match[1]) if match else None
