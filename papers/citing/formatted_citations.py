"""Citations and reference lists by a citation style: the one door to the processor. No Django here.

Nothing that a style or a record does is an error here: what the processor fails on is shown in the
plain, complete form of ``references``, and told.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from papers.citing.citation_marks import STAND_INS, Marked
from papers.citing.styled_formulas import StyledFormulas
from papers.csl.positions import Cite, CiteCluster
from papers.csl.processor import Processor, processor_for
from papers.csl.style import CslStyle
from papers.records.finished_html import without_tags
from papers.records.formula_titles import WriteFormula, no_markup
from papers.records.plain_reference import reference_html
from papers.records.record import Record, record_byline, record_year
from papers.records.rich_text import plain_words
from papers.records.style_record import joined_containers, style_record

HREF = "#work-"
LINK = re.compile(r'<a href="#work-([^"]*)">(.*?)</a>', re.DOTALL)
WEB_LINK = re.compile(r'<a href="https?:[^"]*">(.*?)</a>', re.DOTALL)
PREFIXED = re.compile(r'(https?://[^\s<>"]+/)(<a href="https?:[^"]*">)')
OUTER = re.compile(r"\A\((.*)\)\Z", re.DOTALL)
STYLED = re.compile(r' style="(?:[a-z-]+:\s*)?([a-z-]+);?"')


@dataclass(frozen=True)
class CitedPlace:
    """Works cited at one place, by the keys of the records; in a narrative one the first work's
    authors are part of the sentence. ``form`` is that of ``Marked``, ``tags`` are stand-ins in
    affixes with what they stand for."""

    cites: tuple[Cite, ...]
    is_narrative: bool = False
    form: str = ""
    tags: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FormattedText:
    """HTML for each place, in which links lead to ``#work-KEY``, and for each entry with its key,
    in the style's order. ``failures`` say what had to be shown plainly."""

    places: tuple[str, ...]
    entries: tuple[tuple[str, str], ...]
    failures: tuple[str, ...] = ()


def cited_place(marked: Marked, keys: Mapping[str, str]) -> CitedPlace:
    """What the style must know of a citation; ``keys`` gives the record's key for a written one."""
    cites = tuple(
        Cite(
            key=keys[item.key],
            locator=STAND_INS.sub("", item.locator),
            label=item.label or "page",
            prefix=item.prefix,
            suffix=item.rest,
            mode="suppress-author" if item.is_year_only or (marked.is_narrative and not n) else "",
        )
        for n, item in enumerate(marked.items)
    )
    return CitedPlace(cites, marked.is_narrative, marked.form, tuple(sorted(marked.tags.items())))


def format_works(
    style: CslStyle | None,
    records: Sequence[Record],
    places: Sequence[CitedPlace],
    language: str = "",
    write: WriteFormula = no_markup,
) -> FormattedText:
    """All places and all records, cited or not, in a style; ``None`` is the plain form.

    Every record's ``id`` is its key, and every key that a place cites has a record. ``write`` sets
    the formulas of titles.
    """
    if style is None:
        return plain_citation(records, places, write=write)
    formulas = StyledFormulas(write)
    try:
        return _formatted(processor_for(style, language), records, places, formulas)
    except Exception as error:  # whatever a style makes of a record: the post must be shown
        why = f"{style.title} cannot be used here ({error!r:.200})."
    failing = _failing(style, records, language)
    told = tuple(f"{style.title}: “{key}” cannot be formatted ({why})." for key, why in failing)
    sound = [record for record in records if record["id"] not in dict(failing)]
    if not failing or not sound:
        return plain_citation(records, places, (*told, why), write)
    kept = [_without(place, dict(failing)) for place in places]
    rest = format_works(style, sound, kept, language, write)
    simple = plain_citation(records, places, write=write)
    shown = tuple(
        one if place == whole else other
        for place, whole, one, other in zip(kept, places, rest.places, simple.places, strict=True)
    )
    broken = (entry for entry in simple.entries if entry[0] in dict(failing))
    return FormattedText(shown, (*rest.entries, *broken), (*told, *rest.failures))


def _failing(style: CslStyle, records: Iterable[Record], language: str) -> list[tuple[str, str]]:
    """The records that the processor fails on by themselves, each with the reason."""
    found = []
    for record in records:
        try:
            cited = [CitedPlace((Cite(record["id"]),))]
            processor = processor_for(style, language)
            _formatted(processor, [record], cited, StyledFormulas(no_markup))
        except Exception as error:  # the same: any fault of the style with this record
            found.append((record["id"], f"{error!r:.200}"))
    return found


def _without(place: CitedPlace, keys: Mapping[str, str]) -> CitedPlace:
    return replace(place, cites=tuple(cite for cite in place.cites if cite.key not in keys))


def _formatted(
    processor: Processor,
    records: Sequence[Record],
    places: Sequence[CitedPlace],
    formulas: StyledFormulas,
) -> FormattedText:
    is_note = processor.style.is_note
    made = [
        CiteCluster(place.cites, number if is_note else 0, keeps_order=place.is_narrative)
        for number, place in enumerate(places, 1)
    ]
    authors = [place.cites[0].key for place in places if place.is_narrative and place.cites]
    made += [CiteCluster((Cite(key, mode="author-only"),)) for key in dict.fromkeys(authors)]
    keys = [record["id"] for record in records]
    styled = [_titled(processor, style_record(one, formulas.mark)) for one in records]
    found = processor.format(styled, made, keys, "html-links", lambda key: HREF + key)
    names = {
        key: without_tags(one.text)
        for key, one in zip(dict.fromkeys(authors), found.citations[len(places) :], strict=True)
    }
    by_key = {record["id"]: record for record in records}
    shown = []
    for place, one in zip(places, found.citations, strict=False):
        text = _inline(one.text, is_note)
        if place.form and place.cites:
            text = _part(place, text, names, by_key)
        elif place.is_narrative and place.cites:
            text = _narrative(place, text, names, by_key)
        shown.append(formulas.set_in(text) or _plain_place(place, by_key))
    entries = {one.keys[0]: formulas.set_in(_entry(one.text)) for one in found.bibliography}
    order = [key for key in entries if key in by_key]
    entries |= {
        key: reference_html(by_key[key], formulas.write) for key in keys if key not in entries
    }
    return FormattedText(
        tuple(shown), tuple((key, entries[key]) for key in dict.fromkeys([*order, *keys]))
    )


def _titled(processor: Processor, record: dict[str, Any]) -> dict[str, Any]:
    """The record with a volume's title where the style shows it: half of the bundled ones know
    none, or none of a chapter's book."""
    title = record.get("volume-title")
    if not title:
        return record
    shown = processor.format([record], (), [record["id"]], "text").bibliography
    words = plain_words(str(title)).casefold()
    is_shown = any(words in one.text.casefold() for one in shown)
    return record if is_shown else joined_containers(record)


def _entry(text: str) -> str:
    """Without inline styles, which no page allows; an address that leads is a link as a whole."""
    text = STYLED.sub(r' class="csl-\1"', text)
    return PREFIXED.sub(r"\2\1", text)


def _inline(text: str, is_note: bool) -> str:
    """A citation without links to elsewhere. What a style sets as a note stands in parentheses."""
    text = STYLED.sub(r' class="csl-\1"', WEB_LINK.sub(r"\1", text))
    return f"({text.strip().removesuffix('.')})" if is_note and text.strip() else text


def _narrative(
    place: CitedPlace, text: str, names: Mapping[str, str], records: Mapping[str, Record]
) -> str:
    """``Author (year)``, all of it one link where nothing else stands in the parentheses."""
    first = place.cites[0]
    name = _name(first.key, names, records)
    if len(place.cites) == 1 and not first.suffix and not first.prefix:
        year_only = LINK.sub(r"\2", text)
        return _link(first.key, f"{name}{' ' if _stands_apart(text) else ''}{year_only}")
    return f"{_link(first.key, name)}{' ' if _stands_apart(text) else ''}{text}"


def _name(key: str, names: Mapping[str, str], records: Mapping[str, Record]) -> str:
    """A work's authors as the style names them; numeric styles name nobody."""
    name = names.get(key, "")
    if re.search(r"[^\W\d_]", name):
        return name
    return escape(_label(records[key]), quote=False)


def _part(
    place: CitedPlace, text: str, names: Mapping[str, str], records: Mapping[str, Record]
) -> str:
    """Only a work's authors, only its year (or number), or words that lead to it."""
    first = place.cites[0]
    if place.form == "year":
        return OUTER.sub(r"\1", text)
    if place.form == "as" and first.prefix:
        return _link(first.key, escape(first.prefix, quote=False))
    return _link(first.key, _name(first.key, names, records))


def _stands_apart(text: str) -> bool:
    """A superior number does not."""
    return bool(text) and not text.startswith("<sup>")


def _link(key: str, text: str) -> str:
    return f'<a href="{HREF}{escape(key)}">{text}</a>'


def plain_citation(
    records: Sequence[Record],
    places: Sequence[CitedPlace],
    failures: tuple[str, ...] = (),
    write: WriteFormula = no_markup,
) -> FormattedText:
    """Author and year in the text, references in the plain form."""
    by_key = {record["id"]: record for record in records}
    entries = tuple((record["id"], reference_html(record, write)) for record in records)
    return FormattedText(tuple(_plain_place(place, by_key) for place in places), entries, failures)


def _plain_place(place: CitedPlace, records: Mapping[str, Record]) -> str:
    if not place.cites:
        return ""
    parts = [_plain_cite(cite, records[cite.key]) for cite in place.cites]
    if place.form:
        return _part(place, parts[0], {}, records)
    if place.is_narrative:
        label = escape(_label(records[place.cites[0].key]), quote=False)
        return f"{_link(place.cites[0].key, label)} ({'; '.join(parts)})"
    return f"({'; '.join(parts)})"


def _plain_cite(cite: Cite, record: Record) -> str:
    date = str(record_year(record) or "n.d.")
    label = date if cite.mode == "suppress-author" else f"{_label(record)}, {date}"
    place = f", {cite.label} {cite.locator}" if cite.locator else ""
    prefix = f"{escape(cite.prefix, quote=False)} " if cite.prefix else ""
    behind = escape(f"{place}{cite.suffix}", quote=False)
    return f"{prefix}{_link(cite.key, escape(label, quote=False))}{behind}"


def _label(record: Record) -> str:
    return record_byline(record, most=2) or f"“{str(record.get('title', ''))[:60]}”"
