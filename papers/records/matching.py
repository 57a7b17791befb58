"""When two records tell of one work: the rule that every way into the library shares.

A common identifier decides, unless what the records say of the work contradicts it: a volume's DOI
may stand at each of its papers, and numbers are copied wrongly. Without a common one, a title with
its first author and a year within ``YEARS`` only proposes, unless all the rest is equal too. One
address proposes too, and of a long title an author in common with a near year or the same venue. A
preprint and what it was published as are two versions of one work (``is_version_of``).
No Django here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from papers.records.folded_text import ascii_letters, fold_text, says_enough, title_key
from papers.records.identifiers import Id, bare_address
from papers.records.preprints import is_preprint
from papers.records.record import Record, record_year

YEARS = 2
"""By how many years a work and its preprint or reprint may differ."""
SHARED = frozenset({"url", "isbn"})
"""Schemes of which one work may well have several: other values do not tell works apart."""
DETAILS = ("container-title", "volume", "issue", "page", "publisher", "edition")
CONTAINER = DETAILS.index("container-title")
NEAR = 0.6
"""How much of two titles is common where one is the other, shortened or spelt otherwise."""
TELLING_WORDS = 3
"""A title of fewer words may be that of many works by one author: "Editorial", "Introduction"."""
TELLING_SIGNS = 12
"""The same in scripts without blanks between words."""
LONG_WORDS = 5
"""A title of so many words is hardly that of two works which have an author in common."""
WHOLES = frozenset({"book", "thesis", "dataset", "software", "chapter", "patent", "standard"})
"""Types that are no versions of each other, nor of an article."""


class Likeness(StrEnum):
    SAME = "same"
    VERSION = "version"
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
    type: str = "document"
    is_preprint: bool = False
    address: str = ""

    @property
    def is_telling(self) -> bool:
        """Whether the title is hardly that of two works by one author."""
        return says_enough(self.title, TELLING_WORDS, TELLING_SIGNS)

    @property
    def is_long(self) -> bool:
        return says_enough(self.title, LONG_WORDS, TELLING_SIGNS)


def compared_work(record: Record, identifiers: Iterable[Id] = ()) -> ComparedWork:
    """A CSL-JSON item and what names it, as the rule compares them."""
    return ComparedWork(
        title=title_key(str(record.get("title", ""))),
        names=tuple(_family(name) for name in record.get("author") or record.get("editor") or []),
        year=record_year(record),
        details=tuple(fold_text(str(record[one])) if one in record else "" for one in DETAILS),
        identifiers=frozenset(map(bare_address, identifiers)),
        type=str(record.get("type", "document")),
        is_preprint=record.get("type") == "article" or is_preprint(record),
        address=bare_address(Id("url", str(record.get("URL", "")))).value,
    )


def _family(name: dict[str, str]) -> str:
    written = name.get("family") or name.get("literal") or name.get("given") or ""
    return ascii_letters(written) or fold_text(written)


def likeness(one: ComparedWork, other: ComparedWork) -> Likeness:
    """Whether two records tell of one work. It does not matter which one comes first."""
    if one.identifiers & other.identifiers:
        return Likeness.OTHER if is_another_work(one, other) else Likeness.SAME
    if not one.title or one.title != other.title:
        return Likeness.OTHER
    if is_version_of(one, other) or is_version_of(other, one):
        return Likeness.VERSION
    if is_contradicted(one, other):
        return Likeness.OTHER
    if (one.names, one.year, one.details) == (other.names, other.year, other.details):
        return Likeness.SAME
    return Likeness.DOUBTFUL if _may_be_one(one, other) else Likeness.OTHER


def _may_be_one(one: ComparedWork, other: ComparedWork) -> bool:
    """Whether two works of one title have as much in common as one work would."""
    is_one_address = bool(one.address) and one.address == other.address
    if is_one_address or (_are_led_alike(one, other) and _are_near(one, other)):
        return True
    is_shared = one.is_long and bool(set(one.names) & set(other.names))
    return is_shared and (_are_in_one_place(one, other) or _are_near(one, other))


def is_version_of(work: ComparedWork, main: ComparedWork) -> bool:
    """Whether a preprint was published as the other work, so surely that nobody need be asked: a
    telling title, near years that both say, and the same authors, as far as both lists go. Each
    may have a DOI of its own."""
    is_published = bool(main.details[CONTAINER]) and main.type not in WHOLES
    if not work.is_preprint or main.is_preprint or not is_published:
        return False
    if work.title != main.title or not work.is_telling or None in (work.year, main.year):
        return False
    short, long = sorted((work.names, main.names), key=len)
    return (
        _are_led_alike(work, main)
        and set(short) <= set(long)
        and _are_near(work, main)
        and not is_contradicted(work, main, SHARED | {"doi"})
    )


def is_probable(one: ComparedWork, other: ComparedWork) -> bool:
    """Whether of doubtful works a text means the same, where there is nobody to ask: yearbooks and
    editorials of two years are two works."""
    if not (_are_led_alike(one, other) and _are_near(one, other)):
        return False
    containers = {work.details[CONTAINER] for work in (one, other)}
    kinds = {one.type, other.type} - {"document"}
    if len(kinds) > 1 and kinds & WHOLES:
        return False
    if one.year == other.year and not is_conflicting(one, other):
        return True
    is_version = one.is_preprint != other.is_preprint or len(containers - {""}) > 1
    return one.is_telling and is_version


def is_another_work(one: ComparedWork, other: ComparedWork) -> bool:
    """Whether two records with a common identifier still tell of two works."""
    is_alike = _are_alike(one.title, other.title)
    if one.names and other.names:
        is_strange = not set(one.names) & set(other.names)
        if is_alike and one.is_telling and other.is_telling:
            return False
        if is_alike and _are_of_a_series(one, other):
            return True
        is_led_otherwise = not is_alike and one.names[0] != other.names[0]
        is_moved = not is_alike and not (one.is_preprint or other.is_preprint)
        return (
            is_strange
            or is_led_otherwise
            or _differ_in_place(one, other)
            or (is_moved and is_conflicting(one, other))
        )
    if is_alike and not (one.is_telling or other.is_telling):
        return None not in (one.year, other.year) and one.year != other.year
    if is_alike:
        return False
    return not _are_near(one, other) or is_conflicting(one, other)


def _are_of_a_series(one: ComparedWork, other: ComparedWork) -> bool:
    """Whether one place has two works of a title in two years: editorials copied with their DOI."""
    is_dated = None not in (one.year, other.year)
    return _are_in_one_place(one, other) and is_dated and one.year != other.year


def _are_in_one_place(one: ComparedWork, other: ComparedWork) -> bool:
    where = one.details[CONTAINER]
    return bool(where) and where == other.details[CONTAINER]


def _are_alike(title: str, other: str) -> bool:
    """Whether one is the other, without its subtitle or spelt a little otherwise."""
    if not title or not other or title == other:
        return True
    words, others = set(title.split()), set(other.split())
    if min(len(words), len(others)) > 1:
        return len(words & others) >= NEAR * min(len(words), len(others))
    return title[:200].startswith(other) or other[:200].startswith(title) or _ratio(title, other)


def _ratio(title: str, other: str) -> bool:
    return SequenceMatcher(None, title[:200], other[:200], autojunk=False).ratio() >= NEAR


def _differ_in_place(one: ComparedWork, other: ComparedWork) -> bool:
    """Whether two works of one first author stand at two places of what has the identifier."""
    pages = DETAILS.index("page")
    both = one.details[pages] and other.details[pages]
    return bool(both) and one.details[pages] != other.details[pages]


def _are_led_alike(one: ComparedWork, other: ComparedWork) -> bool:
    return bool(one.names) and one.names[:1] == other.names[:1]


def _are_near(one: ComparedWork, other: ComparedWork) -> bool:
    return one.year is None or other.year is None or abs(one.year - other.year) <= YEARS


def is_conflicting(one: ComparedWork, other: ComparedWork) -> bool:
    """Whether both say something of year or place, and not the same."""
    pairs = [(one.year, other.year), *zip(one.details, other.details, strict=True)]
    return any(ours and theirs and ours != theirs for ours, theirs in pairs)


def covers(whole: ComparedWork, part: ComparedWork) -> bool:
    """Whether a record says all that another of its title says, or more."""
    pairs = zip(whole.details, part.details, strict=True)
    is_said = all(theirs in ("", ours) for ours, theirs in pairs)
    return (whole.names, whole.year) == (part.names, part.year) and is_said


def is_contradicted(
    one: ComparedWork, other: ComparedWork, shared: frozenset[str] = SHARED
) -> bool:
    """Whether both have identifiers of one kind and none of that kind in common (two DOIs), but
    for kinds of which one work may have several."""
    schemes = {known.scheme for known in one.identifiers} - shared
    return any(known.scheme in schemes for known in other.identifiers)
