"""Tables as kramdown reads them: with or without header, several bodies, footer, alignment.

Source: kramdown 2.4 `parser/kramdown/table.rb`; a paragraph whose every line holds a pipe is a
table.
"""

import re
import xml.etree.ElementTree as ET

from blog.markup.document.attributes import apply_attributes, parse_attributes
from blog.markup.reading.reader import BlockReader
from papers.records.formula_marks import SINGLE

SEPARATOR = re.compile(r"[ \t]*+(?=[|:+-])[ \t|:+-]*+$")
FOOTER = re.compile(r"[+|: \t=-]++$")
RUN = re.compile("`++")
PARTS = re.compile(
    r"\\.|(?P<run>`++)|\$\$(?:[^$\\]|\\.)++\$\$"
    rf"|{SINGLE.pattern}|\[\[@[^\[\]|\n]{{1,200}}+\|[^\[\]|\n]*+\]\]"  # Obsidian's citation
    r"|\||[^\\`|$\[]++|[\\$\[]"
)
CELLS_OF_A_BLOCK = 4  # that cost as much as one
CAPTION = re.compile(r" {0,3}(?:[Tt]able)?:[ \t]+(\S.*)$")
CAPTION_LIST = re.compile(r"(?:^|[ \t])\{([^{}\n]*)\}$")
ALIGNMENTS = {
    (True, True): "align-center",
    (True, False): "align-left",
    (False, True): "align-right",
}


def read_table(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int | None:
    """A run of lines that each hold a pipe outside code and formulas."""
    if "|" not in lines[index]:
        return None
    end = index
    while end < len(lines) and "|" in lines[end] and lines[end].strip():
        end += 1
    if end < len(lines) and lines[end].strip() and reader.attributes(lines[end]) is None:
        return None
    rows = [split_row(line) for line in lines[index:end]]
    if all(
        len(row) < 2 and not line.strip().startswith("|")
        for row, line in zip(rows, lines[index:end], strict=True)
    ):
        return None
    if all(is_separator(line) or is_footer(line) for line in lines[index:end]):
        return None
    if not reader.document.take("blocks", max(map(len, rows)) * len(rows) // CELLS_OF_A_BLOCK):
        return None
    parent.append(_table(lines[index:end], rows))
    after = end + 1 if end + 1 < len(lines) and not lines[end].strip() else end
    if reader.document.policy.liquid and (found := caption_at(lines, after)):
        add_caption(parent[-1], found[0])
        return found[1]
    return end


def read_caption(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int | None:
    """`Table: caption {#id}` or `: caption` before its table (Pandoc, "table_captions")."""
    found = caption_at(lines, index)
    if found is None or (lines[index].lstrip().startswith(":") and len(parent)):
        return None
    start = found[1]
    while start < len(lines) and not lines[start].strip():
        start += 1
    end = read_table(reader, parent, lines, start, depth) if start < len(lines) else None
    if end is not None:
        add_caption(parent[-1], found[0])
    return end


def caption_at(lines: list[str], index: int) -> tuple[str, int] | None:
    """The caption of a table that stands at a line, and the next line's index."""
    match = CAPTION.match(lines[index]) if index < len(lines) else None
    if match is None:
        return None
    end = index + 1
    while end < len(lines) and lines[end].strip() and "|" not in lines[end]:
        end += 1
    return "\n".join([match[1], *(line.strip() for line in lines[index + 1 : end])]).strip(), end


def add_caption(table: ET.Element, text: str) -> None:
    """Give a table a caption, and the attributes that stand at its end."""
    if found := CAPTION_LIST.search(text):
        apply_attributes(table, parse_attributes(found[1], {}))
        text = text[: found.start()]
    caption = ET.Element("caption")
    caption.text = text.strip()
    table.insert(0, caption)


def is_separator(line: str) -> bool:
    """A line of dashes that divides header and bodies."""
    return "-" in line and SEPARATOR.match(line) is not None


def is_footer(line: str) -> bool:
    """A line of equals signs, before the last rows."""
    return "=" in line and FOOTER.match(line) is not None


def split_row(line: str) -> list[str]:
    """The cells of a line.

    A pipe inside code or a formula, or behind a backslash, does not divide.
    """
    line, position = line.strip(), 0
    ends = _code_ends(line)
    parts: list[list[str]] = [[]]
    while match := PARTS.match(line, position):
        position = match.end()
        if match[0] == "|":
            parts.append([])
            continue
        if match["run"]:
            position = ends.get(match.start(), position)
        written = line[match.start() : position]
        parts[-1].append("|" if written == "\\|" else written)
    cells = ["".join(written) for written in parts]
    if len(cells) > 1 and not cells[0].strip():
        cells.pop(0)
    if len(cells) > 1 and not cells[-1].strip():
        cells.pop()
    return [cell.strip() for cell in cells]


def _code_ends(line: str) -> dict[int, int]:
    """For each run of backticks in a line where the next one of its length ends."""
    ends: dict[int, int] = {}
    last: dict[int, int] = {}  # where the last run of a length begins
    for run in RUN.finditer(line):
        length = len(run[0])
        if length in last:
            ends[last[length]] = run.end()
        last[length] = run.start()
    return ends


def _table(lines: list[str], rows: list[list[str]]) -> ET.Element:
    table = ET.Element("table")
    alignments: list[str] = []
    groups: list[list[list[str]]] = [[]]
    has_header = False
    footer_at: int | None = None
    for number, (line, cells) in enumerate(zip(lines, rows, strict=True)):
        if is_footer(line) and groups[-1]:
            footer_at = len(groups)
            groups.append([])
        elif is_separator(line) or is_footer(line):
            if not alignments and len(groups) == 1 and number:
                has_header = True
                alignments = [_alignment(cell) for cell in cells]
            if groups[-1]:
                groups.append([])
        else:
            groups[-1].append(cells)
    width = max(len(cells) for group in groups for cells in group)
    for position, group in enumerate(groups):
        if not group:
            continue
        kind = (
            "thead"
            if has_header and position == 0
            else "tfoot"
            if position == footer_at
            else "tbody"
        )
        _section(ET.SubElement(table, kind), group, alignments, width)
    return table


def _alignment(cell: str) -> str:
    return ALIGNMENTS.get((cell.startswith(":"), cell.endswith(":")), "")


def _section(
    section: ET.Element, group: list[list[str]], alignments: list[str], width: int
) -> None:
    for cells in group:
        row = ET.SubElement(section, "tr")
        for column in range(width):
            cell = ET.SubElement(row, "th" if section.tag == "thead" else "td")
            cell.text = cells[column] if column < len(cells) else ""
            if column < len(alignments) and alignments[column]:
                cell.set("class", alignments[column])
