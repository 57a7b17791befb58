"""The entries of a bibliography: alignment of the second field, repeated names.

CSL 1.0.2, "Bibliography-specific Options".
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from papers.csl.context import Context
from papers.csl.elements import collect
from papers.csl.output import Node, Out, find, formatted, joined, plain_output, replaced


@dataclass(frozen=True)
class BibliographyEntry:
    """One entry of the bibliography as a tree."""

    key: str
    out: Out


class Layout(Protocol):
    """What this module asks of a compiled <bibliography>."""

    renders: list
    prefix: str
    suffix: str
    delimiter: str
    formats: tuple[tuple[str, str], ...]

    def option(self, name: str) -> str: ...


def make_entries(area: Layout, contexts: Iterable[Context]) -> Iterator[BibliographyEntry]:
    """Every context rendered as an entry, in order, one tree in memory at a time."""
    previous: Node | None = None
    substitute = area.compiler.area.attrs.get("subsequent-author-substitute")
    rule = area.option("subsequent-author-substitute-rule") or "complete-all"
    for ctx in contexts:
        out = render_entry(area, ctx)
        if substitute is not None and out is not None:
            names = find(out, "names")
            if names is not None and previous is not None:
                out = replaced(out, names, substituted(names, previous, substitute, rule))
            previous = names
        if out is not None and plain_output(out).strip():
            if substitute == "" and find(out, "display"):
                out = without_empty_blocks(out)
            yield BibliographyEntry(ctx.item.key, out)


def render_entry(area: Layout, ctx: Context) -> Out | None:
    """One entry, its first field set apart where the style asks for it."""
    parts = collect(area.renders, ctx.fresh())
    if not parts:
        return None
    if area.option("second-field-align"):
        first = Node("display", "left-margin", ((area.prefix, parts[0]),))
        rest: Out = (joined(parts[1:], area.delimiter) or "", area.suffix)
        return formatted((first, Node("display", "right-inline", (rest,))), area.formats)
    out = joined(parts, area.delimiter)
    last = parts[-1]
    if area.suffix and isinstance(last, Node) and last.kind == "display":
        inner = Node(last.kind, last.value, (*last.kids, area.suffix))
        out = joined([*parts[:-1], inner], area.delimiter)
        return formatted((area.prefix, out), area.formats)
    return formatted((area.prefix, out, area.suffix), area.formats)


def without_empty_blocks(out: Out) -> Out:
    """The tree without display blocks that hold no text."""
    if isinstance(out, str):
        return out
    if isinstance(out, tuple):
        return tuple(without_empty_blocks(kid) for kid in out)
    if out.kind == "display" and not plain_output(out).strip():
        return ()
    return Node(out.kind, out.value, tuple(without_empty_blocks(kid) for kid in out.kids))


def _each(names: Node) -> list[Node]:
    found: list[Node] = []

    def walk(out: Out) -> None:
        if isinstance(out, Node) and out.kind == "name":
            found.append(out)
        elif not isinstance(out, str):
            for kid in out if isinstance(out, tuple) else out.kids:
                walk(kid)

    walk(names)
    return found


def substituted(names: Node, previous: Node, substitute: str, rule: str) -> Out:
    """The names with those that repeat the entry before replaced. "Reference Grouping"."""
    mine, theirs = _each(names), _each(previous)
    mark: Out = substitute
    if rule in ("complete-all", "complete-each") or not (mine and theirs):
        if plain_output(names) != plain_output(previous):
            return names
        if rule == "complete-all" or not mine:
            return Node("names", None, (mark,))
        matching = mine
    else:
        matching = []
        for left, right in zip(mine, theirs, strict=False):
            if plain_output(left) != plain_output(right):
                break
            matching.append(left)
        if rule == "partial-first":
            matching = matching[:1]
    out: Out = names
    for node in matching:
        out = replaced(out, node, Node("name", None, (mark,)))
    return out
