"""Papers as files for reference managers, with the media types that Zotero takes over."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header

from papers.formats.bibtex_writing import write_bibtex
from papers.formats.csljson import write_csljson
from papers.formats.ris import write_ris
from papers.models import Paper
from papers.records.record import Record


class Kind(NamedTuple):
    media_type: str
    write: Callable[[Iterable[Record], bool], Iterator[str]]


KINDS = {
    "bib": Kind("text/x-bibtex; charset=utf-8", write_bibtex),
    "ris": Kind("application/x-research-info-systems; charset=utf-8", write_ris),
    "json": Kind("application/vnd.citationstyles.csl+json; charset=utf-8", write_csljson),
}
ENDINGS = "|".join(KINDS)
PRIVATE = frozenset(
    {"annotation", "annote", "comment", "date-added", "date-modified", "file", "groups", "owner"}
    | {"local-url", "local-zo-url", "priority", "ranking", "rating", "readstatus", "review"}
    | {"timestamp", "username", "l1", "l2", "l3", "l4"}
)
"""What reference managers keep for their owner alone: fields of BibTeX and tags of RIS, which
records have in ``custom``."""


def public_record(record: Record) -> dict[str, Any]:
    """A record without what its owner's reference manager noted for the owner."""
    kept = {field: value for field, value in record.items() if field not in ("annote", "custom")}
    custom = _without_private(record.get("custom") or {})
    if isinstance(custom.get("ris"), dict):
        custom["ris"] = _without_private(custom["ris"])
    custom = {name: value for name, value in custom.items() if value}
    return kept | ({"custom": custom} if custom else {})


def _without_private(custom: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in custom.items() if name.lower() not in PRIVATE}


def as_file(
    records: Iterable[Record], kind: str, name: str, is_long: bool = False
) -> HttpResponseBase:
    """The records as a file to save, in the fields that reference managers know and no others;
    sent as it is made with `is_long`."""
    media_type, write = KINDS[kind]
    parts = write((public_record(one) for one in records), False)
    headers = {
        "Content-Type": media_type,
        "Content-Disposition": content_disposition_header(True, f"{name}.{kind}"),
        "X-Robots-Tag": "noindex",
    }
    if is_long:
        return StreamingHttpResponse(parts, headers=headers)
    return HttpResponse("".join(parts), headers=headers)


def paper_export(request: HttpRequest, key: str, kind: str) -> HttpResponseBase:
    paper = get_object_or_404(Paper.objects.by_key(key).only("key", "record"))
    if paper.key != key:
        return redirect("papers:paper_export", key=paper.key, kind=kind, permanent=True)
    return as_file([paper.record], kind, paper.key)


def library_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    rows = Paper.objects.order_by("pk").values_list("record", flat=True)
    return as_file(rows.iterator(chunk_size=500), kind, "library", is_long=True)
