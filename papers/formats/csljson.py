"""Reads and writes CSL-JSON, one item after the other. No Django here."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from papers.csl.variables import NAME_VARIABLES
from papers.formats.entries import Found, Lines, Problem
from papers.formats.item_repair import entry_of_item
from papers.records.record import OTHERS, Record, written_names
from papers.records.rich_text import BRACED, KEPT, RICH, RICH_FIELDS, kept_text
from papers.records.style_record import joined_containers, shown_record

MAX_ITEM = 1_000_000
MAX_DEPTH = 30
TYPES_OF_ZOTERO = dict.fromkeys(["review", "review-book"], "article-journal")
TYPES_OF_ZOTERO |= dict.fromkeys(["collection", "classic", "periodical"], "book")
TYPES_OF_ZOTERO |= dict.fromkeys(["regulation", "treaty"], "legislation")
TYPES_OF_ZOTERO |= {"figure": "graphic", "entry": "entry-encyclopedia"}
TYPES_OF_ZOTERO |= dict.fromkeys(["pamphlet", "musical_score", "performance", "event"], "document")
TYPES_OF_ZOTERO["software"] = "document"
"""What stands for the types of CSL that Zotero makes nothing of (its CSL_TYPE_MAPPINGS), or for one
of which its translator "CSL JSON" takes no file: it writes "software" and does not read it."""
UNCLOSED = "is not closed: a brace is missing"
UNENDED = "the list has no ] at its end"
_MARK = re.compile(r'\\.|["{}]', re.DOTALL)
_LIST = re.compile(r'\{\s*"items"\s*:\s*\[\s*')


def item_for_zotero(record: Record) -> dict[str, Any]:
    """The record as it is shown, its type one of Zotero's, with the markup of its titles. A list
    of names that lacks some ends with “others”, as Zotero and Pandoc have it from BibTeX."""
    item = shown_record(record)
    item |= {role: written_names(record, role, OTHERS) for role in NAME_VARIABLES & set(record)}
    kind = str(record.get("type", ""))
    if kind in TYPES_OF_ZOTERO:
        custom = {**record.get("custom", {}), "type": kind}
        item |= {"type": TYPES_OF_ZOTERO[kind], "custom": custom}
    for field in sorted(RICH_FIELDS & set(record)):
        if text := kept_text(record, RICH, field) or kept_text(record, BRACED, field):
            item[field] = text.replace(KEPT, "").replace("</span>", "")
    return joined_containers(item)


def with_own_type(item: dict[str, Any]) -> dict[str, Any]:
    """An item with the type for which another stood, as ``item_for_zotero`` wrote it."""
    custom = item.get("custom")
    kind = custom.get("type") if isinstance(custom, dict) else None
    if not isinstance(kind, str) or TYPES_OF_ZOTERO.get(kind, "") != item.get("type"):
        return item
    rest = {name: value for name, value in custom.items() if name != "type"}
    return {**item, "type": kind, "custom": rest}


def read_csljson(lines: Lines) -> Found:
    """Every item of a list, of an object with a list of `items`, or of one item a line.

    A broken item is a problem, and the next one is read.
    """
    for number, text, reason in _objects(lines()):
        if reason == UNENDED:
            yield Problem(number, "", reason, is_remark=True, is_cut=True)
            continue
        try:
            data = json.loads(text) if not reason else None
        except (ValueError, RecursionError) as error:
            reason = f"is no JSON: {error}"
        if reason or not isinstance(data, dict):
            is_cut = reason == UNCLOSED
            yield Problem(number, _key(text), reason or "is no item", is_cut=is_cut)
            continue
        try:
            key = str(data.get("id", ""))[:200].strip()
            yield entry_of_item(key, number, with_own_type(data))
        except ValueError as error:
            yield Problem(number, _key(text), str(error))


def _key(text: str) -> str:
    found = re.search(r'"id"\s*:\s*"([^"\\]{1,100})"', text)
    return found[1] if found else ""


def _objects(lines: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Line, text and fault of each outermost object, those of an `items` list among them."""
    parts: list[str] = []
    depth = begun = size = number = 0
    is_string = is_list = is_ended = False
    for number, line in enumerate(lines, start=1):
        start = 0
        is_list = is_list or (not begun and line.lstrip("\ufeff \t\r\n").startswith("["))
        for mark in _MARK.finditer(line):
            sign = mark[0]
            if sign == '"':
                is_string = not is_string
            elif is_string or len(sign) > 1:
                continue
            elif sign == "{":
                if depth == 1 and size < 100:
                    before = "".join([*parts, line[start : mark.start()]])
                    if _LIST.fullmatch(before):
                        depth, is_list = 0, True
                if depth == 0:
                    begun, start, size, parts = number, mark.start(), 0, []
                depth += 1
            elif depth:
                depth -= 1
                if depth == 0:
                    parts.append(line[start : mark.end()])
                    yield begun, "".join(parts), "is too long" if size > MAX_ITEM else ""
                    parts, start = [], mark.end()
        is_ended = not depth and (is_ended or "]" in line[start:])
        if depth:
            size += len(line)
            if size <= MAX_ITEM and depth <= MAX_DEPTH:
                parts.append(line[start:])
    if depth:
        yield begun, "".join(parts), UNCLOSED
    elif is_list and not is_ended:
        yield number, "", UNENDED


def write_csljson(records: Iterable[Record], is_whole: bool = True) -> Iterator[str]:
    """A JSON list, one item a line: as they are stored where they are to be `is_whole`, else as
    Zotero takes them, which refuses a file with a type that it does not know."""
    begin = "[\n"
    for record in records:
        item = record if is_whole else item_for_zotero(record)
        yield begin + json.dumps(item, ensure_ascii=False)
        begin = ",\n"
    yield "[]\n" if begin == "[\n" else "\n]\n"
