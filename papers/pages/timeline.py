"""The library over time as a drawing: bars of papers above a line, of discussions below it.

Places along the line are percentages and heights are pixels, so that the drawing fits every width
while its letters keep their size. No Django here: numbers in, numbers out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PAPERS_HEIGHT = 88
DISCUSSIONS_HEIGHT = 36
LINE = PAPERS_HEIGHT + 8
LETTERS = 18
MOST_YEARS = 60
BAR = 0.72  # of the room that a year has
FEWEST_SLOTS = 8
SHORTEST = 12  # years that are drawn, empty or not
STEPS = (1, 2, 5, 10, 20)
MOST_LABELS = 7


@dataclass(frozen=True)
class YearCount:
    """How many papers are of a year, and how often posts discuss them."""

    year: int
    papers: int
    discussions: int


@dataclass(frozen=True)
class Bar:
    """``is_old`` is the one that stands for all years before the drawing's first."""

    year: int
    papers: int
    discussions: int
    is_old: bool
    left: str
    width: str
    top: int
    height: int
    depth: int


@dataclass(frozen=True)
class Timeline:
    """``labels`` are years with their places; ``line`` and ``letters`` are heights."""

    bars: tuple[Bar, ...]
    labels: tuple[tuple[int, str], ...]
    first: int
    last: int
    line: int = LINE
    letters: int = LINE + DISCUSSIONS_HEIGHT + LETTERS
    height: int = LINE + DISCUSSIONS_HEIGHT + LETTERS + 6


def draw_timeline(counts: Iterable[YearCount]) -> Timeline | None:
    """The drawing of the last years, up to 60, of which half or more have papers; older ones share
    its first bar. ``None`` without papers.

    >>> draw([YearCount(1903, 2, 4)]).bars[0].height
    88
    """
    known = sorted((one for one in counts if one.papers), key=lambda one: one.year)
    if not known:
        return None
    last = known[-1].year
    begin = _first_drawn([one.year for one in known])
    old = [one for one in known if one.year < begin]
    columns = [one for one in known if one.year >= begin]
    if old:
        columns.insert(0, _together(old, begin - 1))
    start = begin - bool(old)
    slot = 100 / max(last - start + 1, FEWEST_SLOTS)
    most_papers = max(one.papers for one in columns)
    most_discussions = max(one.discussions for one in columns)
    bars = []
    for one in columns:
        height = _scaled(one.papers, most_papers, PAPERS_HEIGHT)
        bars.append(
            Bar(
                year=one.year,
                papers=one.papers,
                discussions=one.discussions,
                is_old=one.year < begin,
                left=f"{slot * (one.year - start + (1 - BAR) / 2):.2f}%",
                width=f"{slot * BAR:.2f}%",
                top=LINE - height,
                height=height,
                depth=_scaled(one.discussions, most_discussions, DISCUSSIONS_HEIGHT),
            )
        )
    step = next((step for step in STEPS if (last - begin) / step < MOST_LABELS), STEPS[-1])
    labelled = [year for year in range(begin, last + 1) if year % step == 0]
    labels = [(year, f"{slot * (year - start + 0.5):.2f}%") for year in labelled]
    return Timeline(tuple(bars), tuple(labels), known[0].year, last)


def _first_drawn(years: Sequence[int]) -> int:
    """The first year with a bar of its own, so that the drawing is neither half empty nor short."""
    last = years[-1]
    shown = [year for year in years if year > last - MOST_YEARS]
    for number, year in enumerate(shown):
        if 2 * (len(shown) - number) >= last - year + 1:
            return min(year, max(shown[0], last - SHORTEST + 1))
    return last


def _together(counts: Sequence[YearCount], year: int) -> YearCount:
    papers = sum(one.papers for one in counts)
    return YearCount(year, papers, sum(one.discussions for one in counts))


def _scaled(number: int, most: int, height: int) -> int:
    return max(2, round(height * number / most)) if number else 0
