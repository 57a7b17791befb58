"""Keeps the library whole: a paper's record, its key, its identifiers and its people."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone

from papers.choices import SourceKind, State
from papers.library.changes import papers_changed
from papers.library.following import Following, renew_people, written_parts
from papers.library.paper_columns import set_columns
from papers.library.people import ROLES
from papers.library.source_names import LONGEST_KEY, PASTED, SourceName
from papers.library.source_order import adopted_source, in_order, named_by, projected, record_digest
from papers.models import Authorship, Contributor, Identifier, Key, Paper, Source, free_value
from papers.queries.turns import LIBRARY, take_turn
from papers.records.identifiers import Id, library_identifier
from papers.records.projection import changed_fields
from papers.registries.registry_record import RegistryRecord

MAX_IDENTIFIER = Identifier._meta.get_field("value").max_length


@transaction.atomic
def add_paper(
    record: Mapping[str, Any],
    identifiers: Iterable[tuple[str, str]] = (),
    key: str = "",
    is_in_library: bool = True,
    source: SourceName = PASTED,
) -> Paper:
    """A new paper from what a source says of it: a CSL-JSON item, with its people and identifiers.

    With ``is_in_library`` an editor wants it to be found; without, a text names it.

    Raises ``ValueError`` for an identifier that is not in a form we know, and
    ``django.db.IntegrityError`` for one that another paper has.
    """
    take_turn(LIBRARY)
    known = [library_identifier(scheme, value) for scheme, value in identifiers]
    paper = Paper(key=key, record=dict(record), is_in_library=is_in_library)
    set_columns(paper)
    paper.save()
    for one in known:
        Identifier.objects.create(paper=paper, scheme=one.scheme, value=one.value)
    paper.record = {}
    with changing_sources(paper):
        store_said(paper, source, str(record.get("id") or paper.key), record, known)
    return paper


@transaction.atomic
def put_source(
    paper: Paper,
    source: SourceName,
    key: str,
    record: Mapping[str, Any],
    identifiers: Iterable[Id] = (),
) -> list[str]:
    """Stores what a source says of a paper now, in place of what it said before by this key, and
    has the paper follow; the fields of its record that are others than before.

    An identifier that another paper has stays there.
    """
    before = paper.record
    with changing_sources(paper):
        store_said(paper, source, key, record, identifiers)
    return changed_fields(before, paper.record)


def put_registry_record(paper: Paper, reply: RegistryRecord) -> list[str]:
    """The same for a registry's reply; one that says what it said before costs no more than to
    note when."""
    source = SourceName(SourceKind.REGISTRY, reply.registry)
    named = list(dict.fromkeys([reply.identifier, *reply.identifiers]))
    key = ":".join(reply.identifier)
    digest = record_digest(reply.record, short_enough(named))
    said = paper.sources.filter(**source.fields, key=key[:LONGEST_KEY], digest=digest, gone_at=None)
    if said.update(seen_at=timezone.now()):
        return []
    return put_source(paper, source, key, reply.record, named)


def store_said(
    paper: Paper,
    source: SourceName,
    key: str,
    record: Mapping[str, Any],
    identifiers: Iterable[Id],
) -> Source:
    named = short_enough(identifiers)
    elsewhere = Identifier.objects.exclude(paper=paper)
    free = [one for one in named if not elsewhere.filter(**one._asdict()).exists()]
    said = {
        "record": {field: value for field, value in record.items() if field != "id"},
        "identifiers": [":".join(one) for one in free],
        "digest": record_digest(record, named),
        "seen_at": timezone.now(),
        "gone_at": None,
    }
    row, _is_new = Source.objects.update_or_create(
        paper=paper, **source.fields, key=key[:LONGEST_KEY], defaults=said
    )
    return row


def short_enough(identifiers: Iterable[Id]) -> list[Id]:
    """Those that the library has room for."""
    return [one for one in identifiers if len(one.value) <= MAX_IDENTIFIER]


def sources_of(paper: Paper) -> list[Source]:
    """A paper's sources as they count; that of a paper without any is its record as it stands."""
    rows = list(paper.sources.all())
    if not rows and paper.record:
        rows = [adopted_source(paper, stored_identifiers(paper))]
        rows[0].save()
    return in_order(rows)


def stored_identifiers(paper: Paper) -> list[Id]:
    known = paper.identifiers.order_by("scheme", "value").values_list("scheme", "value")
    return [Id(*pair) for pair in known]


@contextmanager
def changing_sources(paper: Paper) -> Iterator[list[Source]]:
    """Has a paper follow its sources, which are changed inside: its record, columns, identifiers
    and people. What it has from elsewhere stays."""
    with transaction.atomic():
        rows = sources_of(paper)
        known, shown = stored_identifiers(paper), paper.record
        before, named = projected(rows, known), named_by(rows)
        yield rows
        rows = sources_of(paper)
        rename_paper(paper, named, named_by(rows))
        after = projected(rows, stored_identifiers(paper))
        following = Following(paper, paper.record, before, after)
        following.take()
        gone, people, _guesses = renew_people([following])
        Authorship.objects.filter(pk__in=gone).delete()
        Authorship.objects.bulk_create(people)
        is_found = any(row.kind not in (SourceKind.PROVISIONAL, SourceKind.EDITOR) for row in rows)
        if is_found and paper.state == State.TO_LOOK_UP:
            paper.state = State.UNCHECKED
        paper.save()
        if (paper.record, stored_identifiers(paper)) != (shown, known):
            papers_changed([paper.pk])


def rename_paper(paper: Paper, before: Iterable[Id], after: Iterable[Id]) -> None:
    """Gives a paper the identifiers that its sources give it, where they are free, and takes those
    that they give it no longer."""
    for one in set(before).difference(after):
        paper.identifiers.filter(**one._asdict()).delete()
    for one in after:
        Identifier.objects.get_or_create(**one._asdict(), defaults={"paper": paper})


def rebuild_record(paper: Paper) -> None:
    """Writes ``paper.record`` anew from the sources, the authorships and the identifiers, and the
    columns from it."""
    record = projected(sources_of(paper), stored_identifiers(paper))
    rows = paper.authorships.select_related("contributor").order_by("position", "pk")
    names: dict[str, list[dict[str, str]]] = {role: [] for role in ROLES}
    for row in rows:
        names[row.role].append(row.contributor.csl_name())
    for role in ROLES:
        written = record.pop(role, [])
        if names[role]:
            record[role] = as_spelt(names[role], written)
    paper.record = {"id": paper.key, **record}
    set_columns(paper)
    paper.save()


def rebuild_records_of(contributor: Contributor) -> None:
    """The records of all that a person or a body wrote, for a name that changed."""
    papers = Paper.objects.filter(contributors=contributor).distinct().order_by("pk")
    for paper in papers:
        rebuild_record(paper)
    papers_changed(paper.pk for paper in papers)


def as_spelt(names: list[dict[str, str]], written: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Names with what a source says of them beyond the parts that contributors have."""
    whole: list[dict[str, Any]] = list(names)
    for index, name in enumerate(written[: len(names)]):
        if written_parts(name) == written_parts(names[index]):
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
