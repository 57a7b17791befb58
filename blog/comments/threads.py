"""Comments as threads: their order, their pages and their places on a page. No Django here."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

DEEPEST = 4
"""Levels of replies that are indented; deeper ones stand at the last of them."""


class ThreadNode(NamedTuple):
    """A comment as its thread knows it. One that is not shown leaves a gap for its replies."""

    pk: int
    parent_id: int | None
    thread_id: int
    is_shown: bool


@dataclass(frozen=True)
class NodePlace:
    """A node on a page. ``replies`` counts the shown ones that stand inside of it. ``parent`` is
    the shown comment that it answers, where its place alone does not say so."""

    node: ThreadNode
    depth: int
    replies: int
    parent: int | None


ThreadPart = tuple[int, int]
"""A thread and the number of its part that stands on a page, 0 unless the thread is long."""


def pages_of_threads(sizes: Iterable[tuple[int, int]], size: int) -> list[list[ThreadPart]]:
    """The pages of threads, of which ``sizes`` has (thread, shown comments of it) in order.

    A thread is cut into parts of ``size`` comments, and a part begins on the page where its first
    comment would be if every page had ``size`` comments. So a page has fewer than twice as many,
    no page is empty, and where a comment stands depends only on those before it.
    """
    pages: list[list[ThreadPart]] = []
    start = end = 0
    for thread, count in sizes:
        for number in range(-(-count // size)):
            if start + number * size >= end:
                pages.append([])
                end += size
            pages[-1].append((thread, number))
        start += count
    return pages


def nodes_in_order(nodes: Iterable[ThreadNode]) -> list[ThreadNode]:
    """The nodes thread by thread, parents before replies and older replies before newer ones;
    of those that are not shown only the ones that a shown one stands under.

    A node whose parent is not among them begins its thread. Needs no recursion, whatever the depth.
    """
    by_pk = {node.pk: node for node in sorted(nodes, key=lambda node: (node.thread_id, node.pk))}
    replies: dict[int | None, list[ThreadNode]] = {}
    for node in by_pk.values():
        parent = node.parent_id if node.parent_id in by_pk else None
        replies.setdefault(parent, []).append(node)
    ordered, stack = [], replies.get(None, [])[::-1]
    while stack:
        node = stack.pop()
        ordered.append(node)
        stack += reversed(replies.get(node.pk, ()))
    needed: set[int | None] = set()
    for node in reversed(ordered):
        if node.is_shown or node.pk in needed:
            needed.add(node.parent_id)
    return [node for node in ordered if node.is_shown or node.pk in needed]


def nodes_of_parts(
    ordered: Iterable[ThreadNode], wanted: Container[ThreadPart], size: int
) -> Iterator[ThreadNode]:
    """Those nodes that belong to the wanted parts of their threads; a gap goes with the shown one
    after it."""
    gaps: list[ThreadNode] = []
    counts: dict[int, int] = {}
    for node in ordered:
        gaps.append(node)
        if node.is_shown:
            count = counts.get(node.thread_id, 0)
            counts[node.thread_id] = count + 1
            if (node.thread_id, count // size) in wanted:
                yield from gaps
            gaps.clear()


def place_nodes(ordered: Iterable[ThreadNode]) -> list[NodePlace]:
    """The places of one page's nodes. One whose parent is on another page begins at the margin."""
    nodes = list(ordered)
    shown: dict[int | None, bool] = {node.pk: node.is_shown for node in nodes}
    depths: dict[int | None, int] = {}
    holders: dict[int | None, int | None] = {}
    for node in nodes:
        parent = node.parent_id
        depths[node.pk] = depths[parent] + 1 if parent in depths else 0
        holders[node.pk] = holders[parent] if depths[node.pk] > DEEPEST else parent
    inside: dict[int | None, int] = {}
    for node in reversed(nodes):
        holder = holders[node.pk]
        inside[holder] = inside.get(holder, 0) + inside.get(node.pk, 0) + node.is_shown
    return [
        NodePlace(
            node,
            min(depths[node.pk], DEEPEST),
            inside.get(node.pk, 0),
            node.parent_id if says_parent(node, depths[node.pk], shown) else None,
        )
        for node in nodes
    ]


def says_parent(node: ThreadNode, depth: int, shown: dict[int | None, bool]) -> bool:
    if not node.is_shown or node.parent_id is None:
        return False
    return shown.get(node.parent_id, True) and (depth > DEEPEST or depth == 0)
