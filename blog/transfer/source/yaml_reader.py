"""YAML behind caps: PyYAML's pure-Python safe loader, used up to its nodes and no further.

The C loader dies on 30 kB of brackets, and constructing values guesses types that a header's
author did not mean (`12:30:45` is an integer in YAML 1.1). So the nodes become text here.

Headers as people write them (no anchors, no tags, few levels, no mistake) are read from the events
of libyaml's parser, which do not recurse, in a tenth of the time. All others go the careful way.
"""

import re
from typing import Any

import yaml

from blog.transfer.source.encoding import header_text
from blog.transfer.source.import_values import Note, Quoted, Value

MAX_DEPTH = 32
MAX_NODES = 5000
QUICK_DEPTH = 8
"""Levels that are read from events; what is deeper goes the careful way."""

_SAFE = "tag:yaml.org,2002:"
_SAFE_TAGS = frozenset(
    _SAFE + name
    for name in (
        *("str", "int", "float", "bool", "null", "timestamp", "binary", "merge", "value"),
        *("seq", "map", "set", "omap", "pairs"),
    )
)
_NULL = _SAFE + "null"
_NULLS = frozenset(["", "~", "null", "Null", "NULL"])
_UNKNOWABLE = {"!r", "!expr"}  # R code that R Markdown would run
_BREAKS = re.compile("[\x85\u2028\u2029]")


class Hostile(ValueError):
    """YAML that breaks a cap or asks for code; line is 1-based within the text."""

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        self.reason = reason
        super().__init__(reason)


class Malformed(ValueError):
    """Text that is not YAML; line is 1-based within the text."""

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        self.reason = reason
        super().__init__(reason)


class CappedLoader(yaml.SafeLoader):
    """Refuses deep nesting while it scans, before any recursion and quadratic bookkeeping."""

    def fetch_flow_collection_start(self, token: type) -> None:
        self._check_depth()
        super().fetch_flow_collection_start(token)

    def add_indent(self, column: int) -> bool:
        self._check_depth()
        return super().add_indent(column)

    def _check_depth(self) -> None:
        if self.flow_level + len(self.indents) > MAX_DEPTH:
            raise Hostile(self.line + 1, f"nested deeper than {MAX_DEPTH} levels")


class _Plain:
    """Turns nodes into text, lists and dictionaries, counting what aliases multiply."""

    def __init__(self, most_values: int) -> None:
        self.most, self.count = most_values, 0
        self.notes: list[Note] = []
        self.lines: dict[str, int] = {}

    def value(self, node: yaml.Node, depth: int = 0) -> Value:
        line = node.start_mark.line + 1
        self.count += 1
        if self.count > self.most:
            raise Hostile(line, f"more than {self.most} values")
        if depth > MAX_DEPTH:
            raise Hostile(line, f"nested deeper than {MAX_DEPTH} levels")
        if node.tag in _UNKNOWABLE:
            self.notes.append(Note(line, f"{node.tag} code is not run; the value is left out"))
            return None
        if node.tag not in _SAFE_TAGS:
            raise Hostile(line, f"the tag {node.tag[:60]} is not allowed")
        if isinstance(node, yaml.ScalarNode):
            return None if node.tag == _NULL else scalar(node.value, node.style)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, depth + 1) for child in node.value]
        return self.mapping(node, depth)

    def mapping(self, node: yaml.MappingNode, depth: int) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for key_node, child in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.notes.append(Note(line, "a key that is not a word was left out"))
                continue
            key = header_text(key_node.value)
            if key in values:
                self.notes.append(Note(line, f"the key “{key}” stands twice; the last one counts"))
            if depth == 0:
                self.lines[key] = line
            values[key] = self.value(child, depth + 1)
        return values


def scalar(written: str, style: str | None) -> str:
    text = header_text(written)
    return Quoted(text) if style else text


def read_yaml(text: str, most_values: int = MAX_NODES) -> tuple[Value, dict[str, int], list[Note]]:
    """The document, the lines of its top keys, and notes (YAML 1.1, one document).

    Raises Hostile where a cap is broken or a tag is unsafe, Malformed where it is not YAML.
    Lines are 1-based within the text.
    """
    clean = _BREAKS.sub(" ", CappedLoader.NON_PRINTABLE.sub("", text))
    return read_quickly(clean, most_values) or read_carefully(clean, most_values)


def read_quickly(
    clean: str, most_values: int = MAX_NODES
) -> tuple[Value, dict[str, int], list[Note]] | None:
    """The same from libyaml's events; None for all that needs care, and where libyaml lacks."""
    if not yaml.__with_libyaml__ or "\t" in clean or clean.startswith("%"):
        return None
    builder = _Builder(most_values)
    parser = yaml.CSafeLoader(clean)
    try:
        while parser.check_event():
            builder.take(parser.get_event())
    except (yaml.YAMLError, ValueError, OverflowError, _NeedsCare):
        return None
    finally:
        parser.dispose()
    return builder.value, builder.lines, []


class _NeedsCare(Exception):
    """Something that the events of a plain header do not have."""


class _Builder:
    """Builds the value of one document from events."""

    def __init__(self, most_values: int) -> None:
        self.most = most_values
        self.value: Value = None
        self.lines: dict[str, int] = {}
        self.open: list[tuple[Any, str | None]] = []  # list or mapping, and a key that waits
        self.count = 0
        self.documents = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.NodeEvent):
            self.count += 1
            if event.anchor or getattr(event, "tag", None) or self.count > self.most:
                raise _NeedsCare
        if isinstance(event, yaml.ScalarEvent):
            is_null = event.implicit[0] and not event.style and event.value in _NULLS
            self.put(None if is_null else scalar(event.value, event.style), event)
        elif isinstance(event, yaml.CollectionStartEvent):
            inner: Value = {} if isinstance(event, yaml.MappingStartEvent) else []
            self.put(inner, event)
            self.open.append((inner, None))
            if len(self.open) > QUICK_DEPTH:
                raise _NeedsCare
        elif isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise _NeedsCare

    def put(self, value: Value, event: yaml.Event) -> None:
        """A value to where it belongs: the document, a list, a mapping's key or its value."""
        if not self.open:
            self.value = value
            return
        holder, key = self.open[-1]
        if isinstance(holder, list):
            holder.append(value)
        elif key is not None:
            holder[key] = value
            self.open[-1] = holder, None
        else:
            if not isinstance(event, yaml.ScalarEvent):
                raise _NeedsCare
            name = header_text(event.value)
            if name in holder:
                raise _NeedsCare
            if len(self.open) == 1:
                self.lines[name] = event.start_mark.line + 1
            self.open[-1] = holder, name


def read_carefully(
    clean: str, most_values: int = MAX_NODES
) -> tuple[Value, dict[str, int], list[Note]]:
    """The same with the loader in Python, which says where a mistake is."""
    plain = _Plain(most_values)
    try:
        node = CappedLoader(clean).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Malformed(mark.line + 1 if mark else 1, error.problem or "not YAML") from error
    except (yaml.YAMLError, OverflowError) as error:
        raise Malformed(1, "not YAML") from error
    except ValueError as error:
        if isinstance(error, Hostile):
            raise
        raise Malformed(1, "an impossible escape sequence") from error
    value = None if node is None else plain.value(node)
    return value, plain.lines, plain.notes
