"""A work, a person and what cites them as schema.org tells them, in JSON-LD. No Django here."""

from collections.abc import Mapping
from typing import Any

from papers.records.identifiers import record_links
from papers.records.meta_tags import CONTAINERS, date_parts
from papers.records.preprints import is_preprint
from papers.records.record import Record, full_name, has_more_names
from papers.records.style_record import shown_record

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
