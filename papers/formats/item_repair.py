"""Items of CSL-JSON of unknown origin, made right. No Django here.

CSL 1.0.2, csl-data.json. Nothing is lost: fields that CSL does not know stay as they are.
"""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from papers.csl.variables import DATE_VARIABLES, NAME_VARIABLES
from papers.formats.entries import Entry
from papers.formats.written_dates import right_date
from papers.records.formula_titles import record_in_signs
from papers.records.printable_text import printable
from papers.records.record import OTHERS, OTHERS_NAME, full_name
from papers.records.record_identifiers import take_identifiers
from papers.records.rich_text import (
    RICH,
    RICH_FIELDS,
    TAG,
    keep_text,
    markup_of_html,
    plain_words,
)

NAME_PARTS = frozenset(
    {"family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal"}
)
KINDS = frozenset(
    {"article", "article-journal", "article-magazine", "article-newspaper", "bill", "book"}
    | {"broadcast", "chapter", "classic", "collection", "dataset", "document", "entry", "event"}
    | {"entry-dictionary", "entry-encyclopedia", "figure", "graphic", "hearing", "interview"}
    | {"legal_case", "legislation", "manuscript", "map", "motion_picture", "musical_score"}
    | {"pamphlet", "paper-conference", "patent", "performance", "periodical", "post"}
    | {"personal_communication", "post-weblog", "regulation", "report", "review", "review-book"}
    | {"software", "song", "speech", "standard", "thesis", "treaty", "webpage"}
)
"""CSL 1.0.2, appendix III."""
OTHER_NAMES = {
    "journal-article": "article-journal",
    "journalArticle": "article-journal",
    "proceedings-article": "paper-conference",
    "conferencePaper": "paper-conference",
    "book-chapter": "chapter",
    "posted-content": "article",
    "preprint": "article",
    "monograph": "book",
    "dissertation": "thesis",
    "article-conference": "paper-conference",
}
MOST_DEEP = 8
MAX_TITLE = 2500
"""Bytes: what an index of the database holds."""


def entry_of_item(key: str, line: int, data: Mapping[str, Any], needs_title: bool = True) -> Entry:
    """An entry of an item; ``ValueError`` says what is wrong with it. Letters and reviews may have
    no title: theirs is empty where none is needed."""
    record, identifiers, url = take_identifiers(right_record(data, needs_title))
    return Entry(key, line, record, identifiers, url)


def right_record(data: Mapping[str, Any], needs_title: bool = True) -> dict[str, Any]:
    """The item without `id` and empty fields, its names, dates and texts each in one form."""
    record: dict[str, Any] = {}
    for field, value in data.items():
        if field in NAME_VARIABLES:
            record[field] = [one for name in _listed(value) if (one := right_name(name))]
        elif field in DATE_VARIABLES:
            record[field] = right_date(_clean(value))
        elif isinstance(value, str):
            text = clean_text(value)
            record[field] = text if field in ("abstract", "note") else " ".join(text.split())
        elif isinstance(value, int | float) and not isinstance(value, bool):
            record[field] = f"{value:g}" if isinstance(value, float) else str(value)
        else:
            record[field] = _clean(value)
    record = {field: value for field, value in record.items() if value not in (None, "", [], {})}
    record.pop("id", None)
    if len(str(record.get("title", "")).encode()) > MAX_TITLE:
        if needs_title:
            raise ValueError("has a title of thousands of characters")
        del record["title"]
    if not isinstance(record.get("custom", {}), dict):
        record["custom"] = {"custom": record["custom"]}
    kind = str(record.get("type", "document"))
    record["type"] = OTHER_NAMES.get(kind, kind)
    if record["type"] not in KINDS:
        record |= {"type": "document", "custom": {**record.get("custom", {}), "type": kind}}
    record = record_in_signs(record_in_words(record))
    if not isinstance(record.get("title"), str):
        if needs_title:
            raise ValueError("has no title")
        record["title"] = ""
    return record


def record_in_words(record: dict[str, Any]) -> dict[str, Any]:
    """The record with words in its titles, and HTML's italics and the like beside them; without
    those in which only marks stood."""
    record = without_last_others(record)
    for field in sorted(RICH_FIELDS & set(record)):
        text = record[field]
        rich = markup_of_html(text) if isinstance(text, str) and "<" in text else ""
        if rich and (rich != text or TAG.search(text)):
            record = {**record, field: " ".join(plain_words(rich).split())}
            if not record[field]:
                del record[field]
            elif TAG.search(rich):
                record = keep_text(record, RICH, field, rich)
    return record


def without_last_others(record: dict[str, Any]) -> dict[str, Any]:
    """The record without the last of its names where it is “others” or “et al.”, which becomes a
    fact of the record."""
    whole = dict(record)
    for role in sorted(NAME_VARIABLES & set(record)):
        names = record[role]
        if len(names) > 1 and OTHERS_NAME.fullmatch(full_name(names[-1])):
            custom = dict(whole.get("custom") or {})
            custom[OTHERS] = sorted({*custom.get(OTHERS, []), role})
            whole |= {role: names[:-1], "custom": custom}
    return whole


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def right_name(value: Any) -> dict[str, Any]:
    """A CSL-JSON name with a family name or a literal one; ``{}`` where there is none."""
    if isinstance(value, str):
        value = {"literal": value}
    if not isinstance(value, dict):
        return {}
    name: dict[str, Any] = {}
    for part, written in value.items():
        is_text = part in NAME_PARTS or isinstance(written, str)
        name[part] = " ".join(clean_text(str(written)).split()) if is_text else _clean(written)
    name = {part: written for part, written in name.items() if written not in (None, "", "None")}
    if "family" in name and "literal" in name:
        del name["literal"]
    if "family" not in name and "literal" not in name:
        parts = ("given", "dropping-particle", "non-dropping-particle")
        whole = " ".join(name.pop(part) for part in parts if part in name)
        return {**name, "literal": whole} if whole else {}
    return name


def clean_text(text: str) -> str:
    """Without the characters that databases or files cannot hold."""
    return printable(text).strip()


def _clean(value: Any, depth: int = 0) -> Any:
    if depth > MOST_DEEP:
        raise ValueError("is nested too deep")
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [_clean(one, depth + 1) for one in value]
    if isinstance(value, dict):
        return {clean_text(str(name)): _clean(one, depth + 1) for name, one in value.items()}
    return None if isinstance(value, float) and not isfinite(value) else value
