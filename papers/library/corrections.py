"""What editors correct in papers: kept beside the other sources, as a source of its own."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from papers.choices import SourceKind
from papers.library.following import written_parts
from papers.library.paper_columns import COLUMNS, DATE_COLUMNS, column_values
from papers.library.paper_rows import (
    as_spelt,
    changing_sources,
    rebuild_record,
    sources_of,
    stored_identifiers,
)
from papers.library.people import ROLES
from papers.library.source_order import REMOVED, named_by, projected, told_by
from papers.models import Paper, Source
from papers.records.formula_titles import keep_tex_of, record_in_signs
from papers.records.identifiers import Id
from papers.records.projection import project
from papers.records.record import OTHERS, has_more_names


@transaction.atomic
def keep_corrections(paper: Paper, roles: Iterable[str] = ()) -> None:
    """What an editor made otherwise than the sources say in the columns, the people of these
    ``roles`` and the identifiers of a paper becomes a correction, and the record follows. What is
    as the other sources say is none, and no longer one; what was emptied stays empty.
    """
    rows = sources_of(paper)
    own = next((row for row in rows if is_correction(row)), None)
    own = own or Source(paper=paper, kind=SourceKind.EDITOR)
    now = projected(rows)
    others = projected([row for row in rows if row is not own])
    fields = {name: value for name, value in own.record.items() if name != "custom"}
    for field, value in edited_columns(paper, now).items():
        keep_field(fields, field, value, is_said(others, field, value))
    for field, names in edited_people(paper, roles, now).items():
        same = [written_parts(name) for name in names]
        is_same = same == [written_parts(name) for name in others.get(field) or []]
        keep_field(fields, field, names, is_same)
    own.identifiers = edited_identifiers(paper, named_by(row for row in rows if row is not own))
    own.record = record_in_signs(keep_tex_of(fields, own.record))
    more = [role for role in ROLES if fields.get(role) and has_more_names(now, role)]
    if more:
        own.record["custom"] = {**own.record.get("custom", {}), OTHERS: more}
    store_correction(own)
    rebuild_record(paper)


def keep_field(fields: dict[str, Any], field: str, value: Any, is_said: bool) -> None:
    """Keeps a correction, or takes it back where the other sources say the same."""
    if is_said:
        fields.pop(field, None)
    else:
        fields[field] = value


def store_correction(own: Source) -> None:
    own.seen_at = timezone.now()
    if own.record or own.identifiers:
        own.save()
    elif own.pk:
        own.delete()


def is_correction(row: Source) -> bool:
    return told_by(row).is_correction


def edited_columns(paper: Paper, record: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of which the columns have something else than the record."""
    shown = column_values(record)
    edited: dict[str, Any] = {
        field: getattr(paper, column)
        for field, column in COLUMNS.items()
        if getattr(paper, column) != shown[column]
    }
    date = [getattr(paper, column) for column in DATE_COLUMNS]
    if date != [shown[column] for column in DATE_COLUMNS]:
        parts = [part for part in date if part is not None]
        edited["issued"] = {"date-parts": [parts]} if parts else ""
    return edited


def is_said(record: Mapping[str, Any], field: str, value: Any) -> bool:
    """Whether a record fills a field's columns as a value does."""
    columns = DATE_COLUMNS if field == "issued" else [COLUMNS[field]]
    ours, theirs = column_values({field: value} if value else {}), column_values(record)
    return all(ours[column] == theirs[column] for column in columns)


def edited_people(
    paper: Paper, roles: Iterable[str], record: Mapping[str, Any]
) -> dict[str, list[dict[str, Any]]]:
    """The names of these roles, where the authorships have others than the record."""
    names: dict[str, list[dict[str, Any]]] = {role: [] for role in roles}
    rows = paper.authorships.filter(role__in=list(names)).select_related("contributor")
    for row in rows.order_by("position", "pk"):
        names[row.role].append(row.contributor.csl_name())
    edited = {}
    for role, there in names.items():
        written = record.get(role) or []
        if [written_parts(one) for one in there] != [written_parts(one) for one in written]:
            edited[role] = as_spelt(there, written)
    return edited


def edited_identifiers(paper: Paper, given: Iterable[Id]) -> list[str]:
    """The identifiers that an editor gave a paper, and those taken from it, marked."""
    there, given = set(stored_identifiers(paper)), set(given)
    added = [":".join(one) for one in sorted(there - given)]
    return added + [REMOVED + ":".join(one) for one in sorted(given - there)]


@transaction.atomic
def take_field(source: Source, field: str) -> None:
    """Has the paper show a field as this source has it, from here on: an editor's choice, which
    goes before what other sources say and follows this one."""
    with changing_sources(source.paper) as rows:
        for row in rows:
            if is_correction(row) and row.pk != source.pk:
                row.record = without_field(row.record, field)
                store_correction(row)
            elif field in row.taken:
                row.taken = [one for one in row.taken if one != field]
                row.save()
        rows = sources_of(source.paper)
        _record, given = project([told_by(row) for row in rows])
        shown = rows[given[field]] if field in given else None
        if shown is None or shown.pk != source.pk:
            source.refresh_from_db()
            source.taken = sorted({*source.taken, field})
            source.save()


def without_field(record: Mapping[str, Any], field: str) -> dict[str, Any]:
    custom = dict(record.get("custom") or {})
    custom[OTHERS] = [role for role in custom.get(OTHERS, []) if role != field]
    kept = {name: value for name, value in record.items() if name not in (field, "custom")}
    custom = {name: value for name, value in custom.items() if value}
    return kept | ({"custom": custom} if custom and kept else {})
