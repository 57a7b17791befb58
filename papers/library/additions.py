"""What becomes of an entry that comes into the library."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from papers.formats.entries import Entry, WrittenEntry
from papers.models import Paper
from papers.records.identifiers import Id
from papers.records.projection import BESIDE, CUSTOM, value_text

UNTOLD = frozenset(f"{CUSTOM}{one}" for one in BESIDE)
"""What changes with the fields that it belongs to."""


class Outcome(StrEnum):
    NEW = "new"
    MATCHED = "matched"
    CHANGED = "changed"
    DOUBTFUL = "doubtful"


class Doubt(StrEnum):
    """What becomes of an entry that another paper's title, author and year resemble. ``LIKELY``:
    a probable one is the same, others are added. A version of a paper is added in any case but
    where it is taken for the same."""

    LEAVE = "leave"
    ADD = "add"
    LIKELY = "likely"
    SAME = "same"


@dataclass
class Addition:
    """What became of one entry, or would: `paper` is the one found or made, `proposals` those
    that it resembles, `disputed` its identifiers that name another work here, `replaced` the paper
    that its key meant in this file before, which is another work, `versions` those of which it is a
    version, `namesakes` names that several people here have who are not told apart by what the work
    says. `changes` are the fields of the
    paper that are others than before, each with its old and its new value.

    `entry` is not read where its file has it as it stood there before.
    """

    entry: Entry | WrittenEntry
    outcome: Outcome
    paper: Paper | None = None
    proposals: list[Paper] = field(default_factory=list)
    disputed: list[tuple[Id, Paper]] = field(default_factory=list)
    replaced: Paper | None = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    versions: list[Paper] = field(default_factory=list)
    namesakes: list[str] = field(default_factory=list)

    def problems(self) -> list[str]:
        """What somebody should look at, in sentences."""
        told = [
            _("“%(key)s” has %(identifier)s, which names another work here: “%(title)s”. It has "
              "come in without it.")
            % {"key": self.name, "identifier": ":".join(one), "title": paper.title[:100]}
            for one, paper in self.disputed
        ]  # fmt: skip
        if self.replaced is not None:
            told.append(
                _("“%(key)s” was “%(title)s” in this file before, which is another work and stays "
                  "as it is.")
                % {"key": self.name, "title": self.replaced.title[:100]}
            )  # fmt: skip
        if self.outcome == Outcome.NEW and self.proposals:
            like = ", ".join(f"“{paper.title[:100]}”" for paper in self.proposals[:3])
            told.append(
                _("“%(key)s” resembles %(papers)s, and becomes a paper of its own; merge them "
                  "if they are one work.")
                % {"key": self.name, "papers": like}
            )  # fmt: skip
        told += [
            _("“%(key)s” is by %(name)s, as several people here are called. It went to the one "
              "with most papers; if that is wrong, choose another in the paper's form.")
            % {"key": self.name, "name": name}
            for name in self.namesakes
        ]  # fmt: skip
        return told

    @property
    def is_plain(self) -> bool:
        """Whether it led to its paper, and there is nothing that somebody should look at."""
        return self.paper is not None and not (
            self.disputed or self.replaced or self.proposals or self.versions
        )

    @property
    def name(self) -> str:
        title = self.entry.record.get("title", "") if isinstance(self.entry, Entry) else ""
        return self.entry.key or str(title)[:60]


def told_changes(changes: Mapping[str, tuple[Any, Any]]) -> str:
    """Fields with what they had and have, in one line."""
    told = {field: pair for field, pair in changes.items() if field not in UNTOLD}
    said = [
        f"{field.removeprefix(CUSTOM)} {field_text(old)} → {field_text(new)}"
        for field, (old, new) in told.items()
    ]
    return "; ".join(said) or _("its markup")


def field_text(value: Any) -> str:
    """A field's value in words, as far as one line holds it."""
    return f"“{value_text(value)[:100]}”" if value else "–"
