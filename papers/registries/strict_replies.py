"""JSON and XML of other hosts as plain values; what is not strictly right is refused.

Never used here: JSON's NaN, Infinity and numbers beyond every date and count, two values under one
name; XML's DOCTYPE and entities. Both have caps on how much there is of everything, so that two
million bytes never become hundreds of millions.
"""

import json
from dataclasses import dataclass, field
from math import isfinite
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from papers.registries.door_faults import InvalidReply

MOST_CONTAINERS = 60_000
MOST_VALUES = 300_000
LONGEST_NUMBER = 30
XML_DEPTH = 40
XML_ELEMENTS = 40_000


class _NotStrict(ValueError):
    pass


def read_json(body: bytes) -> Any:
    """The value of a body in UTF-8; ``InvalidReply`` says what is wrong."""
    containers = body.count(b"{") + body.count(b"[")
    if containers > MOST_CONTAINERS or body.count(b",") > MOST_VALUES:
        raise InvalidReply(_("The answer has more values than a record may have."))
    try:
        return json.loads(
            body.decode("utf-8-sig"),
            parse_constant=_refuse_constant,
            parse_float=_finite,
            parse_int=_whole,
            object_pairs_hook=_one_of_each,
        )
    except RecursionError as error:
        raise InvalidReply(_("The answer is nested too deep.")) from error
    except ValueError as error:
        raise InvalidReply(
            _("The answer is no JSON: %(reason)s.") % {"reason": str(error)[:200]}
        ) from error


def _refuse_constant(written: str) -> None:
    raise _NotStrict(f"{written} is no number")


def _finite(written: str) -> float:
    value = float(written)
    if not isfinite(value):
        raise _NotStrict(f"{written[:40]} is too large a number")
    return value


def _whole(written: str) -> int:
    if len(written) > LONGEST_NUMBER:
        raise _NotStrict("a number has too many digits")
    return int(written)


def _one_of_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _NotStrict("a name stands twice in one object")
    return found


@dataclass(slots=True)
class XmlNode:
    """One element; `name` is ``{namespace} name`` with a blank between, `text` all that stands
    directly in it."""

    name: str
    attributes: dict[str, str]
    nodes: list["XmlNode"] = field(default_factory=list)
    text: str = ""

    def all_named(self, name: str) -> list["XmlNode"]:
        return [node for node in self.nodes if node.name == name]

    def text_of(self, name: str) -> str:
        """The words of the first element of a name, blanks made one; ``""`` without one."""
        return next((" ".join(node.text.split()) for node in self.all_named(name)), "")


def read_xml(body: bytes) -> XmlNode:
    """The root element of a document; ``InvalidReply`` says what is wrong."""
    builder = _TreeBuilder()
    try:
        builder.parser.Parse(body, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise InvalidReply(
            _("The answer is no XML: %(reason)s.") % {"reason": str(error)[:200]}
        ) from error
    if builder.root is None:
        raise InvalidReply(_("The answer is empty."))
    return builder.root


class _TreeBuilder:
    def __init__(self) -> None:
        self.root: XmlNode | None = None
        self.stack: list[XmlNode] = []
        self.count = 0
        self.texts: list[list[str]] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.data
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.EntityDeclHandler = self.refuse

    def refuse(self, *_args: object) -> None:
        raise _NotStrict("a DOCTYPE is not allowed")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > XML_ELEMENTS or len(self.stack) >= XML_DEPTH:
            raise _NotStrict("it has too many elements")
        node = XmlNode(name, attributes)
        if self.stack:
            self.stack[-1].nodes.append(node)
        else:
            self.root = node
        self.stack.append(node)
        self.texts.append([])

    def end(self, _name: str) -> None:
        self.stack.pop().text = "".join(self.texts.pop())

    def data(self, text: str) -> None:
        if self.texts:
            self.texts[-1].append(text)
