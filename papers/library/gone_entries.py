"""What a file has no longer: told, and nothing is deleted."""

from collections.abc import Container, Iterable

from django.db import transaction
from django.utils import timezone

from papers.library.adding_papers import SeenKeys
from papers.library.paper_rows import changing_sources
from papers.library.source_names import SourceName
from papers.models import Source
from papers.queries.batches import batches

SAID = ("key", "record", "identifiers", "digest", "seen_at")


@transaction.atomic
def find_gone(source: SourceName, seen: SeenKeys, is_trial: bool = False) -> list[Source]:
    """The entries that a source had and has no longer, after all of it was `seen`: marked as gone,
    and told once. One that it has by another key now is that one, and takes its place."""
    rows = Source.objects.filter(**source.fields, gone_at=None).order_by("pk")
    keys = rows.values_list("pk", "key", "paper_id")
    left = {pk: paper for pk, key, paper in keys if key not in seen}
    there = set(seen.papers.values())
    renamed = [pk for pk, paper in left.items() if paper in there]
    gone = rows_with_papers(pk for pk, paper in left.items() if paper not in there)
    if not is_trial:
        for row in rows_with_papers(renamed):
            take_new_key(row, seen.papers)
        for some in batches(row.pk for row in gone):
            Source.objects.filter(pk__in=some).update(gone_at=timezone.now())
    return gone


def rows_with_papers(pks: Iterable[int]) -> list[Source]:
    """These rows with their papers, in their order."""
    rows = Source.objects.select_related("paper").order_by("pk")
    return [row for some in batches(pks) for row in rows.filter(pk__in=some)]


def take_new_key(old: Source, seen: Container[str]) -> None:
    """Puts what a source says of a paper by a new key in the place of what it said by the old."""
    rows = Source.objects.filter(kind=old.kind, name=old.name, paper=old.paper).order_by("pk")
    new = next((row for row in rows if row.key in seen), None)
    if new is None:
        return
    with changing_sources(old.paper):
        new.delete()
        for field in SAID:
            setattr(old, field, getattr(new, field))
        old.taken = sorted({*old.taken, *new.taken})
        old.save()
