"""What a paper's page tells reference managers and search engines of the work. No Django here.

Sources: Google Scholar's "Inclusion guidelines for webmasters" (the ``citation_`` tags), Zotero's
translators "Embedded Metadata" and "RDF" (how each tag is read), schema.org.
"""

import re
from collections.abc import Iterator, Mapping

from papers.records.identifiers import record_links
from papers.records.preprints import is_preprint
from papers.records.record import Record, full_name, has_more_names
from papers.records.style_record import shown_record
from papers.records.work_files import pdf_address

Tag = tuple[str, str]
CONTAINERS = {
    "paper-conference": "citation_conference_title",
    "chapter": "citation_book_title",
    "entry-encyclopedia": "citation_book_title",
}
"""Where a work stands, by its CSL type; everything else that stands in something, in a journal."""
INSTITUTIONS = {
    "thesis": "citation_dissertation_institution",
    "report": "citation_technical_report_institution",
}
ZOTERO_TYPES = {
    "book": "book",
    "pamphlet": "book",
    "thesis": "thesis",
    "report": "report",
    "dataset": "dataset",
    "software": "computerProgram",
    "article-magazine": "magazineArticle",
    "article-newspaper": "newspaperArticle",
    "entry-encyclopedia": "encyclopediaArticle",
    "post-weblog": "blogPost",
    "webpage": "webpage",
    "speech": "presentation",
    "standard": "standard",
    "patent": "patent",
    "manuscript": "manuscript",
    "document": "document",
}
"""Types that the ``citation_`` tags do not tell: without these Zotero takes a journal article."""
FIELDS = {
    "volume": "citation_volume",
    "issue": "citation_issue",
    "DOI": "citation_doi",
    "PMID": "citation_pmid",
    "ISBN": "citation_isbn",
    "ISSN": "citation_issn",
    "language": "citation_language",
}
OTHERS_AS_NAME = "et al.,"
"""What stands for the authors that a record does not name; the comma keeps it one name."""


def meta_tags(record: Record, url: str) -> list[Tag]:
    """Names and contents of the ``meta`` elements for a CSL-JSON item with its page's address.

    A work without an abstract has no ``description`` either: Zotero would save it as one.
    """
    return [(name, content) for name, content in _tags(record, url) if content.strip()]


def _tags(stored: Record, url: str) -> Iterator[Tag]:
    record = shown_record(stored)
    kind = str(record.get("type", ""))
    yield "description", shortened(str(record.get("abstract", "")))
    yield "citation_title", str(record.get("title", ""))
    for name in record.get("author") or []:
        yield "citation_author", author_name(name)
    if has_more_names(record, "author"):
        yield "citation_author", OTHERS_AS_NAME
    for name in record.get("editor") or []:
        yield "citation_editor", author_name(name)
    yield "citation_publication_date", "/".join(date_parts(record))
    if is_preprint(stored):
        yield from _preprint_tags(record)
    else:
        container = CONTAINERS.get(kind, "citation_journal_title")
        yield container, str(record.get("volume-title") or record.get("container-title") or "")
        yield "z:itemType", ZOTERO_TYPES.get(kind, "")
        yield INSTITUTIONS.get(kind, "citation_publisher"), str(record.get("publisher", ""))
    for field, name in FIELDS.items():
        yield name, str(record.get(field, ""))
    first, _dash, last = str(record.get("page", "")).replace("--", "-").partition("-")
    yield "citation_firstpage", first
    yield "citation_lastpage", last
    yield "citation_abstract", str(record.get("abstract", ""))
    yield "citation_public_url", next((address for _name, address in record_links(stored)), "")
    yield "citation_abstract_html_url", url
    yield "citation_pdf_url", pdf_address(stored)


def shortened(text: str, most: int = 250) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]} …"


def author_name(name: Mapping[str, str]) -> str:
    """``Family, Given``. A body's name ends with a comma, which keeps Zotero from taking its last
    word for a family name; commas within would make several authors of it."""
    if name.get("literal") or not name.get("given"):
        return re.sub(r"\s*[,;]\s*", " – ", full_name(name).strip(" ,;")) + ","
    particles = (name.get("non-dropping-particle"), name["family"], name.get("suffix"))
    given = (name["given"], name.get("dropping-particle"))
    parts = (" ".join(part for part in parts if part) for parts in (particles, given))
    return ", ".join(part.replace(",", "").replace(";", "") for part in parts)


def _preprint_tags(record: Record) -> Iterator[Tag]:
    yield "z:itemType", "preprint"
    yield "z:repository", str(record.get("publisher") or record.get("container-title") or "")
    yield "z:archiveID", str(record.get("number", ""))


def date_parts(record: Record) -> list[str]:
    """Year, month and day as far as they are known, two digits each after the year."""
    parts = (record.get("issued") or {}).get("date-parts") or [[]]
    return [f"{int(part):02}" for part in parts[0][:3]]
