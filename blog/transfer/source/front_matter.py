"""Cuts a file into its header and its body: YAML, TOML, JSON or `Key: value` lines.

A header with a mistake in it still lets the body come in, as a draft with the mistake shown.
A header that is hostile (nested too deep, too big, asking for code) or that never ends
is refused: nobody can say where its body begins, or what it would do.
"""

import json
import re
import tomllib
from dataclasses import dataclass

from blog.transfer.source.encoding import header_text
from blog.transfer.source.import_values import Note, Refused, Value
from blog.transfer.source.yaml_reader import MAX_DEPTH, MAX_NODES, Hostile, Malformed, read_yaml

MAX_HEADER = 64 * 1024
MAX_TOML = 16 * 1024
"""Characters. tomllib needs quadratic time for dotted keys: 24 s for 64 kB of `a.a.a…`."""

LONGEST_LINE = 200
"""Bytes of a file in which the line that opens a header is looked for."""
_BYTES_OPENING = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t\f\v]*\r?\n")
_OPENING = re.compile(r"\n*(---|\+\+\+)[ \t]*(?:\n|\Z)")
_CLOSINGS = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE),
}
_JSON_OPENING = re.compile(r'\s*\{\s*["}]')
_KEY_LINE = re.compile(r"([A-Za-z][A-Za-z0-9_ -]{0,40}?):(?:[ \t]+(.*)|[ \t]*)\Z")
_KEYS_OF_A_HEADER = {"title", "date", "slug", "tags", "category"}
_SALVAGED = ("title", "date")


@dataclass(frozen=True)
class Header:
    """values have folded keys (`canonical-URL` is `canonical_url`); lines are in the file.

    kind is yaml, toml, json, keys or '' (no header); error is '' where it could be read.
    """

    kind: str
    values: dict[str, Value]
    lines: dict[str, int]
    notes: tuple[Note, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class SplitFile:
    header: Header
    body: str
    body_line: int


def begins_with_header(data: bytes) -> bool:
    """Whether a file is a page for Jekyll, whatever its name: its `Utils.has_yaml_header?`."""
    return _BYTES_OPENING.match(data) is not None


def split_document(text: str, path: str) -> SplitFile:
    """The header and the body of a decoded file; body_line is 1-based.

    A fence is `---` or `+++` alone on the first line that is not blank, as in Jekyll 4's
    `YAML_FRONT_MATTER_REGEXP`; `...` closes YAML too. Raises Refused with `path` for a
    header that never ends, is too big, or is hostile.
    """
    fence = _OPENING.match(text)
    if fence:
        return _fenced(text, fence, path)
    if _JSON_OPENING.match(text):
        return _json_document(text, path)
    return _key_lines_document(text)


def _fenced(text: str, fence: re.Match[str], path: str) -> SplitFile:
    mark = fence[1]
    first = text.count("\n", 0, fence.start(1)) + 1
    end = _CLOSINGS[mark].search(text, fence.end())
    if end is None:
        raise Refused(path, first, f"the header that {mark} opens never ends")
    source = text[fence.end() : end.start()]
    most = MAX_HEADER if mark == "---" else MAX_TOML
    if len(source) > most:
        told = f"the header has {len(source):,} characters; at most {most:,} are read"
        raise Refused(path, first, told)
    body_line = text.count("\n", 0, end.end()) + 1
    if mark == "+++":
        header = _toml_header(source, first, path)
    else:
        header = _yaml_header(source, first, path)
        if header.kind == "":
            return _document(header, text, 1)
    return _document(header, text[end.end() :], body_line)


def _document(header: Header, body: str, body_line: int) -> SplitFile:
    """Blank lines at the start of a body are no part of it."""
    kept = body.lstrip("\n")
    return SplitFile(header, kept, body_line + len(body) - len(kept))


def _yaml_header(source: str, first: int, path: str) -> Header:
    """`first` is the line of the opening fence, so a line within the text counts from there."""
    notes: list[Note] = []
    try:
        try:
            value, lines, found = read_yaml(source)
        except Malformed:
            if "\t" not in source:
                raise
            value, lines, found = read_yaml(source.replace("\t", "    "))
            notes.append(Note(first, "tabs in the header were read as blanks"))
    except Hostile as error:
        raise Refused(path, first + error.line, error.reason) from error
    except Malformed as error:
        return _broken("yaml", source, first, first + error.line, error.reason)
    notes += [Note(first + note.line, note.message) for note in found if note.line]
    if value is None:
        value = {}
    if not isinstance(value, dict):
        note = Note(first, "what stands between the first two --- is no header; kept as text")
        return Header("", {}, {}, (note,), "no keys and values in the header")
    moved = {key: first + line for key, line in lines.items()}
    return _folded("yaml", value, moved, notes)


def _broken(kind: str, source: str, first: int, line: int, reason: str) -> Header:
    """A header with a mistake: only a plain title and date are taken, to find the post again."""
    values: dict[str, Value] = {}
    lines: dict[str, int] = {}
    for number, text in enumerate(source.split("\n"), first + 1):
        found = re.match(r"(\w+)[ \t]*[:=][ \t]*(\S.*)", text)
        if found and found[1].lower() in _SALVAGED:
            values[found[1].lower()] = header_text(found[2]).strip("\"'")
            lines[found[1].lower()] = number
    message = f"the header could not be read ({reason}): imported as a draft"
    if values:
        message += f", with only its {' and '.join(values)}"
    return Header(kind, values, lines, (Note(line, message),), reason)


def toml_values(source: str) -> Value:
    """TOML as text values. Raises Hostile for deep nesting, Malformed for mistakes."""
    try:
        return plain_values(tomllib.loads(source, parse_float=str))
    except RecursionError as error:
        raise Hostile(1, f"nested deeper than {MAX_DEPTH} levels") from error
    except Hostile:
        raise
    except ValueError as error:
        place = re.search(r"\(at line (\d+)", str(error))
        raise Malformed(int(place[1]) if place else 1, str(error)) from error


def _toml_header(source: str, first: int, path: str) -> Header:
    try:
        values = toml_values(source)
    except Hostile as error:
        raise Refused(path, first, error.reason) from error
    except Malformed as error:
        return _broken("toml", source, first, first + error.line, error.reason)
    lines: dict[str, int] = {}
    for number, text in enumerate(source.split("\n"), first + 1):
        if found := re.match(r"\s*([\w-]+)\s*=", text):
            lines.setdefault(found[1], number)
    return _folded("toml", values if isinstance(values, dict) else {}, lines, [])


def json_values(source: str, most_values: int = MAX_NODES) -> Value:
    """JSON as text values. Raises Hostile for deep nesting, Malformed for mistakes."""
    try:
        value = json.loads(source, parse_int=str, parse_float=str)
        return plain_values(value, Room(most_values))
    except RecursionError as error:
        raise Hostile(1, f"nested deeper than {MAX_DEPTH} levels") from error
    except json.JSONDecodeError as error:
        raise Malformed(error.lineno, error.msg) from error


@dataclass
class Room:
    """For how many more values there is room."""

    left: int = MAX_NODES


def plain_values(value: object, room: Room | None = None, depth: int = 0) -> Value:
    """TOML's, JSON's and Python's values as text; a date keeps its ISO form, a number its digits.

    Raises Hostile where they are nested too deep or too many.
    """
    room = room or Room()
    room.left -= 1
    if depth > MAX_DEPTH or room.left < 0:
        raise Hostile(1, "nested too deep or too many values")
    if value is None or isinstance(value, str):
        return None if value is None else header_text(value)
    if isinstance(value, dict):
        return {header_text(str(k)): plain_values(v, room, depth + 1) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain_values(item, room, depth + 1) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _json_document(text: str, path: str) -> SplitFile:
    doubled: list[str] = []

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        keys = [key for key, _ in items]
        doubled.extend(sorted({key for key in keys if keys.count(key) > 1}))
        return dict(items)

    decoder = json.JSONDecoder(object_pairs_hook=pairs, parse_int=str, parse_float=str)
    start = len(text) - len(text.lstrip())
    first = text.count("\n", 0, start) + 1
    try:
        table, end = decoder.raw_decode(text[: start + MAX_HEADER], start)
        values = plain_values(table)
    except (RecursionError, Hostile) as error:
        raise Refused(path, first, f"nested deeper than {MAX_DEPTH} levels") from error
    except ValueError as error:
        line = getattr(error, "lineno", first)
        note = Note(line, f"what looks like a JSON header is none ({error}); kept as text")
        return _document(Header("", {}, {}, (note,), "not JSON"), text, 1)
    notes = [
        Note(first, f"the key “{header_text(key)}” stands twice; the last one counts")
        for key in doubled
    ]
    header = _folded("json", values if isinstance(values, dict) else {}, {}, notes)
    rest = text[end:].lstrip(" \t")
    return _document(header, rest, text.count("\n", 0, len(text) - len(rest)) + 1)


def _key_lines_document(text: str) -> SplitFile:
    """Pelican's and MultiMarkdown's header: `Key: value`, indented lines go on, a blank ends it.

    A body may begin with `Note: …` as well, so one of the keys must be one that headers have.
    """
    values: dict[str, Value] = {}
    lines: dict[str, int] = {}
    notes: list[Note] = []
    head, _, _ = text[:MAX_HEADER].partition("\n\n")
    rows = head.split("\n")
    key, used = "", 0
    for number, row in enumerate(rows, 1):
        found = _KEY_LINE.match(row)
        if found:
            key = found[1]
            if key in values:
                notes.append(Note(number, f"the key “{key}” stands twice; the last one counts"))
            values[key], lines[key] = header_text(found[2] or ""), number
        elif key and row[:1] in {" ", "\t"} and row.strip():
            values[key] = f"{values[key]} {header_text(row)}".strip()
        else:
            break
        used = number
    if not _KEYS_OF_A_HEADER & {fold_key(name) for name in values}:
        return _document(Header("", {}, {}), text, 1)
    body = "\n".join(text.split("\n")[used:])
    return _document(_folded("keys", values, lines, notes), body, used + 1)


def fold_key(key: str) -> str:
    """`canonical_url` for `Canonical-URL` and `canonical url`."""
    return re.sub(r"[\s-]+", "_", key.lower())


def _folded(
    kind: str, values: dict[str, Value], lines: dict[str, int], notes: list[Note]
) -> Header:
    """`Title`, `redirect-from` and `Canonical URL` are the keys that one would guess."""
    folded: dict[str, Value] = {}
    places: dict[str, int] = {}
    for key, value in values.items():
        name = fold_key(key)
        if name in folded:
            place = lines.get(key)
            notes.append(Note(place, f"the key “{key}” stands twice; the last one counts"))
        folded[name] = value
        if key in lines:
            places[name] = lines[key]
    return Header(kind, folded, places, tuple(notes))
