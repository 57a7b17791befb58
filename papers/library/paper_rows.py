"""Keeps the library whole: a paper's record, its key, its identifiers and its people."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from papers.formats.tex_formulas import record_in_signs
from papers.library.changes import papers_changed
from papers.library.people import ROLES, People, name_parts
from papers.models import UNDATED, Authorship, Contributor, Identifier, Key, Paper, free_value
from papers.records.identifiers import Id, library_identifier
from papers.records.record_identifiers import FIELDS, put_identifiers
from papers.records.text import title_key

COLUMNS = {
    "type": "type",
    "title": "title",
    "container-title": "container_title",
    "publisher": "publisher",
    "volume": "volume",
    "issue": "issue",
    "page": "page",
    "language": "language",
    "abstract": "abstract",
}
MAX_IDENTIFIER = Identifier._meta.get_field("value").max_length
MAX_YEAR = 3000


@transaction.atomic
def add_paper(
    record: Mapping[str, Any],
    identifiers: Iterable[tuple[str, str]] = (),
    key: str = "",
    is_in_library: bool = True,
) -> Paper:
    """A new paper from a CSL-JSON item, with its people and identifiers.

    With ``is_in_library`` an editor wants it to be found; without, a text names it.

    Raises ``ValueError`` for an identifier that is not in a form we know, and
    ``django.db.IntegrityError`` for one that another paper has.
    """
    paper = Paper(key=key, record=dict(record), is_in_library=is_in_library)
    set_columns(paper)
    paper.save()
    people = People([record])
    Authorship.objects.bulk_create(people.authorships(paper))
    people.store_orcids()
    for scheme, value in identifiers:
        known = library_identifier(scheme, value)
        Identifier.objects.create(paper=paper, scheme=known.scheme, value=known.value)
    rebuild_record(paper)
    papers_changed([paper.pk])
    return paper


def set_columns(paper: Paper) -> None:
    """Sets the columns from the record, as far as they hold it."""
    for field, column in COLUMNS.items():
        longest = Paper._meta.get_field(column).max_length
        setattr(paper, column, str(paper.record.get(field, ""))[:longest])
    date = _date_of(paper.record)
    paper.issued_year, paper.issued_month, paper.issued_day = [*date, None, None, None][:3]
    paper.title_key = title_key(paper.title)
    paper.sort_year = UNDATED if paper.issued_year is None else paper.issued_year


def _date_of(record: Mapping[str, Any]) -> list[int]:
    """Year, month and day, as far as they are known and columns hold them."""
    parts = (record.get("issued") or {}).get("date-parts") or [[]]
    date = [int(part) for part in parts[0][:3]]
    return date if date and abs(date[0]) <= MAX_YEAR else []


def fill_gaps(
    record: Mapping[str, Any], other: Mapping[str, Any], is_waiting: bool
) -> dict[str, Any]:
    """A record with what it lacks and the other has; all of the other where it `is_waiting`.

    Only records of one type complete each other: a preprint does not take its journal's pages.
    """
    custom = {**other.get("custom", {}), **record.get("custom", {})}
    more = {"custom": custom} if custom != record.get("custom", {}) else {}
    if is_waiting:
        return {**record, **other, **more}
    if record.get("type") != other.get("type"):
        return dict(record)
    return {**other, **record, **more} if more or set(other) - set(record) else dict(record)


def rebuild_record(paper: Paper) -> None:
    """Writes ``paper.record`` anew from the columns, the authorships and the identifiers.

    Fields of the old record that have no column, role or identifier of ours are kept.
    """
    rows = paper.authorships.select_related("contributor").order_by("position", "pk")
    names: dict[str, list[dict[str, str]]] = {role: [] for role in ROLES}
    for row in rows:
        names[row.role].append(row.contributor.csl_name())
    known = paper.identifiers.order_by("scheme", "value").values_list("scheme", "value")
    record = whole_record(paper, [Id(*pair) for pair in known], names)
    paper.record = record_in_signs(record)
    if paper.record != record:
        set_columns(paper)
    paper.save()


def rebuild_records_of(contributor: Contributor) -> None:
    """The records of all that a person or a body wrote, for a name that changed."""
    papers = Paper.objects.filter(contributors=contributor).distinct().order_by("pk")
    for paper in papers:
        rebuild_record(paper)
    papers_changed(paper.pk for paper in papers)


def whole_record(
    paper: Paper,
    identifiers: Iterable[Id],
    names: Mapping[str, list[dict[str, str]]] | None = None,
) -> dict[str, Any]:
    """A paper's record from its columns, identifiers and names by role (of a new paper: those
    that its record has). What the columns cut or cannot hold stays as the old record has it,
    while the two agree."""
    old = paper.record
    ours = {*COLUMNS, *ROLES, "id", "issued"}
    record = {field: value for field, value in old.items() if field not in ours}
    for field, column in COLUMNS.items():
        if value := getattr(paper, column):
            longest = Paper._meta.get_field(column).max_length
            is_cut = longest is not None and str(old.get(field, ""))[:longest] == value
            record[field] = str(old[field]) if is_cut else value
    date = [paper.issued_year, paper.issued_month, paper.issued_day]
    date = [part for part in date if part is not None]
    if date == _date_of(old) and old.get("issued"):
        record["issued"] = old["issued"]
    elif date:
        record["issued"] = {"date-parts": [date]}
    for role in ROLES:
        found = old.get(role, []) if names is None else _as_spelt(names[role], old.get(role, []))
        if found:
            record[role] = found
    return {"id": paper.key, **put_identifiers(record, identifiers)}


def forget_identifier(paper: Paper, identifier: Id) -> None:
    """Takes an identifier that the paper has no longer out of its record's own fields."""
    field = FIELDS.get(identifier.scheme, "")
    record = put_identifiers({field: paper.record.get(field, "")}, [identifier])
    if record.get(field) == paper.record.get(field):
        paper.record = {name: value for name, value in paper.record.items() if name != field}


def _as_spelt(names: list[dict[str, str]], old: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Names with what the old record says of them beyond the parts that contributors have."""
    whole = list(names)
    for index, name in enumerate(old[: len(names)]):
        if name_parts(name) == name_parts(names[index]):
            whole[index] = name
    return whole


@transaction.atomic
def remake_key(paper: Paper) -> None:
    """Gives a new paper the key its finished record proposes, in place of its first one."""
    first = paper.key
    wanted = paper.proposed_key()
    if first == wanted:
        return
    paper.keys.filter(value=first).delete()
    paper.key = free_value(Key.objects.all(), "value", wanted)
    paper.save()
