"""The formats in which readers get papers, and what of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from papers.formats.bibtex_writing import write_bibtex
from papers.formats.csljson import write_csljson
from papers.formats.ris import write_ris
from papers.records.record import Record


class Kind(NamedTuple):
    """``write`` is given whether to write what only importing it here again reads."""

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
