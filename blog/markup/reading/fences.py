"""The marks of fenced code, for the block reader and for Liquid, which must leave code alone."""

import re
from dataclasses import dataclass

from blog.markup.document.state import Document

OPENING = re.compile(r"( {0,3})(`{3,}|~{3,})[ \t]*(.*)$")
CLOSING = re.compile(r"[ \t]*(`{3,}|~{3,})[ \t]*$")


@dataclass(frozen=True)
class Fence:
    """An opening line: its indent in blanks, its marks and the words after them."""

    indent: int
    marks: str
    info: str


def opening_fence(line: str) -> Fence | None:
    """Read an opening line, or None; after backticks the information may hold no backtick."""
    match = OPENING.match(line)
    if match is None or (match[2][0] == "`" and "`" in match[3]):
        return None
    return Fence(len(match[1]), match[2], match[3].strip())


def closing_fence(document: Document, lines: list[str], index: int, fence: Fence) -> int | None:
    """The index of the line that closes the fence opened at `index`, or None."""
    for number in range(index + 1, len(lines)):
        if closes_fence(lines[number], fence):
            return number
        if not document.spend(4):
            return None
    return None


def closes_fence(line: str, fence: Fence) -> bool:
    """Whether a line closes a fence: the same mark, at least as often, and nothing else."""
    first = line.lstrip(" ")[:1]
    if first != fence.marks[0]:
        return False
    match = CLOSING.match(line)
    return match is not None and match[1].startswith(fence.marks)


def dedent_fence(line: str, fence: Fence) -> str:
    """Take off a line of code as many blanks as its fence was indented by (CommonMark 4.5)."""
    blanks = len(line) - len(line.lstrip(" "))
    return line[min(blanks, fence.indent) :]
