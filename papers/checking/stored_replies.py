"""What of a registry's reply is kept with a check, so that it can be compared again. No Django
here."""

from collections.abc import Mapping
from typing import Any

from papers.records.compared_fields import COMPARED
from papers.records.identifiers import Id
from papers.records.record import OTHERS
from papers.registries.registry_record import RegistryName, RegistryRecord


def stored_reply(reply: RegistryRecord) -> dict[str, Any]:
    """The facts of a reply that ``compare_work`` looks at, as JSON."""
    kept = {name: reply.record[name] for name in COMPARED if name in reply.record}
    custom = reply.record.get("custom")
    if isinstance(custom, Mapping) and OTHERS in custom:
        kept["custom"] = {OTHERS: custom[OTHERS]}
    return {
        "registry": reply.registry.value,
        "identifier": list(reply.identifier),
        "record": kept,
        "identifiers": [list(one) for one in reply.identifiers],
        "titles": list(reply.titles),
        "venues": list(reply.venues),
        "years": sorted(reply.years),
    }


def reply_of(stored: Mapping[str, Any]) -> RegistryRecord:
    return RegistryRecord(
        registry=RegistryName(stored["registry"]),
        identifier=Id(*stored["identifier"]),
        record=stored["record"],
        identifiers=tuple(Id(*one) for one in stored["identifiers"]),
        titles=tuple(stored["titles"]),
        venues=tuple(stored["venues"]),
        years=frozenset(stored["years"]),
    )
