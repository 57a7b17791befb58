"""Lines that define something used elsewhere: link references, footnotes, abbreviations."""

import re
import xml.etree.ElementTree as ET

from blog.markup.document.attributes import BLOCK_LIST
from blog.markup.document.state import reference_key
from blog.markup.reading.reader import BlockReader

REFERENCE = re.compile(
    r""" {0,3}\[(?!\^)([^\[\]\n]++)\]:[ \t]*(?:<([^<>\n]*)>|(\S+))"""
    r"""(?:[ \t]+(?:"(.*)"|'(.*)'|\((.*)\)))?[ \t]*$"""
)
TITLE = re.compile(r"""[ \t]+(?:"(.*)"|'(.*)'|\((.*)\))[ \t]*$""")
FOOTNOTE = re.compile(r" {0,3}\[\^([\w:.-]+)\]:[ \t]?(.*)$")
ABBREVIATION = re.compile(r" {0,3}\*\[(.+?)\]:[ \t]*(.*?)[ \t]*$")
INDENT = re.compile(r" {4}| {0,3}\t")
MAX_LABEL = 1_000


def read_reference(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int | None:
    """`[label].

    Address "title"`, the title also on the next line, then perhaps an attribute list.
    """
    match = REFERENCE.match(lines[index]) if lines[index].lstrip(" ").startswith("[") else None
    if match is None or len(match[1]) > MAX_LABEL:
        return None
    title = match[4] or match[5] or match[6]
    end = index + 1
    if title is None and end < len(lines) and (next_line := TITLE.match(lines[end])):
        title = next_line[1] or next_line[2] or next_line[3]
        end += 1
    attributes, end = _attributes(reader, lines, end)
    address = match[2] if match[2] is not None else match[3]
    reader.document.references[reference_key(match[1])] = (address, title, attributes)
    return end


def read_footnote(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int | None:
    """`[^name]: text` and the indented lines under it."""
    match = FOOTNOTE.match(lines[index]) if lines[index].lstrip(" ").startswith("[^") else None
    if match is None:
        return None
    text = [match[2]]
    end = last = index + 1
    while end < len(lines) and (INDENT.match(lines[end]) or not lines[end].strip()):
        text.append(INDENT.sub("", lines[end], count=1))
        end += 1
        if lines[end - 1].strip():
            last = end
    reader.document.footnotes.setdefault(match[1], text[: last - index])
    return last


def read_abbreviation(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int | None:
    """`*[HTML]: Hyper Text Markup Language`, with attribute lists right before or after it."""
    match = ABBREVIATION.match(lines[index])
    if match is None:
        return None
    attributes, end = _attributes(reader, lines, index + 1)
    reader.document.abbreviations[match[1]] = (match[2].strip(), attributes)
    return end


def _attributes(reader: BlockReader, lines: list[str], index: int) -> tuple[dict[str, str], int]:
    if (
        reader.document.policy.liquid
        and index < len(lines)
        and (match := BLOCK_LIST.match(lines[index]))
    ):
        return reader.document.attributes_of(match[1]), index + 1
    return {}, index
