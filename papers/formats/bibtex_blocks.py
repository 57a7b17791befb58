"""Cuts BibTeX into its blocks, line by line, and a block into its fields. No Django here.

Patashnik, "BibTeXing" (1988): what stands outside of a block is a comment. A line that begins a
new block ends one whose braces are never closed, so that one fault costs one entry.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from papers.formats.entries import Problem

MAX_BLOCK = 1_000_000
MAX_FIELD = 100_000
"""Characters of one field after its abbreviations are put in."""
_START = re.compile(r"@\s*([A-Za-z][\w-]*)\s*([{(])")
_BEGUN = re.compile(r"@\s*[A-Za-z]*\s*$")
_ANEW = re.compile(r"\s*@\s*(?:string\s*[{(]|[A-Za-z]+\s*[{(]\s*[^\s,={}()\"]*\s*(?:,|$))", re.I)
_MARK = re.compile(r"\\.|[{})\"]", re.DOTALL)
_BRACE = re.compile(r"\\.|[{}\"]", re.DOTALL)
_FIELD = re.compile(r"[\s,]*([^\s=,{}\"#%]+)\s*=\s*")
_ATOM = re.compile(r"\s*(\{|\"|[^\s#{}\",]+)\s*")
_JOINED = re.compile(r"\s*#")


@dataclass
class BibtexBlock:
    """A block as it stands: `kind` in lower case, and all between its outer braces."""

    kind: str
    line: int
    parts: list[str] = field(default_factory=list)
    size: int = 0
    depth: int = 0
    is_quoted: bool = False
    closing: str = "}"

    @property
    def body(self) -> str:
        return "".join(self.parts)

    @property
    def key(self) -> str:
        """The citekey; `""` where a field stands in its place."""
        first = self.body.partition(",")[0]
        return "" if "=" in first else first.strip()

    def take(self, line: str, start: int) -> int:
        """Takes from a line what belongs to this block; where it ends, or -1 if it goes on."""
        for mark in _MARK.finditer(line, start):
            sign = mark[0]
            if sign == self.closing and self.depth == 0 and not self.is_quoted:
                self.parts.append(line[start : mark.start()])
                return mark.end()
            if sign == "}":
                self.depth = max(self.depth - 1, 0)
            elif sign == '"' and self.depth == 0 and self.closing == ")":
                self.is_quoted = not self.is_quoted
            self.depth += sign == "{"
        if self.size <= MAX_BLOCK:
            self.parts.append(line[start:])
        self.size += len(line)
        return -1


def blocks_of_bibtex(lines: Iterable[str]) -> Iterator[BibtexBlock | Problem]:
    """Every block of a file in order, comments and preambles left out."""
    block: BibtexBlock | None = None
    number, last = 0, ""
    for number, line in enumerate(lines, start=1):
        position, last = 0, line if line.strip() else last
        while 0 <= position < len(line):
            if block is not None and position == 0 and _ANEW.match(line):
                yield Problem(block.line, block.key[:100], "is not closed before the next entry")
                block = None
            if block is None:
                begin = _START.search(line, position)
                if begin is None:
                    break
                closing = "}" if begin[2] == "{" else ")"
                block = BibtexBlock(begin[1].lower(), number, closing=closing)
                position = begin.end()
            position = block.take(line, position)
            if position >= 0:
                yield from _whole(block)
                block = None
    if block is not None and block.kind != "comment":
        reason = "is not closed: a brace is missing"
        yield Problem(block.line, block.key[:100], reason, is_cut=True)
    elif block is None and _BEGUN.search(last):
        yield Problem(number, "", "ends where an entry begins", is_remark=True, is_cut=True)


def _whole(block: BibtexBlock) -> Iterator[BibtexBlock | Problem]:
    if block.size > MAX_BLOCK:
        yield Problem(block.line, block.key[:100], "is longer than a million characters")
    elif block.kind not in ("comment", "preamble"):
        yield block


def fields_of(body: str, strings: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """A body's fields by name in lower case, with abbreviations put in, and what is no field.

    Of a field that stands twice the first one counts, as in BibTeX.
    """
    fields: dict[str, str] = {}
    strange: list[str] = []
    position = 0
    while position < len(body):
        match = _FIELD.match(body, position)
        if match is None:
            end = body.find(",", position)
            rest = body[position : end if end >= 0 else len(body)].strip()
            if rest and not rest.startswith("%"):
                strange.append(rest[:60])
            position = end + 1 if end >= 0 else len(body)
            continue
        text, position = value_at(body, match.end(), strings)
        fields.setdefault(match[1].lower(), text)
    return fields, strange


def value_at(written: str, position: int, strings: Mapping[str, str]) -> tuple[str, int]:
    """A value's text: braces or quotes taken off, abbreviations put in, parts joined at `#`;
    and where it ends."""
    parts, size = [], 0
    while position < len(written) and (match := _ATOM.match(written, position)):
        end = _end(written, match.start(1), match[1])
        atom = written[match.start(1) : end].strip()
        part = atom[1:-1] if match[1] in '{"' else strings.get(atom.lower(), atom)
        if size <= MAX_FIELD:
            parts.append(part)
        size += len(part)
        joined = _JOINED.match(written, end)
        position = joined.end() if joined else end
        if not joined:
            break
    return "".join(parts)[:MAX_FIELD], position


def _end(written: str, start: int, opening: str) -> int:
    if opening not in ("{", '"'):
        return start + len(opening)
    depth = 0
    for match in _BRACE.finditer(written, start):
        mark = match[0]
        depth += (mark == "{") - (mark == "}")
        is_end = mark == "}" if opening == "{" else mark == '"' and match.start() > start
        if depth == 0 and is_end:
            return match.end()
    return len(written)
