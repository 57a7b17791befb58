"""Reads BibTeX and BibLaTeX: each entry as a CSL-JSON record with its identifiers. No Django here.

Types and fields follow the biblatex manual (sections 2.1, 2.2 and 2.4.1, appendix B for cross
references) and CSL 1.0.2, appendices III and IV. A field that CSL has no word for is kept as it
was written in the record's `custom`.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import unquote

from papers.csl.variables import DATE_VARIABLES, NAME_VARIABLES, TEXT_VARIABLES
from papers.formats.bibtex_blocks import blocks_of_bibtex, fields_of
from papers.formats.bibtex_fields import (
    ADDONS,
    CONTAINERS,
    DATES,
    LANGUAGES,
    PLAIN,
    PUBLISHERS,
    READ,
    REST,
    ROLES,
    SUBTITLES,
)
from papers.formats.bibtex_identifiers import (
    address_of_entry,
    bare_value,
    find_identifiers,
    is_on_arxiv,
    names_entry,
)
from papers.formats.bibtex_names import has_others, read_names
from papers.formats.bibtex_parents import REFERS, Parent, parents_in, with_inherited
from papers.formats.bibtex_types import (
    CSL_TYPES,
    ENTRY_TYPES,
    GENRE_KEYS,
    GENRES,
    HELD_IN_VOLUMES,
    IN_SERIES,
    NUMBERED,
    series_named,
)
from papers.formats.entries import (
    Entry,
    Found,
    Lines,
    Problem,
    Written,
    WrittenEntry,
    digest_of_texts,
    lines_of,
    readers_digest,
)
from papers.formats.item_repair import entry_of_item as entry_of_item
from papers.formats.journal_macros import journal_named
from papers.formats.latex import (
    decode_latex,
    decode_rich,
    decode_with_tex,
    only_its_text,
)
from papers.formats.written_dates import MONTHS, read_date
from papers.records.formula_titles import FORMULA_FIELDS
from papers.records.record import OTHERS
from papers.records.record_identifiers import put_identifiers, spelled_doi
from papers.records.rich_text import BRACED, KEPT, RICH, TAG, TEX, plain_words
from papers.records.title_case import lowered_title

MAX_BYTES = 16 * 1024 * 1024
"""Of a file that stands beside a post; a library's own files may be of any size."""
_PAGES_WORD = re.compile(r"^\s*(?:pp?\.|pages?\b)\s*(?=\w)", re.IGNORECASE)
_ALL_PAGES = re.compile(r"(\d+)(?:\s*[-–—]+\s*|\s+)(?:pp?\.?|pages)", re.IGNORECASE)
_ORDINAL = re.compile(r"(\d+)\s*(?:st|nd|rd|th|ᵗʰ|ⁿᵈ|ˢᵗ|ʳᵈ)\.?$", re.IGNORECASE)
_PREPRINT = re.compile(r"\barxiv\b|\bcorr\b", re.IGNORECASE)


@dataclass
class Bibliography:
    """A file's entries by key, its abbreviations, and what could not be read (line, reason)."""

    entries: dict[str, Entry] = field(default_factory=dict)
    strings: dict[str, str] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)
    folded: dict[str, str] = field(default_factory=dict)


def read_bibtex(text: str, strings: Mapping[str, str] | None = None) -> Bibliography:
    """A whole file; `strings` are abbreviations that other files define.

    What cannot be read is told in `problems`, the rest comes in. A key that stands twice means
    its first entry, as in BibTeX. An entry without a title has one that is empty.
    """
    found = Bibliography(strings=dict(strings or {}))
    for one in read_entries(lines_of(text[:MAX_BYTES]), found.strings, needs_title=False):
        if isinstance(one, Entry):
            found.entries[one.key] = one
        else:
            found.problems.append((one.line, str(one)))
    return found


def read_entries(
    lines: Lines, strings: dict[str, str] | None = None, needs_title: bool = True
) -> Found:
    """The entries of a file of any size, one after the other. `strings` takes up what the file
    defines; the file is read twice, because what an entry refers to stands behind it."""
    for one in written_entries(lines, strings, needs_title):
        if isinstance(one, WrittenEntry):
            yield from one.read()
        else:
            yield one


def written_entries(
    lines: Lines, strings: dict[str, str] | None = None, needs_title: bool = True
) -> Written:
    """The same, before the entries are read."""
    known = {month: month for month in MONTHS} | (strings or {})
    parents = parents_in(lines, dict(known))
    above = digest_of_texts(readers_digest(), repr(strings), str(needs_title))
    family = digest_of_texts(repr(sorted(parents.items())))
    seen: set[str] = set()
    is_lent = False
    for block in blocks_of_bibtex(lines()):
        if isinstance(block, Problem):
            yield block
        elif block.kind == "string":
            defined = fields_of(block.body, known)[0]
            known = {**known} if is_lent else known  # an entry is read with what stands above it
            known |= defined
            is_lent, above = False, digest_of_texts(above, repr(defined))
            if strings is not None:
                strings |= defined
        elif block.kind != "xdata":
            key, body = block.key, block.body
            if key and key in seen:
                reason = "stands twice; the first one counts"
                yield Problem(block.line, key, reason, is_remark=True)
                continue
            seen.add(key)
            is_lent = True
            read = partial(
                _read_block, key, block.line, block.kind, body, known, parents, needs_title
            )
            inherited = family if REFERS.search(body) else ""
            digest = digest_of_texts(above, inherited, block.kind, body)
            yield WrittenEntry(key, block.line, digest, read)


def _read_block(
    key: str,
    line: int,
    kind: str,
    body: str,
    strings: Mapping[str, str],
    parents: Mapping[str, Parent],
    needs_title: bool,
) -> list[Entry | Problem]:
    read: list[Entry | Problem] = []
    fields, strange = fields_of(body.partition(",")[2] if key else body, strings)
    if strange:
        reason = f"has something that is no field near “{strange[0]}”"
        read.append(Problem(line, key, reason, is_remark=True))
    left_out: list[str] = []
    try:
        whole = with_inherited(fields, parents)
        entry = entry_of_block(key, line, kind, whole, left_out, needs_title)
        read.append(entry)
        for one in left_out:
            if names_entry(bare_value(one), entry):
                continue
            reason = f"had “{one[:200]}”, which was left out"
            read.append(Problem(line, key, reason, is_remark=True))
    except ValueError as error:
        read.append(Problem(line, key, str(error)))
    return read


def entry_of_block(
    key: str,
    line: int,
    kind: str,
    fields: Mapping[str, str],
    left_out: list[str] | None = None,
    needs_title: bool = True,
) -> Entry:
    """An entry of undecoded fields as a record; ``ValueError`` without a title that it
    `needs_title`. What its fields have no place for is added to `left_out`."""
    record, custom = _record(kind, fields, [] if left_out is None else left_out)
    identifiers = find_identifiers(str(record["type"]), fields)
    container = str(record.get("container-title", ""))
    has_number = any(one.scheme == "arxiv" for one in identifiers)
    is_preprint = not container or bool(_PREPRINT.search(container))
    if has_number and is_preprint and not is_published_alone(record):
        record |= {"type": "article", "container-title": "", "volume": ""}
    elif ENTRY_TYPES.get(str(record["type"]), "misc") != kind and kind not in GENRES:
        custom["entrytype"] = kind
    written = bare_value(fields.get("doi", ""))
    if written and not any(one.scheme == "doi" for one in identifiers):
        custom["DOI"] = written  # a short one, or one that is none
    record["custom"] = custom | spelled_doi(written)
    record = put_identifiers({n: v for n, v in record.items() if v}, identifiers)
    if written := fields.get(REST):
        rest = _rest(written)
        record = {n: v for n, v in (record | rest).items() if v is not None}
    entry = entry_of_item(key, line, record, needs_title)
    every = tuple(dict.fromkeys([*identifiers, *entry.identifiers])) if not fields.get(REST) else ()
    return Entry(key, line, entry.record, every or entry.identifiers, entry.url)


def is_published_alone(record: Mapping[str, Any]) -> bool:
    """Whether a work stands in no other and has its own publisher, school or institution, which
    arXiv is not, or an ISBN: a book or a thesis that is on arXiv too is no preprint."""
    publisher = str(record.get("publisher", ""))
    is_whole = record["type"] in ("book", "thesis", "report", "patent")
    has_own = bool(publisher) and not _PREPRINT.search(publisher)
    return is_whole and (has_own or bool(record.get("ISBN")))


KEPT_FORMULAS = frozenset({"abstract", "note", "annote", "keyword"})
"""Fields that are read as texts, with the formulas as they stand."""


class _Texts(dict[str, Any]):
    """A record's texts as they are decoded, with the TeX of those that have formulas."""

    def __init__(self, left_out: list[str]) -> None:
        super().__init__()
        self.left_out = left_out
        self.kept: dict[str, dict[str, str]] = {TEX: {}, RICH: {}, BRACED: {}}

    def put(self, csl: str, *written: str, is_name: bool = False) -> None:
        """Puts a field that stands in one or more of the file's, parted by colons. A journal's
        `is_name` has its capital letters wherever it stands."""
        if csl not in FORMULA_FIELDS:
            self[csl] = decode_latex(": ".join(written), csl in KEPT_FORMULAS, self.left_out)
            return
        pairs = [decode_with_tex(one, self.left_out) for one in written]
        self[csl] = ": ".join(plain for plain, _tex in pairs if plain)
        if any(tex for _plain, tex in pairs):
            kept = ": ".join(tex or plain.replace("$", "\\$") for plain, tex in pairs)
            self.kept[TEX][csl] = kept
        self.keep_rich(
            csl, ": ".join(rich for one in written if (rich := decode_rich(one))), is_name
        )

    def keep_rich(self, csl: str, text: str, is_name: bool) -> None:
        """Keeps a text with markup where it tells more than its words, and what is to be known of
        its case where a style may change it."""
        if plain_words(text) != self[csl]:
            return
        if is_name and KEPT not in text and TAG.search(text):
            self.kept[RICH][csl] = text
        elif not is_name and (TAG.search(text) or lowered_title(text) != text):
            self.kept[BRACED][csl] = text


def _record(
    kind: str, fields: Mapping[str, str], left_out: list[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields by CSL's names, and those that CSL has no names for."""
    record = _Texts(left_out)
    is_talk = kind == "unpublished" and (fields.get("eventtitle") or fields.get("venue"))
    record["type"] = "speech" if is_talk else CSL_TYPES.get(kind, "document")
    fields = _as_others_have_them(kind, fields)
    custom: dict[str, Any] = {}
    record.put("title", *_with_subtitle(fields, "title"))
    _put_container(record, custom, fields)
    held = [name for name in PUBLISHERS if fields.get(name)]
    record.put("publisher", fields[held[0]] if held else _how_published(fields))
    custom |= {name: fields[name] for name in held[1:]}
    for name, csl in PLAIN.items():
        if not fields.get(name):
            continue
        if name == "number":
            csl = _number_field(str(record["type"]))
        if csl == "issue" and record.get(csl):  # biblatex: "2, Spring"
            both = dict.fromkeys([record[csl], decode_latex(fields[name])])
            record[csl] = ", ".join(both)
        elif record.get(csl) or (csl == "note" and _is_list_of_variables(fields[name])):
            custom[name] = fields[name]
        else:
            written = fields[name]
            if name == "series":
                written = series_named(journal_named(written))
            record.put(csl, written, is_name=name == "shortjournal")
    record["language"] = LANGUAGES.get(record.get("language", "").lower(), record.get("language"))
    record |= _pages(decode_latex(fields.get("pages", "")))
    record |= (
        {"edition": edition[1]} if (edition := _ORDINAL.match(record.get("edition", ""))) else {}
    )
    genre = record.get("genre", "")
    record["genre"] = GENRE_KEYS.get(genre, genre) or GENRES.get(kind, "")
    for name, csl in ROLES.items():
        record[csl] = read_names(fields.get(name, ""), left_out)
        if has_others(fields.get(name, "")):
            custom[OTHERS] = [*custom.get(OTHERS, []), csl]
    issued = (only_its_text(fields.get(name, "")) for name in ("date", "year", "month", "day"))
    record["issued"] = read_date(*(re.sub(r"[{}\\]", "", one) for one in issued))
    record |= {csl: read_date(fields[name]) for name, csl in DATES.items() if fields.get(name)}
    address = address_of_entry(fields)
    record |= {"URL": address} if address else {}
    custom |= {name: text for name, text in fields.items() if name not in READ and text}
    if not is_on_arxiv(fields) and fields.get("eprint"):
        names = ("eprint", "eprinttype", "archiveprefix")
        custom |= {name: fields[name] for name in names if fields.get(name)}
    return record, custom | {name: kept for name, kept in record.kept.items() if kept}


def _put_container(record: _Texts, custom: dict[str, Any], fields: Mapping[str, str]) -> None:
    """Puts what a work stands in, and the volume of it that has a title of its own."""
    held = [name for name in CONTAINERS if fields.get(name)]
    if record["type"] == "book" and held[:1] not in ([], ["maintitle"]) and fields.get("title"):
        custom[held[0]] = fields[held[0]]  # NASA's; a book of its own stands in no other
        held = []
    elif record["type"] in HELD_IN_VOLUMES and {"maintitle", "booktitle"} <= set(held):
        record.put("volume-title", *_with_subtitle(fields, "booktitle"))
        held = ["maintitle", *(name for name in held if name not in ("maintitle", "booktitle"))]
    is_journal = bool(held) and held[0] in ("journal", "journaltitle")
    container = _with_subtitle(fields, *held[:1])
    if container and (addon := fields.get(ADDONS[held[0]])):
        container[-1] = f"{container[-1].rstrip('.')}. {addon}"
    record.put("container-title", *map(journal_named, container), is_name=is_journal)
    kept = [one for name in held[1:] for one in (name, SUBTITLES[name]) if fields.get(one)]
    custom |= {name: fields[name] for name in kept}


def _as_others_have_them(kind: str, fields: Mapping[str, str]) -> Mapping[str, str]:
    """What biblatex names otherwise for single types: the title of a periodical's issue, and of the
    site that a page stands on, where Zotero puts it (``titleaddon``)."""
    if kind == "periodical" and fields.get("issuetitle"):
        renamed = {"title": "journaltitle", "subtitle": "journalsubtitle"}
        renamed |= {"issuetitle": "title", "issuesubtitle": "subtitle"}
    elif CSL_TYPES.get(kind) == "webpage" and not any(fields.get(name) for name in CONTAINERS):
        renamed = {"titleaddon": "booktitle"}
    else:
        return fields
    kept = {name: text for name, text in fields.items() if name not in renamed}
    return kept | {new: fields[old] for old, new in renamed.items() if fields.get(old)}


def _pages(written: str) -> dict[str, str]:
    """Where a work stands; or how many pages it has, which Google Scholar writes "4--pp". A range
    without an end ("1782--") is the page it begins with."""
    if total := _ALL_PAGES.fullmatch(written):
        return {"number-of-pages": total[1]}
    pages = _PAGES_WORD.sub("", written)
    return {"page": re.sub(r"\s*[-–—]+\s*", "-", pages).removesuffix("-")}


def _is_list_of_variables(note: str) -> bool:
    """Whether a reference manager keeps there what it has no field for (``Publisher: Nature``),
    which styles would read as variables of CSL and readers as nothing."""
    name = re.match(r"[{\s]*([A-Za-z]+(?:[-_ ][A-Za-z]+)*)\}?\s*:\s", note)
    variable = re.sub("[ _]", "-", name[1].lower()) if name else ""
    return variable in TEXT_VARIABLES | DATE_VARIABLES | NAME_VARIABLES


def _number_field(kind: str) -> str:
    """What `number` is: biblatex has it for a journal's issue, a report's own number, and a book's
    place in its series."""
    return "collection-number" if kind in IN_SERIES else "number" if kind in NUMBERED else "issue"


def _with_subtitle(fields: Mapping[str, str], name: str = "") -> list[str]:
    """A title and the subtitle that biblatex has for it."""
    return [one for part in (name, SUBTITLES.get(name, "")) if (one := fields.get(part, ""))]


def _how_published(fields: Mapping[str, str]) -> str:
    """What `howpublished` says beyond an address."""
    written = re.sub(
        r"\\(?:url|path)\s*\{[^{}]*\}|(?:https?://|\bwww\.)[^\s{}]+",
        "",
        fields.get("howpublished", ""),
    )
    return written.strip(" ,;:.") if re.search(r"[^\W\d_]{2}", written) else ""


def _rest(written: str) -> dict[str, Any]:
    try:
        rest = json.loads(unquote(written))
    except (ValueError, RecursionError):
        return {}
    return rest if isinstance(rest, dict) else {}
