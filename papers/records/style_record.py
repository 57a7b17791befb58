"""What a stored record shows: one function for styles, one for everything that has no style.

The stored record is what its source says. What a reader sees of it - in citations, bylines, meta
tags, JSON-LD and files for reference managers - is made here, so that these cannot disagree. No
Django here.
"""

import re
from collections.abc import Callable
from typing import Any

from papers.records.formula_titles import record_in_signs, shielded_formulas
from papers.records.identifiers import Id, identifier_url
from papers.records.preprints import is_arxiv_preprint
from papers.records.record import Record, has_more_names
from papers.records.record_identifiers import shown_doi, site_address
from papers.records.rich_text import BRACED, RICH, RICH_FIELDS, kept_text
from papers.records.title_case import lowered_title, names_in_abstract

MORE = {"stands-for-more": True}
"""The name that stands for those which a truncated list lacks (``papers.csl.nameparts``)."""
_ENGLISH = re.compile(
    r"en\b|eng\b|english|american|british|usenglish|ukenglish|canadian|australian|newzealand"
)
_LETTERED = re.compile(r"(?<=\d[A-Za-z])-(?=\d+[A-Za-z]\b)|(?<=\d)-(?=[A-Za-z]+\d)")
"""Between the ends of a range such as ``436S-439S`` and ``S12-S15``."""
_STOPPED = re.compile(r"(?!etc)(?:(?<!\w)[^\W\d_A-Z]{3}|\w[^\W\d_A-Z]{3})\.$")
"""A title that ends with a stop, of which styles make two, and no abbreviation (``Inc.``)."""
_NO_PAGES = re.compile(r"(n/?a|no)(?:\s*[-–]+\s*\1)?", re.IGNORECASE)
"""What publishers write for an article that has no pages yet."""
_EQUAL_ENDS = re.compile(r"([^\s,-]+)-\1(?=,|$)")


def shown_record(record: Record) -> dict[str, Any]:
    """The record with what its facts mean, in plain words: a preprint as Zotero maps it, no archive
    for what was published, an address where identifiers give one.

    Zotero writes a preprint of arXiv as an ``article`` with the number ``arXiv:1607.06450``, the
    publisher arXiv and the DOI that arXiv gave it.
    """
    shown = dict(record)
    if page := str(record.get("page", "")):
        shown["page"] = _LETTERED.sub("–", _EQUAL_ENDS.sub(r"\1", page))
        if _NO_PAGES.fullmatch(page):
            del shown["page"]
    if doi := shown_doi(record):
        shown["DOI"] = doi
    if not (record.get("URL") or record.get("DOI")) and (address := site_address(record)):
        shown["URL"] = address
    if record.get("archive") != "arXiv" or not record.get("archive_location"):
        return shown
    number = str(record["archive_location"])
    del shown["archive"], shown["archive_location"]
    if is_arxiv_preprint(record):
        shown |= {"type": "article", "number": f"arXiv:{number}", "publisher": "arXiv"}
        shown.setdefault("DOI", f"10.48550/arXiv.{number}")
        for field in ("container-title", "volume", "issue", "page"):
            shown.pop(field, None)
        if shown.get("status") == "prepublished":  # which every preprint is
            del shown["status"]
    elif not (shown.get("DOI") or shown.get("URL")):
        shown["URL"] = identifier_url(Id("arxiv", number))
    return shown


def words_alone(words: str, tex: str) -> str:
    """A formula of a title where no page will set it."""
    return words


def style_record(record: Record, mark: Callable[[str, str], str] = words_alone) -> dict[str, Any]:
    """The record as citation styles get it: as it is shown, with the markup of its titles, those of
    BibTeX in sentence case, which styles in title case raise again, and truncated lists of names
    with a last one that stands for the rest. A formula is one word that keeps its case;
    ``mark(words, tex)`` gives what stands for it."""
    record = record_in_signs(record)
    shown = shown_record(record)
    for role in ("author", "editor", "translator", "container-author", "director"):
        if has_more_names(record, role):
            shown[role] = [*record[role], MORE]
    names: frozenset[str] | None = None
    for field in RICH_FIELDS & set(record):
        if field not in shown or not isinstance(record[field], str):
            continue
        braced = kept_text(record, BRACED, field)
        text = braced or kept_text(record, RICH, field) or record[field]
        text = shielded_formulas(record, field, text, mark)
        if braced and is_english(record):
            names = names_of_work(record) if names is None else names
            text = lowered_title(text, names)
        shown[field] = text
    if shown.get("type") == "book" and (work := shown.pop("container-title", "")):
        shown |= {"title": work, "volume-title": shown.get("title", "")}  # CSL 1.0.2, volume-title
    if _STOPPED.search(str(shown.get("title", ""))):
        shown["title"] = shown["title"].removesuffix(".")
    return shown


def joined_containers(record: Record) -> dict[str, Any]:
    """The record for what knows no titles of volumes: that of a volume stands behind that of the
    work of which it is one."""
    whole = dict(record)
    if title := whole.pop("volume-title", ""):
        name = "title" if whole.get("type") == "book" else "container-title"
        whole[name] = ": ".join(str(one) for one in (whole.get(name), title) if one)
    return whole


def is_english(record: Record) -> bool:
    """Whether a record's titles are in English, or nothing says what they are in."""
    language = str(record.get("language", "")).strip().lower()
    return not language or bool(_ENGLISH.match(language))


def names_of_work(record: Record) -> frozenset[str]:
    """Words that a work's own abstract and its people show to be names."""
    people = [name for role in ("author", "editor") for name in record.get(role) or []]
    families = {word for name in people for word in str(name.get("family", "")).split()}
    return names_in_abstract(str(record.get("abstract", ""))) | families
