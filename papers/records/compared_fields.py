"""Which fields of a record a check compares with a registry's. No Django here."""

import json
from hashlib import sha256

from papers.records.record import Record

COMPARED = (
    *("type", "title", "title-short", "original-title", "author", "editor", "issued"),
    *("container-title", "volume", "page", "article-number", "DOI", "PMID", "PMCID", "ISBN"),
    *("archive", "archive_location"),
)

FIELDS_BEHIND = {
    "title": ("title",),
    "authors": ("author", "editor"),
    "year": ("issued",),
    "venue": ("container-title",),
    "volume": ("volume",),
    "pages": ("page", "article-number"),
    "type": ("type",),
}
"""The fields of CSL that a check's field is read from, the first that a record has."""


def compared_digest(record: Record) -> str:
    """Another one where a field has changed that a check compared: 16 hexadecimal digits."""
    values = [record.get(name) for name in COMPARED]
    return sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:16]
