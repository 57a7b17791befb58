"""The marks of fenced code, for the block reader and for Liquid, which must leave code alone."""

import re
from dataclasses import dataclass

from blog.markup.document.state import Document

OPENING = re.compile(r"( {0,3})(`{3,}|~{3,})[ \t]*(.*)$")
STEPS_OF_A_LINE = 4  # that is looked at for an end


@dataclass(frozen=True)
class Fence:
    """An opening line: its indent in blanks, its marks and the words after them."""

    indent: int
    marks: str
    info: str


def opening_fence(line: str) -> Fence | None:
    """Read an opening line, or None; after backticks the information may hold no backtick."""
    match = OPENING.match(line) if line[:6].lstrip(" ")[:3] in ("```", "~~~") else None
    if match is None or (match[2][0] == "`" and "`" in match[3]):
        return None
    return Fence(len(match[1]), match[2], match[3].strip())


def closing_fence(document: Document, lines: list[str], index: int, fence: Fence) -> int | None:
    """The index of the line that closes the fence opened at `index`, or None."""
    affordable = max(0, document.budget.left["looks"]) // STEPS_OF_A_LINE + 1
    last = min(len(lines), index + 1 + affordable)
    found = next((n for n in range(index + 1, last) if closes_fence(lines[n], fence)), None)
    document.spend(STEPS_OF_A_LINE * ((last if found is None else found) - index - 1))
    return found


def closes_fence(line: str, fence: Fence) -> bool:
    """Whether a line closes a fence: the same mark, at least as often, and nothing else."""
    text = line.strip(" ")
    return text.startswith(fence.marks) and not text.rstrip(" \t").strip(fence.marks[0])


def dedent_fence(line: str, fence: Fence) -> str:
    """Take off a line of code as many blanks as its fence was indented by (CommonMark 4.5)."""
    blanks = len(line) - len(line.lstrip(" "))
    return line[min(blanks, fence.indent) :]
