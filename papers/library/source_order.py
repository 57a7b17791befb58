"""What sources say of papers, in the order in which they count, and the record that they make."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from json import dumps
from typing import Any

from papers.choices import SourceKind, State
from papers.library.source_names import PASTED, SourceName
from papers.models import Paper, Source
from papers.records.identifiers import Id
from papers.records.projection import Told, project
from papers.records.record_identifiers import FIELDS, LOOSE, put_identifiers

ORDER = {kind: place for place, kind in enumerate(SourceKind)}
REMOVED = "-"
"""Before an identifier that an editor took from a paper."""


def record_digest(record: Mapping[str, Any], identifiers: Iterable[Id], url: str = "") -> str:
    """64 digits for all that a source says of a work."""
    said = [record, [str(one) for one in identifiers], url]
    return sha256(dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def in_order(rows: Iterable[Source]) -> list[Source]:
    """A paper's sources as they count: its own before those that a merge brought, then by their
    kind, and of one kind the first to come."""
    return sorted(rows, key=lambda row: (row.rank, ORDER[SourceKind(row.kind)], row.pk or 1 << 63))


def told_by(row: Source) -> Told:
    return Told(
        row.record,
        frozenset(row.taken),
        is_correction=row.kind == SourceKind.EDITOR and row.rank == 0,
        is_provisional=row.kind == SourceKind.PROVISIONAL,
        is_looked_up=row.kind == SourceKind.REGISTRY,
    )


def named_by(rows: Iterable[Source]) -> list[Id]:
    """The identifiers that sources give a paper, without those that an editor took from it."""
    rows = list(rows)
    removed = removed_by(rows)
    written = dict.fromkeys(one for row in rows for one in row.identifiers)
    kept = (Id(*one.split(":", 1)) for one in written if not one.startswith(REMOVED))
    return [one for one in kept if one not in removed]


def removed_by(rows: Iterable[Source]) -> set[Id]:
    """The identifiers that an editor took from a paper."""
    written = (one for row in rows for one in row.identifiers if one.startswith(REMOVED))
    return {Id(*one.removeprefix(REMOVED).split(":", 1)) for one in written}


def is_written(written: Any, one: Id) -> bool:
    """Whether a record's field is this identifier, however it is written."""
    field = FIELDS[one.scheme]
    return bool(written) and put_identifiers({field: written}, [one]).get(field) == written


def projected(rows: Sequence[Source], identifiers: Iterable[Id] | None = None) -> dict[str, Any]:
    """The record that a paper's sources make, with exactly these identifiers, or those that the
    sources give it. Names are as the sources write them."""
    record, _given = project([told_by(row) for row in in_order(rows)])
    for one in removed_by(rows):
        if one.scheme in LOOSE and is_written(record.get(FIELDS[one.scheme]), one):
            del record[FIELDS[one.scheme]]
    return put_identifiers(record, sorted(named_by(rows) if identifiers is None else identifiers))


def adopted_source(paper: Paper, identifiers: Iterable[Id]) -> Source:
    """The first source of a paper that has none: its record as it stands."""
    is_waiting = paper.state == State.TO_LOOK_UP
    source = SourceName(SourceKind.PROVISIONAL) if is_waiting else PASTED
    return Source(
        paper=paper,
        **source.fields,
        key=paper.key,
        record={field: value for field, value in paper.record.items() if field != "id"},
        identifiers=[":".join(one) for one in identifiers],
    )
