"""How much the Liquid of one post may do, and how it is told that something was not run."""

from collections.abc import Mapping
from time import process_time

MAX_STEPS = 50_000
"""Tags, outputs and pieces of text that are come by, and turns of loops, in one post."""
STEPS_TO_BEGIN = 10
"""Steps of a tag, an output or a block that stands in the post itself."""
MAX_HANDLED = 8_000_000
"""Characters that filters, captures and outputs read and write in one post."""
MAX_WRITTEN = 1_000_000
"""Characters that take the place of one tag or block."""
MAX_SECONDS = 5
"""Of CPU, in one post: the others are met first, but for what nobody thought of."""
MAX_DIGITS = 256
"""Bits of a whole number."""
IN_A_LIST = 16
"""What an entry of a list counts beside its own characters."""


class NotRun(Exception):
    """Why a piece of Liquid was not run, as a sentence's end."""


class NotKnown(NotRun):
    """A name has no value here: the reader of Markdown tells that it stays."""


class AllSpent(NotRun):
    """The post has had what one may have: nothing after it is run."""


class RunLimits:
    """What is left to the Liquid of one post."""

    def __init__(self) -> None:
        self.steps = MAX_STEPS
        self.handled = MAX_HANDLED
        self.until: float | None = None

    def spend_step(self, count: int = 1) -> None:
        if self.until is None:
            self.until = process_time() + MAX_SECONDS
        self.steps -= count
        if self.steps < 0:
            raise AllSpent(f"the post's Liquid takes more than {MAX_STEPS:,} steps")
        if process_time() > self.until:
            raise AllSpent(f"the post's Liquid takes more than {MAX_SECONDS} seconds")

    def spend_value(self, value: object, *, is_deep: bool = True) -> None:
        """Counts a value's characters; those of its entries' entries only where it `is_deep`."""
        self.handled -= characters_of(value, self.handled + 1, is_deep)
        if self.handled < 0:
            raise AllSpent(f"the post's Liquid handles more than {MAX_HANDLED:,} characters")


def characters_of(value: object, most: int, is_deep: bool) -> int:
    """A value's characters, and so many for each entry of a list; counting ends above `most`."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, int) and value.bit_length() > MAX_DIGITS:
        raise NotRun("a number is too long")
    if isinstance(value, range):
        return len(range(value.start, min(value.stop, value.start + most))) * IN_A_LIST
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if not isinstance(value, list | tuple):
        return IN_A_LIST
    size = len(value) * IN_A_LIST
    for entry in value if is_deep else [one for one in value if isinstance(one, str)]:
        if size > most:
            break
        size += characters_of(entry, most - size, is_deep)
    return size


def entries_of(value: object) -> list[object]:
    """A value as the list that Liquid's filters for lists take it for."""
    if isinstance(value, Mapping):
        return [value]
    return list(value) if isinstance(value, list | tuple | range) else [value]
