"""Tables of TeX: matrices, aligned equations, cases, arrays, and the environments around them."""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import partial

from blog.markup.document.tex_macros import TexError
from blog.markup.formulas.lengths import ems
from blog.markup.formulas.tex_reading import Command, TexReader, fenced, grouped
from blog.text.word_sets import word_set

ALIGNED = {"displaystyle": "true", "rowspacing": "3pt"}
SIDES = {"l": "left", "r": "right", "c": ""}
LINES = {"\\hline": "solid", "\\hdashline": "dashed", "\\toprule": "solid"}
LINES |= {"\\midrule": "solid", "\\bottomrule": "solid"}
STARS = re.compile(r"\*\s*\{(\d{1,2})\}\s*\{([^{}]*)\}")
NO_COLUMNS = re.compile(r"[@!><]\s*\{[^{}]*\}|[pmb]\s*\{[^{}]*\}")
MAX_COLUMNS = 100


@dataclass(frozen=True)
class Environment:
    """How an environment sets its rows.

    `columns` are `l`, `r` and `c` in turn; `takes` says whether an argument follows its name.
    """

    columns: str = "c"
    left: str = ""
    right: str = ""
    is_aligned: bool = False
    is_small: bool = False
    takes: str = ""  # "columns", "skipped"


MATRICES = {
    "": ("", ""),
    "p": ("(", ")"),
    "b": ("[", "]"),
    "B": ("{", "}"),
    "v": ("|", "|"),
    "V": ("‖", "‖"),
}
ALIGNMENTS = word_set("align align* aligned flalign flalign* eqnarray eqnarray* split")
COUNTED = word_set(
    "alignat alignat* alignedat xalignat xalignat* xxalignat IEEEeqnarray IEEEeqnarray*"
)
GATHERED = word_set("gather gather* gathered multline multline* multlined")
ENVIRONMENTS: dict[str, Environment] = {
    **{f"{one}matrix": Environment(left=a, right=b) for one, (a, b) in MATRICES.items()},
    **{f"{one}matrix*": Environment(left=a, right=b) for one, (a, b) in MATRICES.items()},
    **{
        f"{one}smallmatrix": Environment(left=a, right=b, is_small=True)
        for one, (a, b) in MATRICES.items()
    },
    **{name: Environment("rl", is_aligned=True) for name in ALIGNMENTS},
    **{name: Environment("rl", is_aligned=True, takes="skipped") for name in COUNTED},
    **{name: Environment(is_aligned=True) for name in GATHERED},
    **{name: Environment("l", left="{") for name in ("cases", "dcases", "numcases")},
    **{name: Environment("l", right="}") for name in ("rcases", "drcases")},
    "array": Environment(takes="columns"),
    "darray": Environment(takes="columns", is_aligned=True),
    "tabular": Environment(takes="columns"),
    "subarray": Environment(takes="columns", is_small=True),
    "substack": Environment(is_small=True),
}
PLAIN = frozenset(  # what only says where equations stand
    ["equation", "equation*", "subequations", "displaymath", "math", "empheq", "center"]
)


def read_environment(reader: TexReader, command: str) -> ET.Element:
    """`\\begin{…}` to its `\\end{…}`."""
    name = reader.raw_argument().strip()
    if name in PLAIN:
        made = grouped_rows(reader, frozenset({"\\end"}))
    else:
        kind = ENVIRONMENTS.get(name)
        if kind is None:
            raise TexError(f"the environment “{name[:40]}” is not known")
        columns = read_columns(reader, kind)
        made = read_rows(reader, kind, columns, frozenset({"\\end"}))
    reader.expect("\\end")
    if reader.raw_argument().strip() != name:
        raise TexError("its braces, \\left or \\begin do not match")
    return made


def read_columns(reader: TexReader, kind: Environment) -> str:
    """The environment's columns, with `|` where there is a line; what it says of its place goes."""
    if reader.peek() == "[" and (said := bracketed(reader, "tbcrl")):
        return said if set(said) <= set("lrc") and kind.columns == "c" else kind.columns
    if kind.takes == "skipped":
        reader.raw_argument()
    if kind.takes != "columns":
        return kind.columns
    said = reader.raw_argument()
    if said.startswith("[") and said == "[":
        reader.at -= 1
        bracketed(reader, "tbc")
        said = reader.raw_argument()
    said = STARS.sub(lambda match: match[2] * min(int(match[1]), MAX_COLUMNS), said)
    return re.sub(r"[^lrc|]", "", NO_COLUMNS.sub(lambda m: "c" if m[0][0] in "pmb" else "", said))


def bracketed(reader: TexReader, letters: str) -> str:
    """Some of `letters` in brackets; "" where the brackets hold anything else, which stays."""
    start = reader.at
    inside = "".join(reader.tokens[start + 1 : start + 8]).partition("]")
    if inside[1] and set(inside[0].strip()) <= set(letters):
        reader.raw_argument("[", "]")
        return inside[0].strip()
    return ""


def read_rows(
    reader: TexReader, kind: Environment, columns: str, ends: frozenset[str]
) -> ET.Element:
    """The rows of a table, up to one of `ends`."""
    table = ET.Element("mtable", ALIGNED if kind.is_aligned else {})
    sides = columns.replace("|", "") or "c"
    lines: list[str] = []
    cell_ends = ends | {"&", "\\\\", "\\cr", "\\newline", *LINES}
    row = ET.SubElement(table, "mtr")
    widest = number = 0
    while (piece := reader.peek()) and piece not in ends:
        if piece in LINES:
            reader.at += 1
            lines += ["none"] * (len(table) - 2 - len(lines)) + [LINES[piece]] * (len(table) > 1)
            continue
        cell = ET.SubElement(row, "mtd")
        fill_cell(cell, reader.row(cell_ends), SIDES[sides[number % len(sides)]])
        if kind.columns == "rl" and number % 2 and len(cell):
            cell.insert(0, ET.Element("mi"))
        number += 1
        widest = max(widest, number)
        piece = reader.peek()
        if piece == "&":
            reader.at += 1
            if reader.peek() in ends:
                ET.SubElement(row, "mtd")
        elif piece in ("\\\\", "\\cr", "\\newline"):
            reader.at += 1
            skip_distance(reader)
            row, number = ET.SubElement(table, "mtr"), 0
    if len(row) == 0 and len(table) > 1:
        table.remove(row)
    decorate(table, kind, columns, lines, widest)
    return finished(table, kind)


def fill_cell(cell: ET.Element, inside: list[ET.Element], side: str) -> None:
    cell.extend(inside)
    if side:
        cell.set("columnalign", side)


def skip_distance(reader: TexReader) -> None:
    """`\\\\*` and `\\\\[1em]`; brackets that hold no length are the next row's."""
    if reader.peek() == "*":
        reader.at += 1
    if reader.peek() != "[":
        return
    start = reader.at
    text = "".join(reader.tokens[start + 1 : start + 12])
    if "]" in text and ems(text.partition("]")[0]) is not None:
        reader.raw_argument("[", "]")


def decorate(
    table: ET.Element, kind: Environment, columns: str, lines: list[str], widest: int
) -> None:
    """The lines between rows and columns, and the distances."""
    if "|" in columns.strip("|"):
        between = re.findall(r"[lrc](\|?)", columns)[:-1]
        table.set("columnlines", " ".join("solid" if one else "none" for one in between))
    if any(one != "none" for one in lines):
        table.set("rowlines", " ".join(lines[:20]))
    if kind.columns == "rl":
        table.set("columnspacing", " ".join(["0em 2em"] * min(10, max(1, widest // 2))))


def finished(table: ET.Element, kind: Environment) -> ET.Element:
    """A table with its delimiters, in its size."""
    if kind.is_small:
        small = ET.Element("mstyle", {"scriptlevel": "1"})
        small.append(table)
        return fenced(kind.left, small, kind.right)
    return fenced(kind.left, table, kind.right)


def grouped_rows(reader: TexReader, ends: frozenset[str]) -> ET.Element:
    """One row as it is; several as a table, or in a line of text one behind the other."""
    table = read_rows(reader, Environment(is_aligned=True), "c", ends)
    if len(table) == 1 and len(table[0]) > 1:
        raise TexError("it has an & outside a table")
    if len(table) > 1 and reader.display:
        if any(len(row) > 1 for row in table):
            align_cells(table)
        return table
    parts: list[ET.Element] = []
    for number, row in enumerate(table):
        parts += [ET.Element("mspace", {"width": "1em"})] * (number > 0)
        parts += [one for cell in row for one in cell]
    return grouped(parts)


def align_cells(table: ET.Element) -> None:
    """Set a table's cells as `aligned` does."""
    for row in table:
        for number, cell in enumerate(row):
            cell.set("columnalign", "left" if number % 2 else "right")
            if number % 2 and len(cell):
                cell.insert(0, ET.Element("mi"))
    widest = max(len(row) for row in table)
    table.set("columnspacing", " ".join(["0em 2em"] * min(10, max(1, widest // 2))))


def old_table(kind: Environment, reader: TexReader, command: str) -> ET.Element:
    """`\\matrix{a & b \\cr c & d}` and `\\substack{a \\\\ b}`."""
    reader.expect("{")
    made = read_rows(reader, kind, kind.columns, frozenset("}"))
    reader.expect("}")
    return made


TABLES: dict[str, Command] = {
    **{
        f"\\{name}": partial(old_table, ENVIRONMENTS[name])
        for name in ("matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "cases")
    },
    "\\substack": partial(old_table, ENVIRONMENTS["substack"]),
    "\\displaylines": partial(old_table, Environment(is_aligned=True)),
    "\\eqalign": partial(old_table, Environment("rl", is_aligned=True)),
    "\\eqalignno": partial(old_table, Environment("rl", is_aligned=True)),
    "\\array": partial(old_table, Environment()),
}
