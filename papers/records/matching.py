"""When two records tell of one work: the rule that imports, proposals and merges share.

An identifier decides, unless neither title nor first author agree. Without a common one, a title
with its first author and a year within ``YEARS`` only proposes, unless all the rest is equal too.
No Django here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from papers.records.identifiers import Id
from papers.records.record import Record, record_year
from papers.records.text import ascii_letters, fold_text, title_key

YEARS = 2
"""By how many years a work and its preprint or reprint may differ."""
SHARED = frozenset({"url", "isbn"})
"""Schemes of which one work may well have several: other values do not tell works apart."""
DETAILS = ("container-title", "volume", "issue", "page", "publisher", "edition")


class Likeness(StrEnum):
    SAME = "same"
    DOUBTFUL = "doubtful"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ComparedWork:
    """What the rule looks at; texts are folded."""

    title: str
    names: tuple[str, ...]
    year: int | None
    details: tuple[str, ...]
    identifiers: frozenset[Id]


def compared_work(record: Record, identifiers: Iterable[Id] = ()) -> ComparedWork:
    """A CSL-JSON item and what names it, as the rule compares them."""
    return ComparedWork(
        title=title_key(str(record.get("title", ""))),
        names=tuple(_family(name) for name in record.get("author") or record.get("editor") or []),
        year=record_year(record),
        details=tuple(fold_text(str(record[one])) if one in record else "" for one in DETAILS),
        identifiers=frozenset(identifiers),
    )


def first_author(record: Record) -> str:
    """The first author's family name, folded; of a work without authors the first editor's."""
    names = record.get("author") or record.get("editor") or [{}]
    return _family(names[0])


def _family(name: dict[str, str]) -> str:
    written = name.get("family") or name.get("literal") or name.get("given") or ""
    return ascii_letters(written) or fold_text(written)


def likeness(one: ComparedWork, other: ComparedWork) -> Likeness:
    """Whether two records tell of one work. It does not matter which one comes first."""
    if one.identifiers & other.identifiers:
        return Likeness.DOUBTFUL if is_another_work(one, other) else Likeness.SAME
    if not one.title or one.title != other.title or is_contradicted(one, other):
        return Likeness.OTHER
    if (one.names, one.year, one.details) == (other.names, other.year, other.details):
        return Likeness.SAME
    if not one.names or one.names[:1] != other.names[:1]:
        return Likeness.OTHER
    is_near = one.year is None or other.year is None or abs(one.year - other.year) <= YEARS
    return Likeness.DOUBTFUL if is_near else Likeness.OTHER


def is_another_work(one: ComparedWork, other: ComparedWork) -> bool:
    """Whether neither title nor first author agree: a volume's DOI may stand at each of its
    papers."""
    has_names = bool(one.names and other.names)
    return one.title != other.title and has_names and one.names[0] != other.names[0]


def is_contradicted(one: ComparedWork, other: ComparedWork) -> bool:
    """Whether both have identifiers of one kind and none of that kind in common (two DOIs)."""
    schemes = {known.scheme for known in one.identifiers} - SHARED
    return any(known.scheme in schemes for known in other.identifiers)
