"""Which of a work's notices hold: a reinstatement ends what took the work back before it. No Django
here."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from papers.registries.registry_record import NoticeKind

GRAVITY: Sequence[NoticeKind] = (
    NoticeKind.RETRACTION,
    NoticeKind.REMOVAL,
    NoticeKind.WITHDRAWAL,
    NoticeKind.PARTIAL_RETRACTION,
    NoticeKind.CONCERN,
    NoticeKind.CORRECTION,
)
"""Those of which one is a paper's, the gravest first; the others are only listed."""
ENDED = frozenset(GRAVITY[:5])
"""What a reinstatement ends; a correction stays."""


class DatedNotice(NamedTuple):
    """A notice's kind and the day it was published, if that is known."""

    kind: str
    day: date | None = None


def in_force(notices: Iterable[DatedNotice]) -> list[DatedNotice]:
    """Those that hold, the gravest first, of equals the newest. One without a day is older than any
    reinstatement, and a reinstatement without a day is newer than all."""
    every = list(notices)
    ends = [one.day or date.max for one in every if one.kind == NoticeKind.REINSTATEMENT]
    ended_on = max(ends, default=date.min)
    held = [
        one
        for one in every
        if one.kind in GRAVITY
        and (one.kind not in ENDED or not ends or (one.day or date.min) > ended_on)
    ]
    held.sort(key=lambda one: one.day or date.min, reverse=True)
    return sorted(held, key=lambda one: GRAVITY.index(NoticeKind(one.kind)))
