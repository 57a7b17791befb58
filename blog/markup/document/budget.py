"""What reading one text may cost. Steps are counted and not time, so that a text gives the same
HTML on every machine.

The limits are far above what people write: a post of 200,000 characters with 300 citations, 500
formulas and long tables meets none of them (``tests/benchmarks/hostile_texts.py`` has texts that
do).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class TextLimit:
    """The most that a text may have: `least`, or `share` times its characters where that is more.
    `message` tells the author what happened to the rest."""

    least: int
    share: float
    message: str

    def most(self, length: int) -> int:
        """For a text of `length` characters."""
        return max(self.least, int(self.share * length))


REST = "what comes after them is shown as it is written"
LIMITS = {
    "blocks": TextLimit(
        6_000, 0.03, "The text has more than {most:,} paragraphs, items and rows; " + REST
    ),
    "marks": TextLimit(
        40_000, 0.2, "The text has more than {most:,} marks of links and emphasis; " + REST
    ),
    "looks": TextLimit(
        100_000,
        4,
        "Too much in this text opens and does not close, so that not all of it is read",
    ),
    "hashtags": TextLimit(
        500, 0, "Only the first {most:,} hashtags of the text lead to their pages"
    ),
    "copies": TextLimit(
        20_000,
        2,
        "What this text defines once and uses often would grow too large, so that some of its uses "
        "stay as they are written",
    ),
}


class Budget:
    """What is left of each limit to a text of `length` characters."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.left = {name: limit.most(length) for name, limit in LIMITS.items()}

    def take(self, name: str, amount: int = 1) -> bool:
        """Count; False when there is more than the text may have."""
        self.left[name] -= amount
        return self.left[name] >= 0

    def covers(self, name: str, amount: int) -> bool:
        """Whether so much is left; nothing is counted."""
        return self.left[name] >= amount

    def message(self, name: str) -> str:
        """What the author is told when `take` was refused."""
        limit = LIMITS[name]
        return f"{limit.message.format(most=limit.most(self.length))}."
