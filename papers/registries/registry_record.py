"""What a registry says of one work, in one shape whatever the registry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from papers.records.identifiers import Id


class RegistryName(StrEnum):
    """The registries that are asked; the value is stored."""

    CROSSREF = "crossref"
    DATACITE = "datacite"
    ARXIV = "arxiv"


class NoticeKind(StrEnum):
    """What may happen to a work after it appeared; the value is stored."""

    RETRACTION = "retraction"
    PARTIAL_RETRACTION = "partial-retraction"
    WITHDRAWAL = "withdrawal"
    REMOVAL = "removal"
    CONCERN = "concern"
    CORRECTION = "correction"
    ADDENDUM = "addendum"
    REINSTATEMENT = "reinstatement"
    REPLACEMENT = "replacement"
    NEW_VERSION = "new-version"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    OTHER = "other"
    """One that the registry has a word for and we have not: editors are told."""


@dataclass(frozen=True)
class FoundNotice:
    """One notice that a registry's reply tells of a work: `by` is what names the notice itself (a
    retraction's own DOI, the newer version), `day` when it was published, `source` who says so
    (``publisher``, ``retraction-watch``, ``arxiv``), `reason` its words, if any."""

    kind: NoticeKind
    by: Id | None = None
    day: date | None = None
    source: str = ""
    reason: str = ""


@dataclass(frozen=True)
class RegistryRecord:
    """What one reply says of the work that `identifier` names.

    `record` is its CSL-JSON item; `years` are those of any of the registry's dates, `titles` and
    `venues` every form in which it gives them (with subtitle, original, abbreviated), folded by
    nobody yet. `is_notice_of` names the works to which this one is itself a notice. A name in
    `record` has its ``ORCID``, and as ``affiliation`` a list of words. `versions` are other
    versions of the same work, without those before and after it appeared.
    `newest` is the newest version, a notice for those who cite an older one alone.
    """

    registry: RegistryName
    identifier: Id
    record: Mapping[str, Any]
    identifiers: tuple[Id, ...] = ()
    titles: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    years: frozenset[int] = frozenset()
    notices: tuple[FoundNotice, ...] = ()
    newest: FoundNotice | None = None
    is_notice_of: tuple[tuple[NoticeKind, Id], ...] = ()
    versions: tuple[Id, ...] = ()
