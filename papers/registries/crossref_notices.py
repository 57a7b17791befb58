"""What a message of Crossref (`/works/{doi}`) tells of a work's notices and relations.

Sources: Crossref's documentation of `update-to`, `updated-by` and `relation`. `updated-by` speaks
of the work; `update-to` says that the work is itself the notice of another one. No Django here.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from papers.records.identifiers import Id, library_identifier
from papers.registries.registry_record import FoundNotice, NoticeKind

UPDATES = {
    "retraction": (NoticeKind.RETRACTION,),
    "partial-retraction": (NoticeKind.PARTIAL_RETRACTION,),
    "withdrawal": (NoticeKind.WITHDRAWAL,),
    "removal": (NoticeKind.REMOVAL,),
    "expression-of-concern": (NoticeKind.CONCERN,),
    "concern": (NoticeKind.CONCERN,),
    "correction": (NoticeKind.CORRECTION,),
    "corrigendum": (NoticeKind.CORRECTION,),
    "erratum": (NoticeKind.CORRECTION,),
    "addendum": (NoticeKind.ADDENDUM,),
    "clarification": (NoticeKind.ADDENDUM,),
    "reinstatement": (NoticeKind.REINSTATEMENT,),
    "new-version": (NoticeKind.NEW_VERSION,),
    "new-edition": (NoticeKind.NEW_VERSION,),
    "retraction-and-replacement": (NoticeKind.RETRACTION, NoticeKind.REPLACEMENT),
    "retract-and-replace": (NoticeKind.RETRACTION, NoticeKind.REPLACEMENT),
}
"""Kinds by the types of updates, folded by ``update_kinds``."""
LONGEST_REASON = 500


def crossref_notices(message: Mapping[str, Any]) -> list[FoundNotice]:
    """What happened to the work of a parsed message, in its order. An update of a kind that is not
    known is ``OTHER`` with the label as its reason."""
    found: list[FoundNotice] = []
    for update in mappings_in(message.get("updated-by")):
        for kind in update_kinds(update):
            reason = str(update.get("label") or update.get("type") or "")[:LONGEST_REASON]
            found.append(
                FoundNotice(
                    kind=kind,
                    by=doi_of(update.get("DOI")),
                    day=day_of_parts(update.get("updated")),
                    source=str(update.get("source") or "publisher"),
                    reason=reason if kind == NoticeKind.OTHER else "",
                )
            )
    for kind, name in (
        (NoticeKind.REPLACEMENT, "is-replaced-by"),
        (NoticeKind.PUBLISHED, "is-preprint-of"),
    ):
        found += [FoundNotice(kind, by=one, source="publisher") for one in related(message, name)]
    return list(dict.fromkeys(found))


def works_noticed(message: Mapping[str, Any]) -> tuple[tuple[NoticeKind, Id], ...]:
    """The other works to which the work of this message is a notice, as `is_notice_of` has them."""
    own = doi_of(message.get("DOI"))
    pairs = [
        (kind, known)
        for update in mappings_in(message.get("update-to"))
        if (known := doi_of(update.get("DOI"))) and known != own
        for kind in update_kinds(update)
    ]
    return tuple(dict.fromkeys(pairs))


def related(message: Mapping[str, Any], name: str) -> tuple[Id, ...]:
    """The DOIs of the works that a relation of the message names (``has-preprint``,
    ``is-preprint-of``), without the work itself."""
    relation = message.get("relation")
    rows = mappings_in(relation.get(name)) if isinstance(relation, Mapping) else []
    found = [doi_of(row.get("id")) for row in rows if row.get("id-type") == "doi"]
    return tuple(dict.fromkeys(one for one in found if one and one != doi_of(message.get("DOI"))))


def update_kinds(update: Mapping[str, Any]) -> tuple[NoticeKind, ...]:
    written = str(update.get("type") or update.get("label") or "")
    return UPDATES.get(re.sub(r"[\W_]+", "-", written.strip().lower()), (NoticeKind.OTHER,))


def mappings_in(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of a list; of anything else, nothing."""
    return (
        (one for one in value if isinstance(one, Mapping)) if isinstance(value, list) else iter(())
    )


def doi_of(value: Any) -> Id | None:
    with suppress(ValueError):
        return library_identifier("doi", value) if isinstance(value, str) else None
    return None


def day_of_parts(value: Any) -> date | None:
    """The day of Crossref's ``date-parts``; the first of a month or year that is all that is
    given; ``None`` for what is no date."""
    with suppress(KeyError, IndexError, TypeError, ValueError, OverflowError):
        parts = [int(part) for part in value["date-parts"][0][:3]]
        return date(*[*parts, 1, 1][:3])
    return None
