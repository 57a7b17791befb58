"""What of a record cannot be right, without asking anybody. No Django here."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from papers.records.identifiers import normalize_identifier
from papers.records.record import Record, record_year
from papers.records.record_identifiers import first_isbn


class OddKind(StrEnum):
    """What may be odd about a paper."""

    IMPOSSIBLE = "impossible"
    FUTURE = "future"
    NAME = "name"
    SHARED = "shared"
    PUBLISHED = "published"


@dataclass(frozen=True)
class Oddity:
    """`value` is what was written."""

    kind: OddKind
    value: str


ROLES = ("author", "editor", "translator")
SET_ASIDE = ("DOI", "PMID", "PMCID")
"""Where ``take_identifiers`` leaves what is none, in ``custom``."""
NO_NAMES = frozenset(
    {"etal", "others", "andothers", "other", "unknown", "unknownauthor", "na", "none", "null"}
    | {"nan", "author", "authors", "noauthor", "editor", "editors", "noname", "tba", "tbd"}
    | {"undefined", "various", "variousauthors", "firstname", "lastname", "name", "test"}
)
"""Words that files have where a name belongs, in letters only. (Names like "Na" and "Null" exist:
they count only where they are all that there is.)"""
NO_PERSON = re.compile(r"https?:|www\.|@|[\d<>{}\\]|;|&|\b(?:and|et al)\b", re.I)
"""What no family name has; a body's may."""
NO_BODY = re.compile(r"https?:|\bet al\b|[<>{}\\]", re.I)
LONGEST_FAMILY = 80


def oddities_in(record: Record, this_year: int) -> list[Oddity]:
    """Impossible identifiers, a year to come, names that are none; in this order."""
    found = [Oddity(OddKind.IMPOSSIBLE, one) for one in impossible_identifiers(record)]
    year = record_year(record)
    if year is not None and year > this_year:
        found.append(Oddity(OddKind.FUTURE, str(year)))
    names = [name for role in ROLES for name in names_in(record.get(role))]
    return found + [Oddity(OddKind.NAME, written_name(one)) for one in names if is_no_name(one)]


def impossible_identifiers(record: Record) -> Iterable[str]:
    custom = record.get("custom")
    if isinstance(custom, Mapping):
        yield from (f"{name} {custom[name]}" for name in SET_ASIDE if custom.get(name))
    isbn = str(record.get("ISBN") or "")
    if isbn and not first_isbn(isbn):
        yield f"ISBN {isbn}"
    number = str(record.get("archive_location") or "")
    if str(record.get("archive") or "").lower() == "arxiv" and number:
        try:
            normalize_identifier("arxiv", number)
        except ValueError:
            yield f"arXiv {number}"


def names_in(names: Any) -> list[Mapping[str, Any]]:
    return [one for one in names if isinstance(one, Mapping)] if isinstance(names, list) else []


def written_name(name: Mapping[str, Any]) -> str:
    parts = [str(name.get(part) or "") for part in ("given", "family", "literal")]
    return " ".join(filter(None, parts))


def is_no_name(name: Mapping[str, Any]) -> bool:
    """Whether something stands where a name belongs that is none, or several in one."""
    family, given = str(name.get("family") or ""), str(name.get("given") or "")
    body = str(name.get("literal") or "")
    letters = "".join(one for one in written_name(name).lower() if one.isalpha())
    if not letters or letters in NO_NAMES:
        return True
    if "".join(one for one in family.lower() if one.isalpha()) in ("etal", "others"):
        return True
    if body and not family:
        return bool(NO_BODY.search(body))
    is_long = len(family) > LONGEST_FAMILY
    return is_long or bool(NO_PERSON.search(family) or NO_BODY.search(given))
