"""What is kept in memory, as much as fits: what was asked for longest ago goes first."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any

LARGEST = 4
"""The part of the memory that one thing may take, one in so many."""


class Shelf:
    """``most`` bytes of things, each under a key; who puts one says how many bytes it takes."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.bytes = 0
        self._things: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._things)

    def find(self, key: Hashable) -> Any | None:
        with self._lock:
            found = self._things.get(key)
            if found is None:
                return None
            self._things.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, thing: Any, size: int) -> bool:
        """Whether there is room for it."""
        with self._lock:
            self._take(key)
            if size > self.most // LARGEST:
                return False
            self._things[key] = (thing, size)
            self.bytes += size
            while self.bytes > self.most:
                self._take(next(iter(self._things)))
            return True

    def drop(self, key: Hashable, thing: Any) -> None:
        """Takes this away, unless another one stands in its place already."""
        with self._lock:
            if key in self._things and self._things[key][0] is thing:
                self._take(key)

    def clear(self) -> None:
        with self._lock:
            self._things.clear()
            self.bytes = 0

    def _take(self, key: Hashable) -> None:
        _thing, size = self._things.pop(key, (None, 0))
        self.bytes -= size
