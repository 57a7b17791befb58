"""The rounds of a fault that were survived, in a file: a run that was broken off goes on there."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.faults.accounts import Account


@dataclass
class Figures:
    """``failed`` are rounds that a test did not come through; they are told and done again."""

    what: str = ""
    rounds: int = 0
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    failed: int = 0
    longest: float = 0.0

    def row(self) -> str:
        counts = (self.rounds, self.acknowledged, self.lost, self.doubled)
        told = f" ({self.failed} failed)" if self.failed else ""
        return f"| {self.what}{told} | {' | '.join(map(str, counts))} | {self.longest:.1f} s |"


@dataclass
class CountedRounds:
    """Of one test: ``wanted`` by who runs it, with the ``figures`` of those that are done."""

    file: Path
    wanted: int
    figures: Figures = field(default_factory=Figures)
    begun_with: Figures = field(default_factory=Figures)

    def __post_init__(self) -> None:
        if self.file.exists():
            self.figures = Figures(**json.loads(self.file.read_text()))
            self.begun_with = Figures(**asdict(self.figures))

    def of(self, what: str, share: int = 1, most: int = 1_000_000) -> "CountedRounds":
        """Names the fault; one round is done for each ``share`` that are wanted."""
        self.figures.what = what
        self.wanted = min(most, -(-self.wanted // share))
        return self

    def __iter__(self) -> Iterator[int]:
        """The numbers of those that are left; ``count`` takes each off."""
        while self.figures.rounds < self.wanted:
            yield self.figures.rounds

    @property
    def left(self) -> int:
        return self.wanted - self.figures.rounds

    def count(self, account: Account, recovery: float, rounds: int = 1) -> None:
        """One more is done; ``account`` is of all rounds that this run did."""
        self.figures.rounds += rounds
        self.figures.longest = max(self.figures.longest, recovery)
        for name, found in (
            ("acknowledged", account.acknowledged),
            ("lost", len(account.lost)),
            ("doubled", len(account.doubled)),
        ):
            setattr(self.figures, name, getattr(self.begun_with, name) + found)
        self.write()

    def fail(self) -> None:
        self.figures.failed += 1
        self.write()

    def write(self) -> None:
        draft = self.file.with_suffix(".new")
        draft.write_text(json.dumps(asdict(self.figures)))
        draft.replace(self.file)
