"""How two texts differ, as it is stored for readers: no page of theirs compares texts."""

from collections.abc import Iterable

from papers.records.text_differences import DifferentLine, text_difference

MOST_LINES = 200  # of a change that readers are shown
StoredLines = list[list]
"""Of each line its kind, and its pieces with whether each changed, as in ``DifferentLine``."""


def difference_to_store(old: str, new: str) -> StoredLines:
    """No more than a page bears; that more changed is told by its last line."""
    lines = text_difference(old, new)
    if len(lines) > MOST_LINES:
        lines[MOST_LINES:] = [DifferentLine("place", (("…", False),))]
    return [[line.kind, [list(part) for part in line.parts]] for line in lines]


def stored_lines(stored: Iterable) -> list[DifferentLine]:
    return [
        DifferentLine(kind, tuple((piece, is_changed) for piece, is_changed in parts))
        for kind, parts in stored
    ]
