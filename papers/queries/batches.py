"""Many rows or values, some at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

One = TypeVar("One")

MOST_ASKED = 10_000  # values in one statement; SQLite takes 32,766 at most


def batches(some: Iterable[One], size: int = MOST_ASKED) -> Iterator[list[One]]:
    """Lists of at most ``size``, in order; the next is read when it is asked for."""
    rest = iter(some)
    while batch := list(islice(rest, size)):
        yield batch
