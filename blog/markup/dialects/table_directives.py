"""MyST's tables: ``{table}`` around one, ``{list-table}`` of a list of lists, ``{csv-table}``.

Source: MyST, "Tables"; docutils, "Directives", "Table".
"""

import csv
import xml.etree.ElementTree as ET
from collections.abc import Mapping

from blog.markup.dialects.directive_options import Directive
from blog.markup.document.state import BLANK, RAW, Document
from blog.markup.reading.reader import BlockReader
from blog.markup.reading.tables import CELLS_OF_A_BLOCK, add_caption
from blog.text.word_sets import word_set

TABLES = word_set("table list-table csv-table")
TABLE_OPTIONS = word_set("delim header header-rows keepspace quote stub-columns widths")
DELIMITERS = {"tab": "\t", "space": " "}
ALIGNED = word_set("left center right")
LISTS = ("ul", "ol")
TableRows = list[list[ET.Element]]


def write_table(
    reader: BlockReader, parent: ET.Element, found: Directive, name: str, depth: int
) -> None:
    """Append the table that a directive of this `name` holds, with its caption; what holds none is
    a division, and its author is told."""
    holder, given = ET.Element("div"), found.attributes
    if name == "csv-table":
        rows = csv_rows(given, found.lines)
        made = cell_table(reader.document, given, rows)
        if made is None:
            ET.SubElement(holder, "code-block").text = "\n".join(found.lines)
    else:
        reader.read(holder, found.lines, depth + 1)
        rows = list_rows(holder) if name == "list-table" else []
        made = cell_table(reader.document, given, rows)
    if made is not None:
        holder[:] = [made]
    table = next(holder.iter("table"), None)
    if table is not None:
        name_table(table, given, found.title or "")
        parent.extend(holder)
        return
    write_division(parent, holder, found, name)
    is_html = any("<table" in (block.text or "") for block in holder if block.tag == RAW)
    if not is_html and name not in given.get("class", "").split():  # Bootstrap's, of anything
        message = f"The directive “{name}” holds no table that can be read; its text is shown."
        reader.document.report(message, found.name)


def name_table(table: ET.Element, given: Mapping[str, str], caption: str) -> None:
    """Give a table the caption, the name and the place on the page that its directive says."""
    place = f"align-{given['align']}" if given.get("align") in ALIGNED else ""
    classes = " ".join([*given.get("class", "").split(), *place.split()])
    for key, value in (("id", given.get("id", "")), ("class", classes)):
        if value:
            table.set(key, value)
    if caption and table.find("caption") is None:
        add_caption(table, caption)


def write_division(parent: ET.Element, holder: ET.Element, found: Directive, name: str) -> None:
    """Append what a directive holds, under its title."""
    if found.attributes.get("id"):
        holder.set("id", found.attributes["id"])
    holder.set("class", found.attributes.get("class") or name)
    if found.title:
        title = ET.Element("p")
        ET.SubElement(title, "strong").text = found.title
        holder.insert(0, title)
    parent.append(holder)


def csv_rows(given: Mapping[str, str], lines: list[str]) -> TableRows:
    """The cells of comma-separated values, behind those of the option `header`; none where they
    are no such values."""
    written = given.get("delim", ",").strip()
    try:
        header = csv.reader([given.get("header", "")], skipinitialspace=True)
        body = csv.reader(
            [f"{line}\n" for line in lines],
            delimiter=DELIMITERS.get(written, written),
            quotechar=given.get("quote", '"'),
            skipinitialspace="keepspace" not in given,
        )
        values = [row for part in (header, body) for row in part if row]
    except (csv.Error, TypeError, ValueError):  # a delimiter of two signs, a value of 130,000
        return []
    return [[cell_of(value.strip()) for value in row] for row in values]


def cell_of(text: str) -> ET.Element:
    cell = ET.Element("td")
    cell.text = text
    return cell


def list_rows(holder: ET.Element) -> TableRows:
    """The cells of a list whose items are lists; none for another."""
    blocks = [block for block in holder if block.tag != BLANK]
    if len(blocks) != 1 or blocks[0].tag not in LISTS:
        return []
    rows: TableRows = []
    for item in blocks[0]:
        inner = [block for block in item if block.tag != BLANK]
        if len(inner) != 1 or inner[0].tag not in LISTS or (item.text or "").strip():
            return []
        rows.append(list(inner[0]))
    return rows


def cell_table(document: Document, given: Mapping[str, str], rows: TableRows) -> ET.Element | None:
    """A table of these cells, short rows filled up, with the rows and columns of heads that an
    option counts; None where there are none, or more than a text may have."""
    width = max(map(len, rows), default=0)
    if not width or not document.take("blocks", width * len(rows) // CELLS_OF_A_BLOCK):
        return None
    heads = number_of_option(given, "header-rows") or int("header" in given)
    stubs = number_of_option(given, "stub-columns")
    table = ET.Element("table")
    for place, cells in enumerate(rows):
        kind = "thead" if place < heads else "tbody"
        section = table.find(kind)
        section = ET.SubElement(table, kind) if section is None else section
        row = ET.SubElement(section, "tr")
        row.extend([*cells, *(ET.Element("td") for _missing in range(width - len(cells)))])
        for column, cell in enumerate(row):
            cell.tag = "th" if kind == "thead" or column < stubs else "td"
    return table


def number_of_option(given: Mapping[str, str], name: str) -> int:
    """What an option counts; 0 for what is no number."""
    written = given.get(name, "")
    return int(written) if written.isdecimal() and len(written) < 4 else 0
