"""What the keys, identifiers, titles and addresses in a text lead to in the library."""

import difflib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any
from urllib.parse import unquote

from django.db import IntegrityError

from papers.citing.mention_places import PAGE, Candidates
from papers.citing.mentions import KnownWork
from papers.library.waiting_papers import add_waiting_papers
from papers.models import Identifier, Key, Paper
from papers.queries.batches import batches
from papers.records.identifiers import Id, bare_address, normalize_identifier, spellings
from papers.records.record import record_byline, short_name
from papers.records.typed_identifiers import keyed_identifier

PAPER_PAGE = re.compile(r"/papers/([^/?#]+)/?(?:[?#]|$)")  # papers.urls, paper_detail
STEM = re.compile(r"[^\W\d_]{1,3}")
KEYS_COMPARED = 2000
NEAREST = 3
ATTEMPTS = 3  # to add papers that others add in the same moment


class Reach(Enum):
    """To which papers a text may lead. An author's leads to all. A reader's, while nobody has
    approved it, to what everybody may read: it would tell what a draft cites. Published, it makes
    what it identifies public, but a key that was guessed still tells nothing."""

    ALL = "all"
    IDENTIFIED = "identified"
    PUBLIC = "public"


@dataclass(frozen=True)
class Answers:
    """The works that the titles (``title_key``) and identifiers of texts lead to."""

    by_title: Mapping[str, Sequence[KnownWork]]
    by_identifier: Mapping[Id, KnownWork]


def works_by_key(keys: Collection[str], reach: Reach = Reach.ALL) -> dict[str, KnownWork]:
    """By citation keys as they stand in a text: a paper's key, an alias of it, an identifier."""
    works = {}
    for some in batches(keys):
        rows = Key.objects.filter(value__in=some).select_related("paper")
        works |= {row.value: known_work(row.paper) for row in rows}
    if reach != Reach.ALL:
        works = without_hidden(works)
    named = {key: known for key in keys if key not in works and (known := keyed_identifier(key))}
    if named:
        found = works_by_identifier(set(named.values()))
        if reach == Reach.PUBLIC:
            found = without_hidden(found)
        works |= {key: found[known] for key, known in named.items() if known in found}
    return works


class WorkFinder:
    """The works that citation keys lead to, each looked up once.

    It lives for one save, which looks before it stores anything whether the papers are still as
    they were read; where they are not, it is to begin anew with another finder.
    """

    def __init__(self) -> None:
        self.found: dict[str, KnownWork] = {}

    def by_key(self, keys: Collection[str]) -> dict[str, KnownWork]:
        """As ``works_by_key``; what leads nowhere is looked up each time."""
        if missing := [key for key in keys if key not in self.found]:
            self.found |= works_by_key(missing)
        return {key: self.found[key] for key in keys if key in self.found}


def without_hidden(works: Mapping[Any, KnownWork]) -> dict[Any, KnownWork]:
    """Those that everybody may read of."""
    if not works:  # to build the query takes longer than to ask it, and most texts cite nothing
        return {}
    papers = Paper.objects.visible().filter(pk__in={work.paper_id for work in works.values()})
    public = set(papers.values_list("pk", flat=True))
    return {one: work for one, work in works.items() if work.paper_id in public}


def add_missing(titles: Mapping[Id, str], attempts: int = ATTEMPTS) -> dict[Id, KnownWork]:
    """The works that identifiers lead to; a paper to be looked up is added for each that the
    library lacks, with the title that a text gives it. In as many statements for hundreds as for
    one."""
    found = works_by_identifier(titles)
    lacking: dict[Id, dict[Id, str]] = defaultdict(dict)
    for one, title in titles.items():
        if one not in found:
            lacking[bare_address(one)][one] = title
    wanted = {next(iter(some)): max(some.values(), key=bool) for some in lacking.values()}
    try:
        added = add_waiting_papers(wanted) if wanted else {}
    except IntegrityError:
        if attempts == 1:
            raise
        return add_missing(titles, attempts - 1)
    works = {  # their rows are to be read, as others may write them from now on
        bare_address(one): replace(known_work(paper), row=None) for one, paper in added.items()
    }
    return found | {one: work for bare, work in works.items() for one in lacking[bare]}


def add_missing_keys(keys: Iterable[str], works: dict[str, KnownWork], most: int) -> int:
    """Adds to the library, and to ``works``, a paper for each key that is an identifier of none, of
    ``most`` identifiers at most; how many more may be added."""
    named = {key: keyed_identifier(key) for key in sorted(set(keys) - works.keys())}
    lacking = {key: known for key, known in named.items() if known is not None}
    wanted = list(dict.fromkeys(lacking.values()))[:most]
    found = add_missing(dict.fromkeys(wanted, "")) if wanted else {}
    works |= {key: found[known] for key, known in lacking.items() if known in found}
    return most - len(wanted)


def nearest_keys(keys: Iterable[str]) -> dict[str, list[str]]:
    """The library's keys that are spelled most like ones that it does not have: first those that
    begin with the same letters are compared."""
    rows = Key.objects.order_by("value").values_list("value", flat=True)
    stems = {key: stem[0] if (stem := STEM.match(key)) else "" for key in keys}
    alike = {
        stem: list(rows.filter(value__istartswith=stem)[:KEYS_COMPARED]) if stem else []
        for stem in set(stems.values())
    }
    is_short = any(len(values) < KEYS_COMPARED for values in alike.values())
    others = list(rows[:KEYS_COMPARED]) if is_short else []
    nearest = {}
    for key, stem in stems.items():
        folded = {value.casefold(): value for value in [*alike[stem], *others][:KEYS_COMPARED]}
        close = difflib.get_close_matches(key.casefold(), folded, NEAREST)
        nearest[key] = [folded[one] for one in close]
    return nearest


def look_up(texts: Iterable[Candidates], reach: Reach = Reach.ALL) -> Answers:
    """What the titles and identifiers of some texts lead to."""
    texts = list(texts)
    identifiers = {one for candidates in texts for one in candidates.identifiers}
    titles = {title for candidates in texts for title in candidates.titles}
    by_identifier = works_by_identifier(identifiers)
    if reach == Reach.PUBLIC:
        by_identifier = without_hidden(by_identifier)
    by_identifier |= works_by_page(identifiers, reach)
    return Answers(works_by_title(titles), by_identifier)


def works_by_page(identifiers: Iterable[Id], reach: Reach) -> dict[Id, KnownWork]:
    """By the addresses of papers' own pages here."""
    pages = defaultdict(list)
    for one in identifiers:
        if one.scheme == PAGE and (match := PAPER_PAGE.match(unquote(one.value))):
            pages[match[1]].append(one)
    found = works_by_key(pages.keys(), reach)
    return {one: work for key, work in found.items() for one in pages[key]}


def works_by_title(titles: Iterable[str]) -> dict[str, list[KnownWork]]:
    works = defaultdict(list)
    for some in batches(titles):
        found = Paper.objects.filter(title_key__in=some).order_by("pk")
        papers = Paper.objects.in_bulk(list(found.values_list("pk", flat=True)))
        for _pk, paper in sorted(papers.items()):
            works[paper.title_key].append(known_work(paper))
    return works


def works_by_identifier(identifiers: Iterable[Id]) -> dict[Id, KnownWork]:
    """By the identifiers as they stand in the text; addresses are looked up in normal form, with
    and without a slash at their end."""
    wanted = defaultdict(list)
    for one in identifiers:
        with suppress(ValueError):
            if one.scheme != PAGE:
                normal = Id(one.scheme, normalize_identifier(*one))
                wanted[bare_address(normal)].append(one)
    works = {}
    for some in batches(wanted):
        schemes = {one.scheme for one in some}
        values = [value for one in some for value in spellings(one)]
        rows = Identifier.objects.filter(scheme__in=schemes, value__in=values)
        there = rows.order_by().values_list("scheme", "value", "paper")
        found = [(bare_address(Id(scheme, value)), paper) for scheme, value, paper in there]
        found = [row for row in found if row[0] in wanted]
        papers = Paper.objects.in_bulk([paper for _known, paper in found]) if found else {}
        for known, paper in found:
            works |= dict.fromkeys(wanted[known], known_work(papers[paper]))
    return works


def known_work(paper: Paper) -> KnownWork:
    names = paper.record.get("author") or paper.record.get("editor") or [{}]
    label = record_byline(paper.record, most=2) or f"“{paper.title[:60]}”"
    family, year = short_name(names[0]), paper.issued_year
    return KnownWork(paper.pk, paper.key, paper.get_absolute_url(), family, year, label, paper)
