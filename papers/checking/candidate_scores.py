"""How near a work that a search found is to one of ours: a suggestion with its reasons, never a
verdict. No Django here."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from papers.checking.compared_forms import letters_of, plain_form, without_mark
from papers.checking.comparison import is_same_title
from papers.checking.name_likeness import compared_name, is_same_person, names_of
from papers.records.record import Record, record_year
from papers.registries.registry_record import RegistryRecord

TITLE, AUTHORS, YEAR = 60, 25, 15
"""Points that each gives at the most; together 100."""
UNKNOWN = 0.5  # of its points, where one of the two does not say
LEAST = 50  # what has fewer points is not suggested
LONGEST = 400
MOST_NAMES = 8


@dataclass(frozen=True)
class Nearness:
    """`points` of 100; `reasons` are names in ``REASONS``."""

    points: int
    reasons: Sequence[str]


def nearness(ours: Record, theirs: RegistryRecord) -> Nearness:
    title, about_title = title_part(ours, theirs)
    authors, about_authors = authors_part(ours, theirs.record)
    year, about_year = year_part(ours, theirs)
    points = round(TITLE * title + AUTHORS * authors + YEAR * year)
    if about_title == "title-other":
        points = min(points, LEAST - 1)  # authors and years alone name no work
    return Nearness(points, (about_title, about_authors, about_year))


def title_part(ours: Record, theirs: RegistryRecord) -> tuple[float, str]:
    written = str(ours.get("title") or "")
    forms = [*theirs.titles, str(theirs.record.get("title") or "")]
    if any(is_same_title(written, one) for one in forms if one):
        return 1.0, "title-same"
    letters = letters_of(without_mark(plain_form(written)))[:LONGEST]
    others = [letters_of(without_mark(plain_form(one)))[:LONGEST] for one in forms if one]
    ratios = [SequenceMatcher(None, letters, one, autojunk=False).ratio() for one in others]
    ratio = max(ratios, default=0.0)
    return ratio, "title-near" if ratio >= 0.8 else "title-other"


def authors_part(ours: Record, theirs: Record) -> tuple[float, str]:
    lists = [
        names_of(record.get("author") or record.get("editor") or ()) for record in (ours, theirs)
    ]
    names = [[compared_name(one) for one in some[:MOST_NAMES]] for some in lists]
    if not all(names):
        return UNKNOWN, "authors-unknown"
    short, long = sorted(names, key=len)
    share = sum(any(is_same_person(one, other) for other in long) for one in short) / len(short)
    if share == 1:
        return share, "authors-same"
    return share, "authors-some" if share else "authors-other"


def year_part(ours: Record, theirs: RegistryRecord) -> tuple[float, str]:
    year, own = record_year(ours), record_year(theirs.record)
    years = {*theirs.years, *([] if own is None else [own])}
    if year is None or not years:
        return UNKNOWN, "year-unknown"
    apart = min(abs(year - one) for one in years)
    return (
        (1.0, "year-same")
        if not apart
        else (0.5, "year-near")
        if apart == 1
        else (0.0, "year-other")
    )
