"""Our record of a work against a registry's, field by field. No Django here.

What two careful people would write in two ways is no difference: a "differs" that is none costs
more trust than one that is missed. A registry that knows the preprint of a published work, or the
other way round, tells nothing of year and place.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from papers.checking.compared_forms import (
    has_formula,
    is_notice_title,
    letters_of,
    parts_of_title,
    plain_form,
    without_mark,
)
from papers.checking.name_likeness import are_same_people, names_of
from papers.checking.venue_likeness import is_same_venue
from papers.records.identifiers import Id
from papers.records.preprints import is_preprint
from papers.records.record import Record, has_more_names, record_year
from papers.registries.registry_record import RegistryName, RegistryRecord


class Agreement(StrEnum):
    """What comparing a field gave; the value is stored."""

    AGREES = "agrees"
    DIFFERS = "differs"
    MISSING_HERE = "missing-here"
    MISSING_THERE = "missing-there"


@dataclass(frozen=True)
class ComparedField:
    """A field with both values as words; ``name`` is one of ``FIELDS_COMPARED``."""

    name: str
    agreement: Agreement
    ours: str = ""
    theirs: str = ""


FIELDS_COMPARED = (
    *("title", "authors", "year", "venue", "volume", "pages", "identifiers", "type"),
)
ALIKE = 0.85
"""How much of two titles with formulas is common where they are one."""
PARTS = frozenset(
    {"article-journal", "article-magazine", "article-newspaper", "article", "paper-conference"}
    | {"chapter", "entry-encyclopedia", "entry-dictionary", "entry", "review", "review-book"}
    | {"speech", "post-weblog", "post", "webpage", "manuscript", "peer-review"}
)
"""Types that one source or another has for the same article; books and data are others."""
LOOSE_TYPES = frozenset({"", "document", "manuscript", "webpage", "article", "report"})
SHARED_SCHEMES = frozenset({"url", "isbn", "openreview", "acl"})
TWO_LANGUAGES = re.compile(r"\s[=/|]\s")
A_NAME = re.compile(
    r"(?!ERRAT|CORR|REPL|RESP|RETR|WITHDR|COMM|REVIEW|ADDEND|EDITOR|DISCUSS)(?=.*\d|.+[A-Z])[\w-]+"
)
"""A word that names a thing (``BERT``, ``word2vec``) and no notice (``Erratum``, ``REPLY``)."""
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
NO_PAGES = re.compile(r"n/?a(?:\s*[-–]+\s*n/?a)?", re.IGNORECASE)
MOST_SHOWN = 6


def compare_work(
    ours: Record, identifiers: Iterable[Id], theirs: RegistryRecord
) -> tuple[ComparedField, ...]:
    """Every field that one of the two has, in the order of ``FIELDS_COMPARED``."""
    is_version = is_preprint(ours) != is_preprint(theirs.record)
    found = [
        compare_titles(ours, theirs),
        compare_authors(ours, theirs.record),
        *([] if is_version else _places(ours, theirs)),
        compare_identifiers(set(identifiers), theirs),
        *([] if is_version else [compare_types(ours, theirs.record)]),
    ]
    return tuple(one for one in found if one is not None)


def own_values(ours: Record) -> dict[str, str]:
    """Our value of each field but the identifiers, as comparing shows it."""
    nothing = RegistryRecord(RegistryName.CROSSREF, Id("doi", ""), {})
    found = [compare_titles(ours, nothing), compare_authors(ours, {}), *_places(ours, nothing)]
    found.append(compare_types(ours, {}))
    return {one.name: one.ours for one in found if one is not None}


def _places(ours: Record, theirs: RegistryRecord) -> list[ComparedField | None]:
    return [
        compare_years(ours, theirs),
        compare_venues(ours, theirs),
        compare_volumes(ours, theirs.record),
        compare_pages(ours, theirs.record),
    ]


def compared_field(name: str, ours: str, theirs: str, is_same: bool) -> ComparedField | None:
    """A field where both, one or (then ``None``) neither has a value."""
    if not ours and not theirs:
        return None
    if not ours or not theirs:
        missing = Agreement.MISSING_THERE if ours else Agreement.MISSING_HERE
        return ComparedField(name, missing, ours, theirs)
    return ComparedField(name, Agreement.AGREES if is_same else Agreement.DIFFERS, ours, theirs)


def compare_titles(ours: Record, theirs: RegistryRecord) -> ComparedField | None:
    written = str(ours.get("title") or "")
    forms = [one for one in (*theirs.titles, str(theirs.record.get("title") or "")) if one]
    more = [str(ours.get(name) or "") for name in ("original-title", "title-short")]
    own = [written, *filter(None, more)]
    is_same = any(is_same_title(one, other) for one in own for other in forms)
    return compared_field("title", written, plain_form(forms[0]) if forms else "", is_same)


def is_same_title(one: str, other: str) -> bool:
    """Whether one is the other, without its subtitle or set otherwise; a work's title is not that
    of its notice."""
    if is_notice_title(plain_form(one)) != is_notice_title(plain_form(other)):
        return False
    plain = [without_mark(plain_form(text)) for text in (one, other)]
    first, second = map(letters_of, plain)
    if first == second and first:
        return True
    if first and second and (_is_part(first, plain[1]) or _is_part(second, plain[0])):
        return min(len(first), len(second)) > 3
    if has_formula(one) or has_formula(other):
        ratio = SequenceMatcher(None, first[:400], second[:400], autojunk=False).ratio()
        return ratio >= ALIKE
    return False


def _is_part(letters: str, title: str) -> bool:
    """Whether a title is another's without its subtitle, without the name of a thing before it
    (``BERT: …``), or in one of its two languages (``… = …``)."""
    start, *rest = parts_of_title(title) or [""]
    languages = [letters_of(one) for one in TWO_LANGUAGES.split(title)]
    is_named = bool(rest) and bool(A_NAME.fullmatch(start)) and letters == letters_of("".join(rest))
    return (
        letters == letters_of(start) or is_named or (len(languages) == 2 and letters in languages)
    )


def compare_authors(ours: Record, theirs: Record) -> ComparedField | None:
    role = "author" if ours.get("author") or not ours.get("editor") else "editor"
    if role == "editor" and not theirs.get("editor"):
        role = "author"
    lists = [names_of(record.get(role) or ()) for record in (ours, theirs)]
    cut = [has_more_names(record, role) for record in (ours, theirs)]
    is_same = are_same_people(*lists, *cut)
    shown = [shown_names(names, is_cut) for names, is_cut in zip(lists, cut, strict=True)]
    return compared_field("authors", *shown, is_same)


def shown_names(names: Sequence[str], is_cut: bool) -> str:
    text = "; ".join(names[:MOST_SHOWN])
    if len(names) > MOST_SHOWN:
        return f"{text}; … ({len(names)})"
    return f"{text}; et al." if is_cut and names else text


def compare_years(ours: Record, theirs: RegistryRecord) -> ComparedField | None:
    year, own = record_year(ours), record_year(theirs.record)
    years = theirs.years | ({own} if own is not None else set())
    shown = ", ".join(map(str, sorted(years)))
    return compared_field("year", "" if year is None else str(year), shown, year in years)


def compare_venues(ours: Record, theirs: RegistryRecord) -> ComparedField | None:
    written = str(ours.get("container-title") or "")
    own = str(theirs.record.get("container-title") or "")
    forms = list(dict.fromkeys(filter(None, [own, *theirs.venues])))
    is_proceedings = "paper-conference" in (ours.get("type"), theirs.record.get("type"))
    is_same = bool(written) and is_same_venue(written, forms, is_proceedings)
    return compared_field("venue", written, plain_form(forms[0]) if forms else "", is_same)


def compare_volumes(ours: Record, theirs: Record) -> ComparedField | None:
    values = [str(record.get("volume") or "").strip() for record in (ours, theirs)]
    return compared_field("volume", *values, _number(values[0]) == _number(values[1]))


def _number(written: str) -> str:
    """``Vol. 007`` → ``7``, ``XII`` → ``12``, ``12(3)`` → ``12``."""
    text = re.sub(
        r"^(?:(?:volume|vol|band|bd|tome|t|v)\b|v(?=\d))\.?\s*", "", written.strip().lower()
    )
    text = re.sub(r"\s*(?:\(|[,;]|\b(?:no|nr|issue)\b).*", "", text)
    if text and re.fullmatch(r"[ivxlcdm]+", text):
        values = [ROMAN[letter] for letter in text]
        pairs = zip(values, [*values[1:], 0], strict=True)
        return str(sum(-one if one < after else one for one, after in pairs))
    return text.lstrip("0")


def compare_pages(ours: Record, theirs: Record) -> ComparedField | None:
    values = [pages_of(record) for record in (ours, theirs)]
    return compared_field("pages", *values, are_same_pages(*values))


def pages_of(record: Record) -> str:
    for field in ("page", "article-number"):
        value = str(record.get(field) or "").strip()
        if value and not NO_PAGES.fullmatch(value):
            return value
    return ""


def are_same_pages(one: str, other: str) -> bool:
    """Whether two ranges begin and end alike, as far as both do; an article's number and the pages
    of its own copy (``1-12``) tell nothing of each other."""
    (first, last), (start, end) = page_range(one), page_range(other)
    if first != start:
        own = [(first, last, start, end), (start, end, first, last)]
        return any(a in ("", "1") and b and not d for a, b, _c, d in own) or (
            first.lstrip("e") == start.lstrip("e")
        )
    return not last or not end or last == end


def page_range(written: str) -> tuple[str, str]:
    """First and last page, folded: ``123–8`` → ``("123", "128")``, ``e3`` → ``("e3", "")``; of
    several ranges the first page alone."""
    text = re.sub(
        r"^(?:(?:pages?|pp?|art(?:icle|n)?|no|id|number)\b\.?\s*)+", "", written.strip().lower()
    )
    text, *more = re.split(r"[,;&]|\band\b", re.sub(r"(?<=\d)\s*(?:\+|ff?\.?)$", "", text))
    parts = [part.strip() for part in re.split(r"\s*(?:[-‐‑‒–—−~_/]+|\bto\b)\s*", text) if part]
    first, last = [*parts, "", ""][:2]
    last = "" if more else last
    first, last = (re.sub(r"^\d+:", "", part).lstrip("0") for part in (first, last))
    if last.isdigit() and first.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return first, "" if last == first else last


def compare_identifiers(ours: set[Id], theirs: RegistryRecord) -> ComparedField | None:
    """Whether some scheme of both has no value in common."""
    known = {theirs.identifier, *theirs.identifiers}
    own = ours or {theirs.identifier}
    schemes = {one.scheme for one in own} & {one.scheme for one in known} - SHARED_SCHEMES
    strange = [
        scheme for scheme in schemes if not {one for one in own if one.scheme == scheme} & known
    ]
    shown = [
        ", ".join(f"{one.scheme}:{one.value}" for one in sorted(group)[:MOST_SHOWN])
        for group in (own, known)
    ]
    return compared_field("identifiers", *shown, not strange)


def compare_types(ours: Record, theirs: Record) -> ComparedField | None:
    values = [str(record.get("type") or "") for record in (ours, theirs)]
    is_loose = bool(LOOSE_TYPES & set(values))
    is_same = values[0] == values[1] or set(values) <= PARTS or is_loose
    return compared_field("type", *values, is_same)


def differing(fields: Iterable[ComparedField]) -> list[str]:
    return [one.name for one in fields if one.agreement == Agreement.DIFFERS]


def field_as_stored(field: ComparedField) -> Mapping[str, Any]:
    return {
        "name": field.name,
        "agreement": field.agreement.value,
        "ours": field.ours,
        "theirs": field.theirs,
    }
