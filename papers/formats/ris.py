"""Reads and writes RIS. No Django here.

Sources: "RIS Format Specifications" (Research Information Systems, 2001; the tag list of 2012)
and the tags that Zotero and EndNote write. What RIS has no tag for stands in ``U5``, as JSON.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from papers.formats.bibtex_writing import missing_in
from papers.formats.entries import Entry, Found, Lines, Problem, lines_of
from papers.formats.item_repair import entry_of_item
from papers.formats.latex import without_html
from papers.formats.written_dates import CslDate, read_date
from papers.records.identifiers import Id, identifier_url
from papers.records.record import Record, written_names
from papers.records.record_identifiers import site_address
from papers.records.style_record import joined_containers

TYPES = {
    "JOUR": "article-journal",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "BOOK": "book",
    "EBOOK": "book",
    "EDBOOK": "book",
    "CHAP": "chapter",
    "ECHAP": "chapter",
    "THES": "thesis",
    "RPRT": "report",
    "DATA": "dataset",
    "COMP": "software",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "ENCYC": "entry-encyclopedia",
    "DICT": "entry-dictionary",
    "BLOG": "post-weblog",
    "ELEC": "webpage",
    "STAND": "standard",
    "PAT": "patent",
    "UNPB": "manuscript",
    "MANSCPT": "manuscript",
    "UNPD": "manuscript",
    "INPR": "article-journal",
    "EJOUR": "article-journal",
    "JFULL": "periodical",
    "SER": "book",
    "SLIDE": "speech",
    "PCOMM": "personal_communication",
    "MPCT": "motion_picture",
    "VIDEO": "motion_picture",
    "SOUND": "song",
    "ART": "graphic",
    "FIGURE": "figure",
    "MAP": "map",
    "CASE": "legal_case",
    "STAT": "legislation",
    "BILL": "bill",
    "HEAR": "hearing",
    "MUSIC": "musical_score",
    "PAMP": "pamphlet",
    "ABST": "article-journal",
    "GEN": "document",
}
KINDS = {kind: tag for tag, kind in reversed(TYPES.items())} | {"article": "UNPB"}
NAMES = {"AU": "author", "A1": "author", "ED": "editor", "A3": "collection-editor"}
NAMES |= {"A4": "translator"}
TEXTS = {
    "TI": "title",
    "T1": "title",
    "CT": "title",
    "JO": "container-title",
    "JF": "container-title",
    "BT": "container-title",
    "T2": "container-title",
    "JA": "container-title-short",
    "J2": "container-title-short",
    "T3": "collection-title",
    "ST": "title-short",
    "PB": "publisher",
    "CY": "publisher-place",
    "PP": "publisher-place",
    "C1": "event-place",
    "VL": "volume",
    "IS": "issue",
    "CP": "issue",
    "M1": "number",
    "ET": "edition",
    "NV": "number-of-volumes",
    "M3": "genre",
    "AB": "abstract",
    "N2": "abstract",
    "N1": "note",
    "RN": "annote",
    "LA": "language",
    "DO": "DOI",
    "UR": "URL",
    "CN": "call-number",
    "DB": "source",
    "SE": "section",
    "OP": "original-title",
    "AN": "PMID",  # where the database is PubMed: every other one has numbers of its own
    "C2": "PMCID",  # where it looks like one
}
TAGS = {csl: tag for tag, csl in reversed(TEXTS.items())} | {"container-title": "T2"}
REPEATED = frozenset({"note", "abstract"})
DATES = {"DA": "issued", "PY": "issued", "Y1": "issued", "Y2": "accessed", "RD": "original-date"}
"""The date of issue by what tells it best: `Y1` may be the day that a work came online."""
REST = "csl-json: "
MAX_RECORD = 1_000_000
_TAG = re.compile(r"\s{0,3}([A-Z][A-Z0-9])\s{1,2}-(?: (.*))?$")

_PUBMED = re.compile(r"pubmed|medline|\bnlm\b", re.IGNORECASE)
_PMCID = re.compile(r"PMC\d+(?:\.\d+)?", re.IGNORECASE)
_NEXT_NAME = re.compile(r"\s*(?:;|\sand\s|&)\s*", re.IGNORECASE)
_ISSN = re.compile(r"\s*\d{4}-?\d{3}[\dXx]\b")

Tags = list[tuple[str, str]]


def read_ris(lines: Lines) -> Found:
    """Every record from `TY` to `ER`; one without its `ER` ends where the next begins."""
    tags: Tags = []
    begun = size = number = 0
    is_ended = True
    for number, line in enumerate(lines(), start=1):
        text = line.strip("\ufeff\r\n")
        match = _TAG.match(text)
        is_ended = match[1] == "ER" if match else is_ended and not text.strip()
        if match is None:
            if tags and text.strip() and size < MAX_RECORD:
                tags[-1] = (tags[-1][0], f"{tags[-1][1]}\n{text.strip()}")
            elif text.strip() and not tags and begun >= 0:
                yield Problem(number, "", "stands outside of a record")
                begun = -1
            size += len(text)
            continue
        tag, value = match[1], (match[2] or "").strip()
        if tags and tag in ("TY", "ER"):
            yield _read_record(tags, begun, size)
            tags, size = [], 0
        if tag == "TY" or (tags and tag != "ER"):
            begun = number if tag == "TY" else begun
            size += len(value)
            if size < MAX_RECORD:
                tags.append((tag, value))
        elif tag != "ER":
            yield Problem(number, "", f"the tag {tag} stands before any TY")
    if tags:
        yield _read_record(tags, begun, size)
    if not is_ended:
        yield Problem(number, "", "the file does not end with ER", is_remark=True, is_cut=True)


def _read_record(tags: Tags, line: int, size: int) -> Entry | Problem:
    key = next((value[:200] for tag, value in tags if tag == "ID"), "")
    if size >= MAX_RECORD:
        return Problem(line, key, "is longer than a million characters")
    try:
        data = _item(tags)
        for tag, value in tags:
            if tag == "U5" and value.startswith(REST):
                data |= _rest(value)
        return entry_of_item(key, line, {name: part for name, part in data.items() if part})
    except ValueError as error:
        return Problem(line, key, str(error))


def _rest(value: str) -> dict[str, Any]:
    try:
        rest = json.loads(value.removeprefix(REST))
    except (ValueError, RecursionError):
        return {}
    return rest if isinstance(rest, dict) else {}


def _item(tags: Tags) -> dict[str, Any]:
    item: dict[str, Any] = {"type": TYPES.get(tags[0][1].strip().upper(), "document")}
    custom: dict[str, Any] = {}
    pages: dict[str, str] = {}
    dates: dict[str, CslDate] = {}
    is_pubmed = any(tag in ("DB", "DP") and _PUBMED.search(value) for tag, value in tags)
    for tag, written in tags[1:]:
        value = without_html(written)
        if not value or tag == "ID" or (tag == "U5" and value.startswith(REST)):
            continue
        if tag in ("A2", *NAMES):
            item.setdefault(_role(tag, item["type"]), []).extend(read_ris_names(value))
        elif tag in DATES:
            dates.setdefault(tag, read_ris_date(value))
        elif (tag == "AN" and not is_pubmed) or (tag == "C2" and not _PMCID.fullmatch(value)):
            custom[tag] = [*custom.get(tag, []), value]
        elif tag in ("SP", "EP"):
            pages.setdefault(tag, value)
        elif tag == "KW":
            item["keyword"] = ", ".join(part for part in (item.get("keyword"), value) if part)
        elif tag == "SN":
            field = "ISSN" if _ISSN.match(value) else "ISBN"
            item[field] = ", ".join(part for part in (item.get(field), value) if part)
        elif (csl := TEXTS.get(tag)) and csl not in item:
            item[csl] = value
        elif csl in REPEATED and value != item[csl]:
            item[csl] += f"\n{value}"
        elif csl is None or value != item[csl]:
            custom[tag] = [*custom.get(tag, []), value]
    if pages:
        ends = dict.fromkeys(pages.get(tag, "") for tag in ("SP", "EP"))
        item["page"] = "-".join(end for end in ends if end)
    item |= {name: date for name in set(DATES.values()) if (date := _best_date(dates, name))}
    if tags[0][1] == "UNPB" and str(item.get("publisher", "")).lower() == "arxiv":
        item["type"] = "article"
    return item | ({"custom": {"ris": custom}} if custom else {})


def _best_date(dates: Mapping[str, CslDate], name: str) -> CslDate:
    """Of the dates of one field the first that has a year, or one of that year that says more."""
    found = [dates[tag] for tag, field in DATES.items() if field == name and dates.get(tag)]
    with_year = [date for date in found if "date-parts" in date]
    years = [date["date-parts"][0][0] for date in with_year[:1]]
    same = [date for date in with_year if date["date-parts"][0][:1] == years]
    return max(same, key=lambda date: len(str(date)), default=found[0] if found else {})


def _role(tag: str, kind: str) -> str:
    if tag == "A2":
        return "editor" if kind in ("chapter", "paper-conference", "book") else "collection-editor"
    return NAMES[tag]


def read_ris_names(text: str) -> list[dict[str, str]]:
    """The names of one line; several where all have a comma, as RIS writes people's."""
    parts = [part for part in _NEXT_NAME.split(text.strip(" ;")) if part]
    are_people = len(parts) > 1 and all("," in part for part in parts)
    return [read_ris_name(part) for part in parts] if are_people else [read_ris_name(text)]


def read_ris_name(text: str) -> dict[str, str]:
    """``Family, Given, Suffix``; without a comma the name of a body, kept whole."""
    family, *rest = (part.strip() for part in text.split(",", 2))
    if not rest:
        return {"literal": family}
    return {"family": family, "given": rest[0], "suffix": "".join(rest[1:])}


def read_ris_date(text: str) -> CslDate:
    """``YYYY/MM/DD/other``; `other` counts where there is no year."""
    year, *rest = (part.strip() for part in text.split("/"))
    if year.isdecimal() and all(not part or part.isdecimal() for part in rest[:2]):
        numbers = [part for part in rest[:2] if part]
        return read_date("", year, *numbers)
    return read_date(text.strip("/"))


def write_ris(records: Iterable[Record], is_whole: bool = True) -> Iterator[str]:
    """One record after the other, as Zotero's and EndNote's importers read them; with `is_whole`
    also what RIS has no tag for."""
    for record in records:
        yield write_record(record, is_whole)


def write_record(record: Record, is_whole: bool = True) -> str:
    key = str(record.get("id", ""))
    tags = _tags(record if is_whole else joined_containers(record))
    if not is_whole:
        return _written([*tags, ("ID", key)] if key and "\n" not in key else tags)
    wanted = {name: value for name, value in record.items() if name != "id"}
    found = next(read_ris(lines_of(_written(tags))))
    rest = missing_in(wanted, found.record if isinstance(found, Entry) else None)
    if rest is not None:
        tags.append(("U5", REST + json.dumps(rest, ensure_ascii=True)))
    return _written([*tags, ("ID", key)] if key and "\n" not in key else tags)


def _written(tags: Tags) -> str:
    return "\n".join([*(f"{tag}  - {value}" for tag, value in tags), "ER  - ", "", ""])


def _tags(record: Record) -> Tags:
    kind = str(record.get("type", "document"))
    tags: Tags = [("TY", KINDS.get(kind, "GEN"))]
    tags += [(TAGS["title"], _line(record.get("title", "")))]
    for role, tag in (("author", "AU"), ("editor", "ED"), ("translator", "A4"),
                      ("collection-editor", "A3")):  # fmt: skip
        tags += [(tag, write_ris_name(name)) for name in written_names(record, role, "et al.")]
    date = record.get("issued") or {}
    parts = date.get("date-parts") or []
    if parts and parts[0] and parts[0][0] > 0:
        tags.append(("PY", f"{parts[0][0]:04}"))
        if len(parts[0]) > 1:
            tags.append(("DA", "/".join(f"{part:02}" for part in parts[0])))
    elif date.get("literal"):
        tags.append(("PY", _line(date["literal"])))
    pages = re.fullmatch(r"([^-]+)-([^-]+)", str(record.get("page", "")))
    if pages:
        tags += [("SP", _line(pages[1])), ("EP", _line(pages[2]))]
    elif record.get("page"):
        tags.append(("SP", _line(record["page"])))
    for csl, tag in TAGS.items():
        if csl != "title" and isinstance(record.get(csl), str):
            tags += [(tag, line) for line in record[csl].split("\n") if line.strip()]
    url = site_address(record)
    if not url and record.get("archive") == "arXiv":
        url = identifier_url(Id("arxiv", str(record.get("archive_location", ""))))
    tags += [("UR", url)] if url and not record.get("URL") else []
    for field in ("ISBN", "ISSN"):
        tags += [("SN", _line(record[field]))] if isinstance(record.get(field), str) else []
    tags += [("KW", one) for one in str(record.get("keyword", "")).split(", ") if one.strip()]
    return [tags[0], *((tag, value) for tag, value in tags[1:] if value)]


def write_ris_name(name: Mapping[str, str]) -> str:
    if name.get("literal"):
        return _line(name["literal"])
    family = " ".join(name[part] for part in ("non-dropping-particle", "family") if name.get(part))
    given = " ".join(name[part] for part in ("given", "dropping-particle") if name.get(part))
    return _line(", ".join([family, given, *([name["suffix"]] if name.get("suffix") else [])]))


def _line(text: object) -> str:
    return " ".join(str(text).split())
