"""The Liquid of a Jekyll site's posts that asks for the site's own files, run while they are read.

What the reader of Markdown understands (`docs/markup.md`) is left to it, code is left alone, and
what cannot be run stays as it stands, told with its line.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from blog.markup import POST
from blog.markup.dialects.liquid import SCAN, TAG, LiquidReader
from blog.markup.dialects.liquid_code import RAW_END, RAW_START, raw_tag_pairs
from blog.markup.document.state import Document
from blog.transfer.liquid.run_limits import AllSpent, NotKnown, NotRun
from blog.transfer.liquid.template_values import (
    LayoutValues,
    PageValues,
    SiteValues,
    includes_folder,
)
from blog.transfer.rewriting.code_ranges import indented_ranges, merged_ranges
from blog.transfer.source.import_values import Found

if TYPE_CHECKING:
    from blog.transfer.liquid.liquid_engine import LiquidEngine

MAX_BLOCK = 200_000
"""Characters of a block in a post."""
MAX_LOOKED = 1_000_000
"""Characters in which ends of blocks are looked for that are not there."""
MAX_REMARKS = 20
_BLOCKS = frozenset(("if", "unless", "case", "for", "tablerow", "capture", "ifchanged"))
_RUN = frozenset(("assign", "cycle", "decrement", "increment")) | _BLOCKS
_RUN |= {"include", "include_cached", "include_relative"}
_OF_SITE = re.compile(r"=\s*(?:page|site|layout)\.")
_LEFT = frozenset(("comment", "highlight", "mermaid"))
"""Blocks that the reader of Markdown takes as a whole."""


@dataclass(frozen=True)
class RunText:
    """A text with its Liquid run. `remarks` have the line of the old text (0 is the first) that
    they mean; `lines`, for each line of the new text, that of the old one from which it came, and
    is empty where they are the same."""

    text: str
    remarks: tuple[tuple[int, str], ...] = ()
    lines: tuple[int, ...] = ()


def has_liquid(text: str) -> bool:
    return "{%" in text or "{{" in text


def run_liquid(found: Found, text: str, page: Mapping[str, object], *, is_html: bool) -> RunText:
    """A post's text with what its Liquid gives. `page` is what its templates know of the post."""
    code = [] if is_html else indented_ranges(text)
    raw = [(start.start(), end.end()) for start, end in raw_tag_pairs(text)]
    left = merged_ranges([*raw, *code])
    document = Document(text, POST, lambda _: None)
    reader = _SiteReader(document, text, left, is_html=is_html, found=found, page=page)
    reader.read()
    return reader.result()


@dataclass(kw_only=True)
class _SiteReader(LiquidReader):
    """Goes over a text as the reader of Markdown does, and leaves to it what it understands.

    `understood` are the tags so far that give names a value and are left to that reader; `looked`
    counts the characters in which no end of a block was found.
    """

    found: Found
    page: Mapping[str, object]
    made: "LiquidEngine | None" = None
    understood: list[str] = field(default_factory=list)
    replaced: list[tuple[int, int, str]] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)
    looked: int = 0
    was_kept: bool = False
    is_spent: bool = False

    @property
    def engine(self) -> "LiquidEngine":
        if self.made is None:
            # The library takes 0.2 s and 19 MB: for nothing where no post of a site needs it.
            from blog.transfer.liquid.liquid_engine import Folders, LiquidEngine

            site = self.found.site
            folders = Folders(includes_folder(site.root, site.digest), self.found.file.parent)
            values = {
                "site": SiteValues(site.root, site.digest),
                "page": PageValues(self.page),
                "layout": LayoutValues(site.root, str(self.page.get("layout") or "")),
                "jekyll": {"environment": "production"},
            }
            self.made = LiquidEngine(site.root, folders, values)
            for source in self.understood:
                self.assign(source)
        return self.made

    def result(self) -> RunText:
        parts, lines, done, line = [], [0], 0, 0
        for start, end, new in [*self.replaced, (len(self.text), len(self.text), "")]:
            between, gone = self.text[done:start], self.text[start:end].count("\n")
            parts += [between, new]
            lines += range(line + 1, line + between.count("\n") + 1)
            line += between.count("\n")
            lines += [line] * new.count("\n")
            line += gone
            done = end
        is_moved = any(number != line for number, line in enumerate(lines))
        return RunText("".join(parts), tuple(self.remarks), tuple(lines) if is_moved else ())

    def expand(self, position: int) -> tuple[str, int]:
        """Passes over what the reader of Markdown understands; what it would keep is run."""
        self.was_kept = False
        _, end = super().expand(position)
        tag = TAG.match(self.text, position)
        if tag is None and not self.text.startswith(("{{<", "{{%"), position):
            end_of_line = self.text.find("\n", position)
            line = self.text[position : end_of_line if end_of_line >= 0 else None]
            self.tell(position, line.strip(), "has no end and stays as it is written")
        if tag and tag[1] in ("assign", "capture") and not self.was_kept:
            self.understood.append(self.text[position:end])
            if self.made:
                self.assign(self.text[position:end])
        return "", end

    def tag(self, name: str, rest: str, match: re.Match[str]) -> tuple[str | None, int]:
        """What the reader of Markdown makes of a tag, but for a loop or a figure of constants in
        which it would lose what only the site knows."""
        told = len(self.document.problems)
        result, end = super().tag(name, rest, match)
        loses = name == "for" and len(self.document.problems) > told
        loses = loses or (name == "include" and _OF_SITE.search(rest) is not None)
        return (None, match.end()) if loses else (result, end)

    def assign(self, source: str) -> None:
        """Lets what is run know a name that the reader of Markdown knows too."""
        try:
            self.engine.run(source)
        except NotRun:
            return

    def keep(self, match: re.Match[str]) -> tuple[str, int]:
        self.was_kept = True
        if self.is_spent or (match[1] is not None and match[1] not in _RUN):
            return "", match.end()
        end = match.end()
        try:
            source = match[0]
            if match[1] in _BLOCKS:
                source, end = self.block(match)
            before = dict(self.engine.assigned)
            new = self.engine.run(source)
        except NotRun as error:
            self.is_spent = isinstance(error, AllSpent)
            if not isinstance(error, NotKnown):
                rest = ", nor what comes after it" if self.is_spent else ""
                self.tell(match.start(), match[0], f"was not run{rest}: {error}")
            return "", end
        for name, value in self.engine.assigned.items():
            if name not in before or before[name] is not value:
                self.names.pop(name, None)
                self.lists.pop(name, None)
        end = self.put(match.start(), end, new)
        return "", end

    def tell(self, position: int, liquid: str, what: str) -> None:
        """A remark on Liquid that readers see, so many at most."""
        if len(self.remarks) < MAX_REMARKS and not self.in_comment(position):
            shown = liquid if len(liquid) < 80 else f"{liquid[:77]}…"
            line = self.text.count("\n", 0, position)
            self.remarks.append((line, f"the Liquid “{shown}” {what}"))

    def put(self, start: int, end: int, new: str) -> int:
        """Notes what stands in a place, from which `{%-` and `-%}` take the blanks around it."""
        source = self.text[start:end]
        if source.startswith(("{%-", "{{-")):
            least = self.replaced[-1][1] if self.replaced else 0
            start = least + len(self.text[least:start].rstrip())
        if source.endswith(("-%}", "-}}")):
            end = len(self.text) - len(self.text[end:].lstrip())
        self.replaced.append((start, end, new))
        return end

    def block(self, match: re.Match[str]) -> tuple[str, int]:
        """The source of a block with its code set aside, and where it ends."""
        if self.looked > MAX_LOOKED:
            raise AllSpent("too many blocks of this text are never closed")
        parts, position, opened = [match[0]], match.end(), [match[1]]
        most = match.start() + MAX_BLOCK
        while found := SCAN.search(self.text, position, most):
            parts.append(self.text[position : found.start()])
            if found["liquid"]:
                piece, position = self.piece(found.start(), opened)
                parts.append(piece)
                if not opened:
                    return "".join(parts), position
            else:
                code, position = self.replace(found)
                parts.append(self.engine.set_aside(code))
        self.looked += min(most, len(self.text)) - match.start()
        raise NotRun(f"it is not closed within {MAX_BLOCK:,} characters")

    def piece(self, position: int, opened: list[str]) -> tuple[str, int]:
        """One tag or output inside of a block, and where it ends; of `opened` blocks the last one
        may be closed."""
        if (raw := RAW_START.match(self.text, position)) and "raw" not in self.missing:
            if end := RAW_END.search(self.text, raw.end()):
                return self.text[position : end.end()], end.end()
            self.missing.add("raw")
        tag = TAG.match(self.text, position)
        if tag is None or raw:
            return self.engine.set_aside(self.text[position : position + 2]), position + 2
        name = tag[1]
        if name in _LEFT and name not in self.missing:
            closing = re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}").search(self.text, tag.end())
            if closing:
                whole = self.text[position : closing.end()]
                return self.engine.set_aside(whole), closing.end()
            self.missing.add(name)
        if name in _BLOCKS:
            opened.append(name)
        elif name == f"end{opened[-1]}":
            opened.pop()
        return tag[0], tag.end()
