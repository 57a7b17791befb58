"""What a post says of the works that it cites, compared with their records: authors, year, venue,
title, and tools that did not exist yet.

Only forms of which the meaning is sure are read (English ones), since a false warning costs more
than one that is missing. No Django here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from papers.checking.prose_names import (
    MORE,
    NAME,
    NAMES,
    SEPARATOR,
    WorkNames,
    leaves_out,
    said_names,
    strangers,
    work_names,
)
from papers.checking.prose_sentences import ProseSentence, ReadProse, prose_sentences
from papers.checking.prose_tools import used_tools
from papers.checking.prose_venues import is_venue, may_be_venue
from papers.records.folded_text import title_key
from papers.records.identifiers import Id
from papers.records.preprints import is_preprint
from papers.records.record import Record, record_year

W = r"⟦(?P<work>\d+)⟧"
YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)(?!\d)"
OUT = r"(?:published|appeared|presented|released|introduced|proposed|written|came out|printed)"
BY = re.compile(
    rf"{W},?(?: \(\d{{4}}\))?,? \(?(?:was |is )?(?:first |jointly )?"
    rf"(?:written |authored |co-?authored |published )?by {NAMES}"
)
IN_BRACKETS = re.compile(rf"{W} \({NAMES},? \d{{4}}\)")
SAID_BEFORE = re.compile(rf"(?P<said>[^\s,.;:()“”]+),? et al\.?,? {W}")
SAID_IN = re.compile(
    rf"\b[Ii]n {W}, {NAMES} (?:show|shows|showed|propose|proposes|proposed|present|presents|"
    rf"presented|describe|describes|described|introduce|introduces|introduced|argue|argues|argued)\b"
)
YEAR_SAID = [
    re.compile(rf"{W},? \({YEAR}\)"),
    re.compile(rf"{W},? (?:which |that )?(?:was |is |were )?(?:first )?{OUT} (?:back )?in {YEAR}"),
    re.compile(rf"{W},? (?:was |is )?(?:first )?{OUT} (?:in|at|by) [^,.;⟦\d]{{1,60}}? in {YEAR}"),
    re.compile(rf"\b[Pp]ublished in {YEAR},? {W}"),
    re.compile(
        rf"\b(?:[Tt]he|[Tt]his|[Aa]|[Tt]heir) {YEAR} (?:\w+ )?(?:paper|article|preprint)s?,? {W}"
    ),
    re.compile(rf"\b[Ii]n {YEAR},? (?P<first>{NAME})(?:{MORE}|{SEPARATOR}{NAME})?,? {W}"),
    re.compile(rf"(?P<first>{NAME}) et al\.?,? \({YEAR}\),? {W}"),
    re.compile(rf"{W},? (?:written |authored )?by [^.;⟦()]{{2,300}}? \({YEAR}\)"),
]
VENUE_SAID = re.compile(
    rf"{W},? (?:which |that )?(?:was |is )?(?:first |originally )?(?:published|presented|accepted|"
    r"appeared|printed)(?: in \d{4},?)? (?:in|at|by) (?:the )?(?:journal )?"
    r"(?P<venue>[A-Z][\w&’'\-]*(?: (?:(?:of|the|on|for|and|in|&) )*[A-Z][\w&’'\-]*){0,9})"
)
NEARLY = 0.88
"""How much two titles have in common of which one is probably the other, misspelt."""
FEWEST_WORDS = 4
ARXIV_YEAR = re.compile(r"(?:[a-z-]+(?:\.[A-Z]{2})?/)?(\d\d)(?:0[1-9]|1[0-2])\.?\d{3,5}(?:v\d+)?")


class FactKind(StrEnum):
    """What a warning is about."""

    STRANGER = "stranger"
    LEFT_OUT = "left-out"
    YEAR = "year"
    VENUE = "venue"
    TITLE = "title"
    TOOL = "tool"


@dataclass(frozen=True)
class FactWarning:
    """One thing that a post says otherwise than the record: `said` and `known` are both values,
    `key` is the work's."""

    kind: FactKind
    sentence: str
    said: str
    known: str
    key: str
    title: str


@dataclass(frozen=True)
class ProseWork:
    """What is known of a cited work: `years` are those in which it or a version of it came out,
    `anchors` the ids of its mentions in the text."""

    key: str
    title: str
    names: WorkNames
    years: frozenset[int]
    venue: str
    is_preprint: bool
    anchors: tuple[str, ...] = ()


def prose_work(
    key: str,
    record: Record,
    anchors: Iterable[str] = (),
    identifiers: Iterable[Id] = (),
    other_years: Iterable[int] = (),
) -> ProseWork:
    """A work as its record tells of it; the year in an arXiv number is one of its years."""
    years = {record_year(record), *other_years}
    for one in identifiers:
        if one.scheme == "arxiv" and (match := ARXIV_YEAR.fullmatch(one.value)):
            years.add(_century(int(match[1])))
    return ProseWork(
        key=key,
        title=str(record.get("title", "")),
        names=work_names(record),
        years=frozenset(year for year in years if year),
        venue=str(record.get("container-title", "")),
        is_preprint=is_preprint(record),
        anchors=tuple(anchors),
    )


def _century(year: int) -> int:
    return (1900 if year > 90 else 2000) + year


def check_prose(
    read: ReadProse,
    works: Sequence[ProseWork],
    tools: Mapping[str, int],
    titles: Mapping[str, str] | None = None,
) -> list[FactWarning]:
    """The warnings of a finished text (our own sanitized HTML), in its order, each once.

    `works` are those that it cites, `tools` the years in which tools came out, `titles` further
    known titles by the keys of their works.
    """
    anchors = {anchor: place for place, work in enumerate(works) for anchor in work.anchors}
    known = {work.title: work.key for work in works}
    known |= {title: key for key, title in (titles or {}).items()}
    found: dict[FactWarning, None] = {}
    for sentence in prose_sentences(read, anchors):
        if sentence.heading:
            found |= dict.fromkeys(_nearly_titles(sentence, known))
        else:
            found |= dict.fromkeys(_warnings(sentence, works, tools))
    return list(found)


def _warnings(
    sentence: ProseSentence, works: Sequence[ProseWork], tools: Mapping[str, int]
) -> Iterator[FactWarning]:
    if "⟦" in sentence.form:
        yield from _of_names(sentence, works)
        yield from _of_years(sentence, works)
        yield from _of_venues(sentence, works)
    yield from _of_tools(sentence, works, tools)


def _warning(
    kind: FactKind, sentence: ProseSentence, work: ProseWork, said: str, known: str
) -> FactWarning:
    return FactWarning(kind, sentence.text, said, known, work.key, work.title)


def _of_names(sentence: ProseSentence, works: Sequence[ProseWork]) -> Iterator[FactWarning]:
    for pattern in (BY, IN_BRACKETS, SAID_IN):
        for match in pattern.finditer(sentence.form):
            work, said = works[int(match["work"])], said_names(match)
            shown = _shown(work.names.shown)
            if unknown := strangers(said, work.names):
                yield _warning(FactKind.STRANGER, sentence, work, ", ".join(unknown), shown)
            elif leaves_out(said, work.names):
                yield _warning(FactKind.LEFT_OUT, sentence, work, ", ".join(said.names), shown)
    for match in SAID_BEFORE.finditer(sentence.form):
        work = works[int(match["work"])]
        is_name = match["said"][:1].isupper() and work.names.is_whole and work.names.shown
        if is_name and not work.names.has(match["said"]):
            shown = _shown(work.names.shown)
            yield _warning(FactKind.STRANGER, sentence, work, f"{match['said']} et al.", shown)


def _shown(names: Sequence[str], most: int = 5) -> str:
    """Names for an editor, with the number of all of a long list."""
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} … ({len(names)})"


def _of_years(sentence: ProseSentence, works: Sequence[ProseWork]) -> Iterator[FactWarning]:
    for pattern in YEAR_SAID:
        for match in pattern.finditer(sentence.form):
            work = works[int(match["work"])]
            first = match.groupdict().get("first")
            if first and not work.names.has(first):
                continue
            if work.years and int(match["year"]) not in work.years:
                known = ", ".join(map(str, sorted(work.years)))
                yield _warning(FactKind.YEAR, sentence, work, match["year"], known)


def _of_venues(sentence: ProseSentence, works: Sequence[ProseWork]) -> Iterator[FactWarning]:
    for match in VENUE_SAID.finditer(sentence.form):
        work, said = works[int(match["work"])], match["venue"]
        is_known = bool(work.venue) and not work.is_preprint and is_venue(said)
        if is_known and not may_be_venue(said, work.venue):
            yield _warning(FactKind.VENUE, sentence, work, said, work.venue)


def _of_tools(
    sentence: ProseSentence, works: Sequence[ProseWork], tools: Mapping[str, int]
) -> Iterator[FactWarning]:
    for name, named in used_tools(sentence.form, tools):
        place = sentence.subject if named is None else named
        work = None if place is None else works[place]
        if work and work.years and max(work.years) < tools[name]:
            years = ", ".join(map(str, sorted(work.years)))
            said = f"{name} ({tools[name]})"
            yield _warning(FactKind.TOOL, sentence, work, said, years)


def _nearly_titles(sentence: ProseSentence, known: Mapping[str, str]) -> Iterator[FactWarning]:
    """A heading that is a known title but for a slip; one without its subtitle is no slip."""
    said = title_key(sentence.text)
    if sentence.works or len(said.split()) < FEWEST_WORDS:
        return
    for title, key in known.items():
        theirs = title_key(title)
        if theirs == said:
            return
        is_part = f" {said} " in f" {theirs} " or f" {theirs} " in f" {said} "
        if not is_part and is_nearly(said, theirs):
            yield FactWarning(FactKind.TITLE, sentence.text, sentence.text, title, key, title)


def is_nearly(one: str, other: str) -> bool:
    """Whether two keys of titles (``title_key``) are one, misspelt."""
    if abs(len(one) - len(other)) > (1 - NEARLY) * 2 * max(len(one), len(other)):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= NEARLY and matcher.ratio() >= NEARLY
