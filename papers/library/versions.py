"""Versions of one work: a preprint, the paper as it was published, another edition."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.models import Paper
from papers.queries.prepared import prepared
from papers.records.preprints import is_preprint


@dataclass(frozen=True)
class Version:
    """One of several: ``kind`` says which, ``is_this`` that its page is the one that is read."""

    paper: Paper
    kind: str
    is_this: bool


def versions_of(paper: Paper) -> list[Version]:
    """Every version of a paper's work that has a page, the oldest first, in two queries, and in
    one where there is only one; none then."""
    main = paper.version_of_id or paper.pk
    pks = [main, *versions_of_work(main)]
    if pks == [paper.pk]:
        return []
    rows = Paper.objects.filter(pk__in=pks)
    rows = rows.visible() | rows.filter(pk=paper.pk)
    ordered = rows.order_by("sort_year", "pk")
    found = [Version(row, version_kind(row), row.pk == paper.pk) for row in ordered]
    return found if len(found) > 1 else []


@prepared
def versions_of_work(main: int) -> QuerySet:
    return Paper.objects.filter(version_of=main).order_by().values_list("pk", flat=True)


def version_kind(paper: Paper) -> str:
    return _("preprint") if is_preprint(paper.record) else str(paper.get_type_display())


def link_versions(one: Paper, other: Paper) -> None:
    """Makes them, and what they were versions of, versions of one work: the preprint, else the
    older one, is a version of the other."""
    minor, main = sorted(
        (one.version_of or one, other.version_of or other),
        key=lambda paper: (not is_preprint(paper.record), paper.sort_year, paper.pk),
    )
    if minor.pk == main.pk:
        return
    Paper.objects.filter(version_of=minor).update(version_of=main)
    minor.version_of = main
    Paper.objects.filter(pk=minor.pk).update(version_of=main, updated_at=timezone.now())
