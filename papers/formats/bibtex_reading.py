"""Reads BibTeX and BibLaTeX: each entry as a CSL-JSON record with its identifiers. No Django here.

Types and fields follow the biblatex manual (sections 2.1, 2.2 and 2.4.1, appendix B for cross
references) and CSL 1.0.2, appendices III and IV. A field that CSL has no word for is kept as it
was written in the record's `custom`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from papers.formats.bibtex_blocks import BibtexBlock, blocks_of_bibtex, fields_of
from papers.formats.bibtex_names import has_others, read_names
from papers.formats.entries import Entry, Found, Lines, Problem, lines_of
from papers.formats.item_repair import entry_of_item as entry_of_item
from papers.formats.latex import decode_latex, decode_with_tex, without_html, without_sort_marks
from papers.formats.tex_formulas import FORMULA_FIELDS, TEX
from papers.formats.written_dates import MONTHS, read_date
from papers.records.identifiers import ARXIV_NEW, Id, identifier_of_url, library_identifier
from papers.records.record_identifiers import first_isbn, put_identifiers

MAX_BYTES = 16 * 1024 * 1024
"""Of a file that stands beside a post; a library's own files may be of any size."""
REST = "csljson"
"""The field in which our writer keeps what BibTeX has no word for: JSON, percent-encoded."""
TYPES = {
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "book": "book",
    "mvbook": "book",
    "booklet": "book",
    "collection": "book",
    "mvcollection": "book",
    "manual": "book",
    "proceedings": "book",
    "mvproceedings": "book",
    "reference": "book",
    "incollection": "chapter",
    "inbook": "chapter",
    "bookinbook": "chapter",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "inreference": "entry-encyclopedia",
    "periodical": "periodical",
    "suppperiodical": "article-journal",
    "review": "review",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "online": "webpage",
    "electronic": "webpage",
    "www": "webpage",
    "software": "software",
    "dataset": "dataset",
    "patent": "patent",
    "standard": "standard",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "movie": "motion_picture",
    "audio": "song",
    "image": "graphic",
    "artwork": "graphic",
    "letter": "personal_communication",
    "legislation": "legislation",
    "jurisdiction": "legal_case",
}
KINDS = {kind: name for name, kind in reversed(TYPES.items())}
"""The entry type that our writer uses for a type of CSL; the others are `misc`."""
PLAIN = {
    "volume": "volume",
    "number": "issue",
    "issue": "issue",
    "edition": "edition",
    "series": "collection-title",
    "abstract": "abstract",
    "issn": "ISSN",
    "isbn": "ISBN",
    "address": "publisher-place",
    "location": "publisher-place",
    "langid": "language",
    "language": "language",
    "note": "note",
    "addendum": "note",
    "annotation": "annote",
    "annote": "annote",
    "keywords": "keyword",
    "chapter": "chapter-number",
    "type": "genre",
    "version": "version",
    "pubstate": "status",
    "venue": "event-place",
    "eventtitle": "event-title",
    "shorttitle": "title-short",
    "shortjournal": "container-title-short",
    "pagetotal": "number-of-pages",
    "volumes": "number-of-volumes",
    "part": "part-number",
    "origtitle": "original-title",
    "origpublisher": "original-publisher",
    "origlocation": "original-publisher-place",
    "library": "call-number",
}
NUMBERED = frozenset({"report", "patent", "standard", "dataset", "software", "webpage", "document"})
"""Types whose `number` is a number of their own, not an issue's."""
CONTAINERS = ("journaltitle", "journal", "booktitle", "maintitle")
PUBLISHERS = ("publisher", "school", "institution", "organization")
ROLES = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "bookauthor": "container-author",
    "director": "director",
}
DATES = {"urldate": "accessed", "origdate": "original-date", "eventdate": "event-date"}
GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"}
READ = frozenset(
    {*PLAIN, *CONTAINERS, *PUBLISHERS, *ROLES, *DATES, "title", "subtitle", "date", "year"}
    | {"month", "day", "pages", "doi", "pmid", "pmcid", "eprint", "eprinttype", "archiveprefix"}
    | {"url", "crossref", "xdata", REST}
)
NOT_INHERITED = frozenset(
    {"doi", "eprint", "eprinttype", "archiveprefix", "url", "urldate", "pmid", "pmcid", "title"}
    | {"subtitle", "ids", "crossref", "xdata", "xref", "entryset", "abstract", "file", "keywords"}
    | {"label", "options", "relatedtype", "related", "shorthand", "sortkey", "note", "pages", REST}
)
_PREPRINT = re.compile(r"\barxiv\b|\bcorr\b", re.IGNORECASE)
_ARXIV = re.compile(r"(?:arxiv\s*[:.\s]\s*|\babs/)(\d{4}\.\d{4,5}|[a-z-]+/\d{7})", re.IGNORECASE)
_PARENT = re.compile(r"\b(?:crossref|xdata)\s*=\s*[{\"]?\s*([^{}\"\n]*)", re.IGNORECASE)


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
    known = {month: month for month in MONTHS} | (strings or {})
    parents = _parents(lines, dict(known))
    seen: set[str] = set()
    for block in blocks_of_bibtex(lines()):
        if isinstance(block, Problem):
            yield block
        elif block.kind == "string":
            defined = fields_of(block.body, known)[0]
            known |= defined
            if strings is not None:
                strings |= defined
        elif block.kind != "xdata":
            yield from _read_block(block, known, parents, seen, needs_title)


def _read_block(
    block: BibtexBlock,
    strings: Mapping[str, str],
    parents: Mapping[str, tuple[str, dict[str, str]]],
    seen: set[str],
    needs_title: bool,
) -> Iterator[Entry | Problem]:
    key = block.key
    if key and key in seen:
        yield Problem(block.line, key, "stands twice; the first one counts", is_remark=True)
        return
    seen.add(key)
    fields, strange = fields_of(block.body.partition(",")[2] if key else block.body, strings)
    if strange:
        reason = f"has something that is no field near “{strange[0]}”"
        yield Problem(block.line, key, reason, is_remark=True)
    left_out: list[str] = []
    try:
        whole = _inherit(block.kind, fields, parents)
        yield entry_of_block(key, block.line, block.kind, whole, left_out)
        for one in left_out:
            yield Problem(block.line, key, f"had “{one[:200]}”, which was left out", is_remark=True)
    except ValueError as error:
        if needs_title or "title" not in str(error):
            yield Problem(block.line, key, str(error))
        else:
            yield Entry(key, block.line, {"type": "document", "title": ""}, ())


def _parents(lines: Lines, strings: dict[str, str]) -> dict[str, tuple[str, dict[str, str]]]:
    """Kind and fields of the entries that others refer to by `crossref` or `xdata`."""
    wanted: set[str] = set()
    for line in lines():
        if "=" in line and (match := _PARENT.search(line)):
            wanted |= {one.strip().lower() for one in match[1].split(",") if one.strip()}
    found: dict[str, tuple[str, dict[str, str]]] = {}
    if not wanted:
        return found
    for block in blocks_of_bibtex(lines()):
        if isinstance(block, Problem):
            continue
        if block.kind == "string":
            strings |= fields_of(block.body, strings)[0]
        elif (key := block.key.lower()) in wanted and key not in found:
            found[key] = block.kind, fields_of(block.body.partition(",")[2], strings)[0]
    return found


def _inherit(
    kind: str, fields: dict[str, str], parents: Mapping[str, tuple[str, dict[str, str]]]
) -> dict[str, str]:
    """An entry's fields with those of its parents, as far as it has none of its own."""
    own = dict(fields)
    pending = [(name, own.get(name, "")) for name in ("crossref", "xdata")]
    for _generation in range(4):
        following = []
        for relation, names in pending:
            for name in names.split(","):
                parent_kind, given = parents.get(name.strip().lower(), ("", {}))
                for field_name, value in given.items():
                    if relation == "xdata" or field_name not in NOT_INHERITED:
                        own.setdefault(field_name, value)
                if relation == "crossref" and given.get("title"):
                    is_journal = parent_kind in ("periodical", "journal")
                    container = "journaltitle" if is_journal else "booktitle"
                    if not any(own.get(one) for one in CONTAINERS):
                        own[container] = given["title"]
                following += [(one, given[one]) for one in ("crossref", "xdata") if given.get(one)]
        pending = following
    return own


def entry_of_block(
    key: str, line: int, kind: str, fields: Mapping[str, str], left_out: list[str] | None = None
) -> Entry:
    """An entry of undecoded fields as a record; ``ValueError`` without a title. What its fields
    have no place for is added to `left_out`."""
    record, custom = _record(kind, fields, [] if left_out is None else left_out)
    identifiers = find_identifiers(str(record["type"]), fields)
    container = str(record.get("container-title", ""))
    is_preprint = any(one.scheme == "arxiv" for one in identifiers)
    if is_preprint and (not container or _PREPRINT.search(container)):
        record |= {"type": "article", "container-title": "", "volume": ""}
    elif KINDS.get(str(record["type"]), "misc") != kind and kind not in GENRES:
        custom["entrytype"] = kind
    record["custom"] = custom
    record = put_identifiers({n: v for n, v in record.items() if v}, identifiers)
    if written := fields.get(REST):
        rest = _rest(written)
        record = {n: v for n, v in (record | rest).items() if v is not None}
    entry = entry_of_item(key, line, record)
    every = tuple(dict.fromkeys([*identifiers, *entry.identifiers])) if not fields.get(REST) else ()
    return Entry(key, line, entry.record, every or entry.identifiers, entry.url)


KEPT_FORMULAS = frozenset({"abstract", "note", "annote", "keyword"})
"""Fields that are read as texts, with the formulas as they stand."""


class _Texts(dict[str, Any]):
    """A record's texts as they are decoded, with the TeX of those that have formulas."""

    def __init__(self, left_out: list[str]) -> None:
        super().__init__()
        self.left_out, self.tex = left_out, {}

    def put(self, csl: str, *written: str) -> None:
        """Puts a field that stands in one or more of the file's, parted by colons."""
        if csl not in FORMULA_FIELDS:
            self[csl] = decode_latex(": ".join(written), csl in KEPT_FORMULAS, self.left_out)
            return
        pairs = [decode_with_tex(one, self.left_out) for one in written]
        self[csl] = ": ".join(plain for plain, _tex in pairs if plain)
        if any(tex for _plain, tex in pairs):
            self.tex[csl] = ": ".join(tex or plain.replace("$", "\\$") for plain, tex in pairs)


def _record(
    kind: str, fields: Mapping[str, str], left_out: list[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields by CSL's names, and those that CSL has no names for."""
    record = _Texts(left_out)
    record["type"] = TYPES.get(kind, "document")
    custom: dict[str, Any] = {}
    record.put("title", *(one for name in ("title", "subtitle") if (one := fields.get(name, ""))))
    for names, csl in ((CONTAINERS, "container-title"), (PUBLISHERS, "publisher")):
        held = [name for name in names if fields.get(name)]
        record.put(csl, fields[held[0]] if held else "")
        custom |= {name: fields[name] for name in held[1:]}
    for name, csl in PLAIN.items():
        if not fields.get(name):
            continue
        if name == "number" and (record["type"] in NUMBERED or record["type"] == "book"):
            csl = "collection-number" if record["type"] == "book" else "number"
        if record.get(csl):
            custom[name] = fields[name]
        else:
            record.put(csl, fields[name])
    record["page"] = re.sub(r"\s*[-–—]+\s*", "-", decode_latex(fields.get("pages", "")))
    if kind in GENRES and not record.get("genre"):
        record["genre"] = GENRES[kind]
    for name, csl in ROLES.items():
        record[csl] = read_names(fields.get(name, ""), left_out)
        if has_others(fields.get(name, "")):
            custom["others"] = [*custom.get("others", []), csl]
    issued = (without_sort_marks(fields.get(name, "")) for name in ("date", "year", "month", "day"))
    record["issued"] = read_date(*(re.sub(r"[{}\\]", "", one) for one in issued))
    record |= {csl: read_date(fields.get(name, "")) for name, csl in DATES.items()}
    address = _address(fields.get("url", "")) or _address(fields.get("howpublished", ""))
    record |= {"URL": address} if address else {}
    custom |= {name: text for name, text in fields.items() if name not in READ and text}
    if not _is_arxiv(fields) and fields.get("eprint"):
        names = ("eprint", "eprinttype", "archiveprefix")
        custom |= {name: fields[name] for name in names if fields.get(name)}
    return record, custom | ({TEX: record.tex} if record.tex else {})


def _rest(written: str) -> dict[str, Any]:
    try:
        rest = json.loads(unquote(written))
    except (ValueError, RecursionError):
        return {}
    return rest if isinstance(rest, dict) else {}


def _address(text: str) -> str:
    found = re.search(r"https?://[^\s{}<>\"]+", _bare(text))
    return without_html(found[0]) if found else ""


def _bare(text: str) -> str:
    """An address or an identifier without TeX's escapes and braces."""
    text = re.sub(r"\\(?:url|href)\b|[{}]|\\(?=[_%&#~$])", "", text)
    return " ".join(text.replace("\\_", "_").split())


def _is_arxiv(fields: Mapping[str, str]) -> bool:
    archive = _bare(fields.get("archiveprefix", "") or fields.get("eprinttype", "")).lower()
    return archive == "arxiv" or bool(ARXIV_NEW.match(_bare(fields.get("eprint", ""))))


def find_identifiers(kind: str, fields: Mapping[str, str]) -> tuple[Id, ...]:
    """What names the work in its fields, in normal form, without repeats."""
    found: list[Id] = []
    plain = {name: _bare(fields.get(name, "")) for name in fields}
    for scheme in ("doi", "pmid", "pmcid"):
        if plain.get(scheme):
            found += _normal(scheme, plain[scheme])
    eprint, archive = plain.get("eprint", ""), plain.get("archiveprefix", "")
    archive = (archive or plain.get("eprinttype", "")).lower()
    if eprint and _is_arxiv(fields):
        found += _normal("arxiv", eprint)
    elif eprint and archive in {"pubmed", "pmid"}:
        found += _normal("pmid", eprint)
    for name in ("journal", "journaltitle", "volume", "note", "howpublished", "number", "pages"):
        for match in _ARXIV.finditer(plain.get(name, "")[:2000]):
            found += _normal("arxiv", match[1])
    for name in ("url", "ee", "biburl", "howpublished", "doi"):
        address = re.search(r"https?://[^\s<>\"]+", plain.get(name, ""))
        known = identifier_of_url(address[0]) if address else None
        found += [known] if known else []
    if kind == "book" and plain.get("isbn"):
        found += first_isbn(plain["isbn"])
    return tuple(dict.fromkeys(found))


def _normal(scheme: str, value: str) -> list[Id]:
    try:
        if "://" in value:
            known = identifier_of_url(value)
            return [known] if known else []
        return [library_identifier(scheme, value)]
    except ValueError:
        return []
