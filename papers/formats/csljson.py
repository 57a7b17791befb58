"""Reads and writes CSL-JSON, one item after the other. No Django here."""

import json
import re
from collections.abc import Iterable, Iterator

from papers.formats.entries import Found, Lines, Problem
from papers.formats.item_repair import entry_of_item
from papers.records.record import Record

MAX_ITEM = 1_000_000
MAX_DEPTH = 30
_MARK = re.compile(r'\\.|["{}]', re.DOTALL)
_LIST = re.compile(r'\{\s*"items"\s*:\s*\[\s*')


def read_csljson(lines: Lines) -> Found:
    """Every item of a list, of an object with a list of `items`, or of one item a line.

    A broken item is a problem, and the next one is read.
    """
    for number, text, reason in _objects(lines()):
        try:
            data = json.loads(text) if not reason else None
        except (ValueError, RecursionError) as error:
            reason = f"is no JSON: {error}"
        if reason or not isinstance(data, dict):
            yield Problem(number, _key(text), reason or "is no item")
            continue
        try:
            yield entry_of_item(str(data.get("id", ""))[:200].strip(), number, data)
        except ValueError as error:
            yield Problem(number, _key(text), str(error))


def _key(text: str) -> str:
    found = re.search(r'"id"\s*:\s*"([^"\\]{1,100})"', text)
    return found[1] if found else ""


def _objects(lines: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Line, text and fault of each outermost object, those of an `items` list among them."""
    parts: list[str] = []
    depth = begun = size = 0
    is_string = False
    for number, line in enumerate(lines, start=1):
        start = 0
        for mark in _MARK.finditer(line):
            sign = mark[0]
            if sign == '"':
                is_string = not is_string
            elif is_string or len(sign) > 1:
                continue
            elif sign == "{":
                if depth == 1 and size < 100:
                    before = "".join([*parts, line[start : mark.start()]])
                    depth -= bool(_LIST.fullmatch(before))
                if depth == 0:
                    begun, start, size, parts = number, mark.start(), 0, []
                depth += 1
            elif depth:
                depth -= 1
                if depth == 0:
                    parts.append(line[start : mark.end()])
                    yield begun, "".join(parts), "is too long" if size > MAX_ITEM else ""
                    parts = []
        if depth:
            size += len(line)
            if size <= MAX_ITEM and depth <= MAX_DEPTH:
                parts.append(line[start:])
    if depth:
        yield begun, "".join(parts), "is not closed: a brace is missing"


def write_csljson(records: Iterable[Record]) -> Iterator[str]:
    """A JSON list, one item a line."""
    begin = "[\n"
    for record in records:
        yield begin + json.dumps(record, ensure_ascii=False)
        begin = ",\n"
    yield "[]\n" if begin == "[\n" else "\n]\n"
