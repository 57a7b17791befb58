"""Comments as threads: their order, their pages and their places on a page. No Django here."""

from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple


class ThreadNode(NamedTuple):
    """A comment as its thread knows it. One that is not shown leaves a gap for its replies."""

    pk: int
    parent_id: int | None
    thread_id: int
    is_shown: bool


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
