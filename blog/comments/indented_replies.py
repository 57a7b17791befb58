"""Replies set in below what they answer. No Django here."""

from collections.abc import Iterable
from dataclasses import dataclass

from blog.comments.threads import ThreadNode

DEEPEST = 4
"""Levels of replies that are indented; deeper ones stand at the last of them."""


@dataclass(frozen=True)
class NodePlace:
    """A node on a page. ``replies`` counts the shown ones that stand inside of it. ``parent`` is
    the shown comment that it answers, where its place alone does not say so."""

    node: ThreadNode
    depth: int
    replies: int
    parent: int | None


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
