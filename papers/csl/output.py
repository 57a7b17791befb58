"""The tree that rendering makes: text, plain sequences, and nodes that change how text looks.

An `Out` is a string (a piece of text), a tuple (pieces side by side) or a `Node` (pieces under
an effect). CSL 1.0.2, "Formatting", "Affixes", "Display" and "Quotes".
"""

from collections.abc import Callable
from typing import Union

Out = Union[str, tuple, "Node"]

FORMAT_ORDER = (
    "font-style",
    "font-variant",
    "font-weight",
    "text-decoration",
    "vertical-align",
)  # innermost first


class Node:
    """Pieces under one effect. `kind` is one of

    "format" (value: (attribute, value)), "quote", "display" (value: the display), "nocase",
    "nodecor", or a mark that formats nothing but can be found again: "names", "year",
    "year-suffix", "citation-number", "entry" (value: the item's key), "link" (value: the address).
    """

    __slots__ = ("kids", "kind", "value")

    def __init__(self, kind: str, value: object, kids: tuple) -> None:
        self.kind = kind
        self.value = value
        self.kids = kids

    def __repr__(self) -> str:
        return f"Node({self.kind!r}, {self.value!r}, {self.kids!r})"


def formatted(out: Out, formats: tuple[tuple[str, str], ...]) -> Out:
    """`out` under font attributes (innermost first)."""
    for pair in formats:
        out = Node("format", pair, (out,))
    return out


def joined(parts: list[Out], delimiter: str) -> Out | None:
    """The parts with the delimiter between them; None when there are none."""
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    if not delimiter:
        return tuple(parts)
    pieces: list[Out] = []
    for part in parts:
        pieces.append(part)
        pieces.append(delimiter)
    pieces.pop()
    return tuple(pieces)


def plain_output(out: Out | None) -> str:
    """The text without any effect, seams untouched (for comparing and sorting)."""
    if out is None:
        return ""
    if isinstance(out, str):
        return out
    pieces: list[str] = []
    _gather(out, pieces)
    return "".join(pieces)


def _gather(out: Out, pieces: list[str]) -> None:
    for kid in out if type(out) is tuple else out.kids:
        if type(kid) is str:
            pieces.append(kid)
        else:
            _gather(kid, pieces)


def mapped(out: Out, change: Callable[[str], str]) -> Out:
    """The same tree with every piece of text changed."""
    if isinstance(out, str):
        return change(out)
    if isinstance(out, tuple):
        return tuple(mapped(kid, change) for kid in out)
    return Node(out.kind, out.value, tuple(mapped(kid, change) for kid in out.kids))


def find(out: Out | None, kind: str) -> Node | None:
    """The first node of that kind."""
    if out is None or isinstance(out, str):
        return None
    if isinstance(out, Node) and out.kind == kind:
        return out
    for kid in out if isinstance(out, tuple) else out.kids:
        found = find(kid, kind)
        if found is not None:
            return found
    return None


def replaced(out: Out, target: Node, new: Out | None) -> Out:
    """The tree with one node exchanged, or taken out (None); what holds it not is kept as is."""
    if out is target:
        return () if new is None else new
    if isinstance(out, str):
        return out
    kids = out if isinstance(out, tuple) else out.kids
    changed = tuple([replaced(kid, target, new) for kid in kids])
    if all(old is kid for old, kid in zip(kids, changed, strict=True)):
        return out
    return changed if isinstance(out, tuple) else Node(out.kind, out.value, changed)
