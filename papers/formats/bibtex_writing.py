"""Writes records as BibTeX that BibLaTeX, Zotero and we ourselves read back. No Django here.

Each entry is read again as it is written: what BibTeX has no word for stands in one field more
(``bibtex_reading.REST``), so that nothing is lost.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from papers.formats.bibtex_fields import DATES, LANGUAGES, PLAIN, READ, REST, ROLES
from papers.formats.bibtex_names import read_name
from papers.formats.bibtex_reading import KEPT_FORMULAS, read_entries
from papers.formats.bibtex_types import (
    CSL_TYPES,
    ENTRY_TYPES,
    GENRES,
    HELD_IN_VOLUMES,
    IN_SERIES,
    KNOWN_TO_ZOTERO,
    NUMBERED,
    STAND_FOR,
)
from papers.formats.entries import Entry, lines_of
from papers.formats.written_dates import MONTHS, write_edtf
from papers.records.formula_titles import tex_of
from papers.records.record import OTHERS, Record
from papers.records.record_identifiers import shown_doi, site_address
from papers.records.rich_text import BRACED, RICH, TAG, kept_text
from papers.records.tex_formulas import FORMULA

FIELDS = {csl: name for name, csl in reversed(PLAIN.items())} | {"publisher-place": "address"}
NOT_WRITTEN = (READ - {"note"}) | {OTHERS, "entrytype"}
_WORD = re.compile(r"\S+")
_SPECIAL = re.compile(r"[\\{}%&#_~^$]|-(?=-)")
_ESCAPED = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "-": "{-}",
}
_COMMANDS = {"<i>": "\\emph{", "<b>": "\\textbf{", "<sc>": "\\textsc{"}
_COMMANDS |= {"<sup>": "\\textsuperscript{", "<sub>": "\\textsubscript{"}
BABEL = {code: name for name, code in reversed(LANGUAGES.items())}
_PLAIN_KEY = re.compile(r"[^\s,={}()\"#%\\]+")


def write_bibtex(records: Iterable[Record], is_whole: bool = True) -> Iterator[str]:
    """One entry after the other; a record's `id` is its citekey. `is_whole` as in
    ``write_entry``."""
    for record in records:
        yield write_entry(record, is_whole)


def write_entry(record: Record, is_whole: bool = True) -> str:
    """One entry, with the field ``REST`` where the others do not give the whole record and it
    `is_whole`."""
    key = str(record.get("id", ""))
    key = key if _PLAIN_KEY.fullmatch(key) else ""
    kind, fields = _fields(record)
    if not is_whole:
        return _entry(kind_of_zotero(kind), key, fields)
    written = _entry(kind, key, fields)
    wanted = {name: value for name, value in record.items() if name != "id"}
    if (rest := missing_in(wanted, _read_again(written))) is not None:
        fields[REST] = "{" + quote(json.dumps(rest), safe=' ,:;[]()"/.-+=') + "}"
        written = _entry(kind, key, fields)
    return written


def kind_of_zotero(kind: str) -> str:
    """The entry type that stands for one which Zotero does not know: it leaves such entries out."""
    return kind if kind in KNOWN_TO_ZOTERO else STAND_FOR.get(kind, "misc")


def missing_in(wanted: Mapping[str, Any], found: Mapping[str, Any] | None) -> Any:
    """What is to be changed in `found` to give `wanted` (`None` takes a field away), or `None`."""
    found = found or {}
    rest = {name: value for name, value in wanted.items() if found.get(name) != value}
    rest |= {name: None for name in found if name not in wanted}
    return rest or None


def _read_again(written: str) -> dict[str, Any] | None:
    entries = list(read_entries(lines_of(written)))
    is_one = len(entries) == 1 and isinstance(entries[0], Entry)
    return entries[0].record if is_one else None


def _entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    lines = [f"@{kind}{{{key},", *(f"  {name} = {value}," for name, value in fields.items())]
    return "\n".join([*lines, "}", "", ""])


def _fields(record: Record) -> tuple[str, dict[str, str]]:
    """Entry type, and the fields as they stand in the file, braces and all."""
    kind = _kind(record)
    custom = record.get("custom") or {}
    custom = custom if isinstance(custom, dict) else {}
    others = custom.get(OTHERS, [])
    fields: dict[str, str] = {"title": f"{{{_text_of(record, 'title', True)}}}"}
    for name, role in ROLES.items():
        if names := record.get(role):
            more = " and others" if role in others else ""
            fields[name] = f"{{{' and '.join(write_name(one) for one in names)}{more}}}"
    fields |= _issued(record.get("issued") or {})
    if record.get("container-title"):
        container = f"{{{_text_of(record, 'container-title')}}}"
        is_volume = record.get("type") == "book" or "volume-title" in record
        name = "maintitle" if is_volume else "journal" if kind == "article" else "booktitle"
        fields[name] = container
    if record.get("type") in HELD_IN_VOLUMES and record.get("volume-title"):
        fields["booktitle"] = f"{{{_text_of(record, 'volume-title')}}}"
    if publisher := record.get("publisher"):
        places = {"phdthesis": "school", "mastersthesis": "school", "thesis": "institution"}
        places |= {"techreport": "institution", "report": "institution"}
        fields[places.get(kind, "publisher")] = f"{{{_escape(publisher)}}}"
    if page := record.get("page"):
        fields["pages"] = f"{{{_escape(re.sub('(?<=[0-9])-(?=[0-9])', '–', page))}}}"
        fields["pages"] = fields["pages"].replace("–", "--")
    for csl, name in FIELDS.items():
        if (value := record.get(csl)) and isinstance(value, str) and GENRES.get(kind) != value:
            fields[name] = f"{{{_text_of(record, csl)}}}"
    if babel := BABEL.get(str(record.get("language", ""))):
        fields["langid"] = f"{{{babel}}}"
    if (number := record.get("number")) and record.get("type") in NUMBERED:
        fields["number"] = f"{{{_escape(number)}}}"
    if (number := record.get("collection-number")) and record.get("type") in IN_SERIES:
        fields["number"] = f"{{{_escape(number)}}}"
    fields |= {name: f"{{{text}}}" for name, csl in DATES.items()
               if (text := write_edtf(record.get(csl) or {}))}  # fmt: skip
    fields |= _identifying(record)
    for name, text in custom.items():
        if name not in NOT_WRITTEN and isinstance(text, str):
            fields.setdefault(name, f"{{{text}}}")
    whole = {name: value for name, value in fields.items() if _is_whole(name, value)}
    return kind, {"title": "{?}"} | whole


def _kind(record: Record) -> str:
    custom = record.get("custom")
    kept = str(custom.get("entrytype", "")) if isinstance(custom, dict) else ""
    if kept and CSL_TYPES.get(kept, "document") == record.get("type") and kept.isalpha():
        return kept
    genres = {genre: kind for kind, genre in GENRES.items()}
    kind = ENTRY_TYPES.get(str(record.get("type")), "misc")
    if kind in ("thesis", *GENRES):
        return genres.get(str(record.get("genre")), "thesis")
    return kind


def _issued(date: Mapping[str, Any]) -> dict[str, str]:
    parts = date.get("date-parts") or []
    is_plain = len(parts) == 1 and set(date) == {"date-parts"} and 999 < parts[0][0] < 10000
    found: dict[str, str] = {}
    if is_plain:
        found["year"] = f"{{{parts[0][0]}}}"
        if len(parts[0]) > 1:
            found["month"] = MONTHS[parts[0][1] - 1]
        if len(parts[0]) < 3:
            return found
    if text := write_edtf(date):
        found["date"] = f"{{{text}}}"
    elif date.get("literal"):
        found["year"] = f"{{{_escape(str(date['literal']))}}}"
    return found


def _identifying(record: Record) -> dict[str, str]:
    fields = {"url": f"{{{url}}}"} if (url := site_address(record)) else {}
    for csl in ("DOI", "PMID", "PMCID", "URL"):
        if value := record.get(csl):
            fields[csl.lower()] = f"{{{shown_doi(record) if csl == 'DOI' else value}}}"
    if record.get("archive") == "arXiv" and record.get("archive_location"):
        fields |= {"eprint": f"{{{record['archive_location']}}}", "eprinttype": "{arXiv}"}
        fields["archiveprefix"] = "{arXiv}"
    return fields


def write_name(name: Mapping[str, str]) -> str:
    """A name as BibTeX splits it again, in biblatex's extended form where that is the only way."""
    if literal := name.get("literal"):
        return f"{{{_escape(literal)}}}"
    part = {key: _escape(str(value)) for key, value in name.items()}
    family = " ".join(
        part[one] for one in ("dropping-particle", "non-dropping-particle", "family") if one in part
    )
    plain = ", ".join(one for one in (family, part.get("suffix"), part.get("given")) if one)
    if "given" not in part or read_name(plain) != name:
        plain = f"{{{family}}}" if set(name) == {"family"} else plain
    if read_name(plain) == name or " and " in f" {plain} ".lower():
        return plain
    extended = {"family": "family", "given": "given", "prefix": "non-dropping-particle",
                "suffix": "suffix"}  # fmt: skip
    return ", ".join(f"{key}={{{part[csl]}}}" for key, csl in extended.items() if csl in part)


def _text_of(record: Record, field: str, keeps_capitals: bool = False) -> str:
    """A field as TeX, with the formulas, the markup and the braces that the record keeps of it."""
    rich = kept_text(record, BRACED, field) or kept_text(record, RICH, field)
    if tex := tex_of(record, field):
        return _escape(tex, keeps_capitals, has_tex=True)
    if TAG.search(rich):
        return _rich(rich, keeps_capitals)
    return _escape(str(record.get(field, "")), keeps_capitals, field in KEPT_FORMULAS)


def _rich(text: str, keeps_capitals: bool) -> str:
    written, position, ends = "", 0, []
    for tag in TAG.finditer(text):
        written += _words(text[position : tag.start()], keeps_capitals)
        position = tag.end()
        if tag[0].startswith("</"):
            written += ends.pop() if ends else ""
        else:
            written += _COMMANDS.get(tag[0], "{")
            ends.append("}")
    return written + _words(text[position:], keeps_capitals) + "".join(ends)


def _escape(text: str, keeps_capitals: bool = False, has_tex: bool = False) -> str:
    """Text as TeX sets it, formulas left alone where it `has_tex`; words with capitals inside are
    braced where styles change case."""
    written, position = "", 0
    for formula in FORMULA.finditer(text) if has_tex else ():
        written += _words(text[position : formula.start()], keeps_capitals) + formula[0]
        position = formula.end()
    return written + _words(text[position:], keeps_capitals)


def _words(text: str, keeps_capitals: bool) -> str:
    plain = text.replace("\\$", "$")
    return _WORD.sub(lambda word: _word(word[0], keeps_capitals), plain)


def _word(word: str, keeps_capitals: bool) -> str:
    is_kept = keeps_capitals and any(sign.isupper() for sign in word[1:])
    word = _SPECIAL.sub(lambda sign: _ESCAPED.get(sign[0], f"\\{sign[0]}"), word)
    return f"{{{word}}}" if is_kept else word


def _is_whole(name: str, value: str) -> bool:
    """Whether the end of a value is found where we put it, by BibTeX, to which a brace after a
    backslash is a brace, and by readers to which it is none."""
    if not re.fullmatch(r"[^\s=,{}\"#%]+", name):
        return False
    return _is_balanced(value) and _is_balanced(re.sub(r"\\.", "", value, flags=re.DOTALL))


def _is_balanced(value: str) -> bool:
    depth = 0
    for index, sign in enumerate(value):
        depth += (sign == "{") - (sign == "}")
        if depth < 0 or (depth == 0 and sign == "}" and index < len(value) - 1):
            return False
    return depth == 0
