"""What of a record everybody may have: not what its owner noted. No Django here."""

from collections.abc import Mapping
from typing import Any

from papers.records.record import Record

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
