"""What a work of Crossref's JSON tells of notices and relations.

Sources: Crossref's documentation of `update-to`, `updated-by` and `relation`. `updated-by` speaks
of the work; `update-to` says that the work is itself the notice of another one.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from papers.records.identifiers import Id
from papers.registries.registry_record import FoundNotice, NoticeKind
from papers.registries.reply_values import (
    date_of_parts,
    day_of_text,
    first_day,
    object_in,
    objects_in,
    publication_notices,
    text_in,
    written_id,
)

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


def crossref_notices(work: Mapping[str, Any]) -> tuple[FoundNotice, ...]:
    """What happened to a work, in its order. An update of a kind that is not known is ``OTHER``
    with the label as its reason."""
    found = [
        FoundNotice(
            kind=kind,
            by=doi_of(update),
            day=day_of_update(update),
            source=text_in(update, "source") or "publisher",
            reason=label_of(update) if kind == NoticeKind.OTHER else "",
        )
        for update in objects_in(work, "updated-by")
        for kind in update_kinds(update)
    ]
    for one in related_works(work, "is-replaced-by"):
        found.append(FoundNotice(NoticeKind.REPLACEMENT, by=one, source="publisher"))
    found += publication_notices(related_works(work, "is-preprint-of"), "publisher")
    return tuple(dict.fromkeys(found))


def works_noticed(work: Mapping[str, Any]) -> tuple[tuple[NoticeKind, Id], ...]:
    """The other works to which a work is a notice, as `is_notice_of` has them."""
    own = doi_of(work)
    pairs = [
        (kind, known)
        for update in objects_in(work, "update-to")
        if (known := doi_of(update)) and known != own
        for kind in update_kinds(update)
    ]
    return tuple(dict.fromkeys(pairs))


def related_works(work: Mapping[str, Any], *kinds: str) -> tuple[Id, ...]:
    """The works that relations of these kinds name (``has-preprint``, ``is-preprint-of``), without
    the work itself."""
    relations, own = object_in(work, "relation"), doi_of(work)
    found = (
        one
        for kind in kinds
        for related in objects_in(relations, kind)
        for one in written_id(text_in(related, "id-type").lower(), text_in(related, "id"))
    )
    return tuple(dict.fromkeys(one for one in found if one != own))


def update_kinds(update: Mapping[str, Any]) -> tuple[NoticeKind, ...]:
    written = text_in(update, "type") or text_in(update, "label")
    words = written.lower().replace("&", " and ")
    return UPDATES.get(re.sub(r"[\W_]+", "-", words), (NoticeKind.OTHER,))


def label_of(update: Mapping[str, Any]) -> str:
    return (text_in(update, "label") or text_in(update, "type"))[:LONGEST_REASON]


def doi_of(work: Mapping[str, Any]) -> Id | None:
    return next(iter(written_id("doi", text_in(work, "DOI"))), None)


def day_of_update(update: Mapping[str, Any]) -> date | None:
    """The day that an update gives in parts, else as a moment; ``None`` for what is no date."""
    written = update.get("updated")
    moment = text_in(written, "date-time") if isinstance(written, dict) else ""
    return first_day(date_of_parts(written)) or day_of_text(moment)
