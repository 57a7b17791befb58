"""What a paper's page tells reference managers and search engines of the work. No Django here.

Sources: Google Scholar's "Inclusion guidelines for webmasters" (the ``citation_`` tags), Zotero's
translators "Embedded Metadata" and "RDF" (how each tag is read), schema.org.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from papers.records.identifiers import record_links
from papers.records.record import Record, full_name, has_more_names
from papers.records.style_record import is_arxiv_preprint, shown_record
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
PREPRINT = re.compile(r"\s*(arxiv|biorxiv|medrxiv|chemrxiv|ssrn|psyarxiv|corr\b|preprint)", re.I)
MOST_AUTHORS = 10  # of a cited work
SCHEMA_TYPES = {
    "book": "Book",
    "chapter": "Chapter",
    "thesis": "Thesis",
    "report": "Report",
    "dataset": "Dataset",
    "software": "SoftwareSourceCode",
    "post-weblog": "BlogPosting",
    "webpage": "WebPage",
    "article-newspaper": "NewsArticle",
}
"""schema.org's types; everything else is a ``ScholarlyArticle``."""


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


def is_preprint(record: Record) -> bool:
    """A work of a preprint server that stands in no journal."""
    container = str(record.get("container-title", ""))
    if record.get("type") == "article":
        return not container or bool(PREPRINT.match(container))
    is_journal = record.get("type") == "article-journal"
    return is_arxiv_preprint(record) or (is_journal and bool(PREPRINT.match(container)))


def _preprint_tags(record: Record) -> Iterator[Tag]:
    yield "z:itemType", "preprint"
    yield "z:repository", str(record.get("publisher") or record.get("container-title") or "")
    yield "z:archiveID", str(record.get("number", ""))


def date_parts(record: Record) -> list[str]:
    """Year, month and day as far as they are known, two digits each after the year."""
    parts = (record.get("issued") or {}).get("date-parts") or [[]]
    return [f"{int(part):02}" for part in parts[0][:3]]


def linked_data(record: Record, url: str, status: str = "") -> dict[str, Any]:
    """The work as schema.org tells it, in JSON-LD; ``status`` is a word for what happened to it."""
    addresses = [address for _name, address in record_links(record)]
    is_alone = is_preprint(record)
    record = shown_record(record)
    kind = str(record.get("type", ""))
    container = str(record.get("container-title", ""))
    data = {
        "@context": "https://schema.org",
        "@type": SCHEMA_TYPES.get(kind, "ScholarlyArticle"),
        "@id": addresses[0] if addresses else url,
        "name": str(record.get("title", "")),
        "headline": str(record.get("title", "")),
        "author": _people(record, "author"),
        "editor": _people(record, "editor"),
        "datePublished": "-".join(date_parts(record)),
        "abstract": str(record.get("abstract", "")),
        "inLanguage": str(record.get("language", "")),
        "pagination": str(record.get("page", "")),
        "isPartOf": _container(record) if container and not is_alone else None,
        "publisher": _named("Organization", record.get("publisher")),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": field, "value": str(record[field])}
            for field in ("DOI", "PMID", "PMCID", "ISBN")
            if record.get(field)
        ],
        "sameAs": addresses,
        "url": addresses[0] if addresses else "",
        "creativeWorkStatus": status,
        "subjectOf": {"@type": "WebPage", "@id": url},
    }
    return without_empty(data)


def cited_data(record: Record, status: str = "") -> dict[str, Any]:
    """A cited work in the JSON-LD of what cites it: enough to know it by, and its ``status``."""
    addresses = [address for _name, address in record_links(record)]
    data = {
        "@type": SCHEMA_TYPES.get(str(record.get("type", "")), "ScholarlyArticle"),
        "@id": addresses[0] if addresses else "",
        "name": str(record.get("title", "")),
        "author": _people(record, "author", MOST_AUTHORS),
        "datePublished": "-".join(date_parts(record)),
        "creativeWorkStatus": status,
    }
    return without_empty(data)


def _container(record: Record) -> dict[str, Any]:
    kind = "Book" if record.get("type") in CONTAINERS else "Periodical"
    whole = {"@type": kind, "name": str(record["container-title"])}
    if kind == "Periodical" and record.get("ISSN"):
        whole["issn"] = str(record["ISSN"])
    for field, type_, number in (
        ("volume", "PublicationVolume", "volumeNumber"),
        ("issue", "PublicationIssue", "issueNumber"),
    ):
        if record.get(field):
            whole = {"@type": type_, number: str(record[field]), "isPartOf": whole}
        if field == "volume" and record.get("volume-title"):
            whole = whole if record.get(field) else {"@type": "Book", "isPartOf": whole}
            whole["name"] = str(record["volume-title"])
    return whole


def _people(record: Record, role: str, most: int | None = None) -> list[dict[str, str]]:
    people = [person_data(name) for name in record.get(role) or []][:most]
    return (
        [*people, {"@type": "Person", "name": "et al."}] if has_more_names(record, role) else people
    )


def person_data(name: Mapping[str, str]) -> dict[str, str]:
    """A CSL-JSON name as schema.org tells a person or a body."""
    if name.get("literal"):
        return {"@type": "Organization", "name": name["literal"]}
    parts = ("non-dropping-particle", "family")
    person = {
        "@type": "Person",
        "name": full_name(name),
        "givenName": name.get("given", ""),
        "familyName": " ".join(name[part] for part in parts if name.get(part)),
    }
    return without_empty(person)


def _named(kind: str, name: Any) -> dict[str, str] | None:
    return {"@type": kind, "name": str(name)} if name else None


def without_empty(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in ("", None, [], {})}
