"""Several papers become one, several spellings of a contributor become one, and both are undone."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, models, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.choices import Origin, Role, SourceKind, State
from papers.library.changes import papers_changed
from papers.library.discussion_counts import recount_discussions
from papers.library.merge_journal import Journal, changing, concerning, put_back
from papers.library.paper_rows import changing_sources, rebuild_record, sources_of
from papers.library.source_order import REMOVED
from papers.models import (
    Authorship,
    Check,
    Citation,
    CitedWork,
    CommentCitation,
    Contributor,
    DistinctPair,
    DistinctPeople,
    Identifier,
    Key,
    Merge,
    MergeKind,
    Notice,
    OldSlug,
    Paper,
    Reading,
    Source,
    TitleSearch,
)
from papers.queries.turns import LIBRARY, take_turn

OWNED = (
    *(Key, Identifier, Source, Authorship, Reading, CommentCitation, Check, Notice, TitleSearch),
)
"""What belongs to a paper and goes where it goes; cited works are folded, and what was suggested
for another paper goes with it."""
DERIVED = (CitedWork, Citation, CommentCitation, Authorship)
"""What is made again from texts and sources."""


class CannotMergeError(Exception):
    """Why these do not become one, or cannot be taken apart, in words for an editor."""


@transaction.atomic
def merge_papers(kept: Paper, others: Sequence[Paper], by: AbstractUser | None = None) -> Merge:
    """Moves all that belongs to ``others`` to ``kept``, and deletes them.

    Every key of theirs leads to ``kept`` then, so texts go on citing and old addresses redirect.
    Raises ``CannotMergeError`` where one of them is gone.
    """
    take_turn(LIBRARY)
    kept, others = lock_rows(kept, others)
    pks = [paper.pk for paper in others]
    for paper in (kept, *others):
        sources_of(paper)  # one that had none has its record as one from here on
    journal = Journal()
    journal.keep([kept, *others])
    for model in OWNED:
        journal.keep(model.objects.filter(paper__in=[kept.pk, *pks]).order_by("pk"))
    moving = CitedWork.objects.filter(paper__in=pks)
    journal.keep(moving.order_by("pk"))
    posts = list(moving.values_list("post_id", flat=True))
    journal.keep(CitedWork.objects.filter(paper=kept, post__in=posts).order_by("pk"))
    journal.keep(Citation.objects.filter(cited_work__paper__in=pks).order_by("pk"))
    pairs = DistinctPair.objects.filter(Q(first__in=pks) | Q(second__in=pks))
    journal.keep(pairs.order_by("pk"))  # they go with their papers
    journal.keep(Paper.objects.filter(version_of__in=[kept.pk, *pks]).order_by("pk"))
    move_versions(kept, others)
    with changing_sources(kept):
        for other in others:
            move_facts(kept, other)
            move_reading(kept, other)
            move_cited_works(kept, other)
            CommentCitation.objects.filter(paper=other).update(paper=kept)
    Paper.objects.filter(pk__in=pks).delete()
    rebuild_record(kept)
    for row in Authorship.objects.filter(paper=kept).order_by("pk"):
        if ("papers.authorship", row.pk) not in journal.before:
            journal.add(row)
    recount_discussions([kept.pk])
    papers_changed([kept.pk])
    return store_merge(MergeKind.PAPERS, [kept, *others], pks, journal, by)


def move_versions(kept: Paper, others: Sequence[Paper]) -> None:
    """Versions of the others become versions of the same work as the kept paper, and it one of
    theirs."""
    pks = [other.pk for other in others]
    if kept.version_of_id in pks:
        kept.version_of = None
    main = kept.version_of_id or kept.pk
    Paper.objects.filter(version_of__in=pks).exclude(pk=main).update(version_of=main)
    if main == kept.pk and not kept.versions.exclude(pk__in=pks).exists():
        theirs = (other.version_of_id for other in others)
        kept.version_of_id = next((pk for pk in theirs if pk not in (None, kept.pk, *pks)), None)
    Paper.objects.filter(pk=kept.pk).update(version_of=kept.version_of_id)


def move_facts(kept: Paper, other: Paper) -> None:
    """Its keys, identifiers, sources and note."""
    Key.objects.filter(paper=other).update(paper=kept)
    Identifier.objects.filter(paper=other).update(paper=kept)
    move_sources(kept, other)
    Check.objects.filter(paper=other).update(paper=kept)
    Notice.objects.filter(paper=other).exclude(notice_paper=kept).update(paper=kept)
    Notice.objects.filter(notice_paper=other).exclude(paper=kept).update(notice_paper=kept)
    if kept.state == State.TO_LOOK_UP:
        kept.state = other.state
    kept.is_in_library = kept.is_in_library or other.is_in_library
    if other.note and other.note not in kept.note:
        kept.note = f"{kept.note}\n\n{other.note}".strip()


def move_sources(kept: Paper, other: Paper) -> None:
    """Its sources stand behind those of the kept paper, which keeps its own facts. What an editor
    corrected in it is a source among these, and tells of its type of work alone."""
    last = kept.sources.aggregate(last=Max("rank"))["last"] or 0
    there = set(kept.sources.values_list("kind", "name", "key"))
    for row in sources_of(other):
        if row.kind == SourceKind.EDITOR and row.rank == 0:
            row.name = row.name or other.key
            row.record = {"type": other.type} | {n: v for n, v in row.record.items() if v}
            row.identifiers = [one for one in row.identifiers if not one.startswith(REMOVED)]
        while (row.kind, row.name, row.key) in there:
            row.key = f"{row.key[:180]} ({other.key})"
        there.add((row.kind, row.name, row.key))
        row.paper, row.rank = kept, row.rank + last + 1
        row.save()


def move_reading(kept: Paper, other: Paper) -> None:
    """Its place on the reading list, where the kept paper has none; its note in any case."""
    theirs = Reading.objects.filter(paper=other).first()
    ours = Reading.objects.filter(paper=kept).first()
    if theirs is None:
        return
    if ours is None:
        Reading.objects.filter(pk=theirs.pk).update(paper=kept)
    elif theirs.note and theirs.note not in ours.note:
        ours.note = f"{ours.note}\n\n{theirs.note}".strip()
        ours.save()


def move_cited_works(kept: Paper, other: Paper) -> None:
    """Where posts cite it; a post that cites both cites one paper at all the places."""
    moving = CitedWork.objects.filter(paper=other)
    both = CitedWork.objects.filter(paper=kept, post__in=moving.values("post"))
    there = {row.post_id: row for row in both}
    for row in moving.order_by("pk"):
        if same := there.get(row.post_id):
            fold_rows(same, row)
        else:
            CitedWork.objects.filter(pk=row.pk).update(paper=kept)


def fold_rows(kept: CitedWork, other: CitedWork) -> None:
    """One post's rows for two papers become one; what an editor chose goes before what was found.

    The places stand one behind the other until the post is rendered again.
    """
    if other.found_by == Origin.EDITOR != kept.found_by:
        kept.role, kept.is_confirmed, kept.found_by = other.role, other.is_confirmed, Origin.EDITOR
    elif kept.found_by != Origin.EDITOR:
        kept.role = Role.ABOUT if Role.ABOUT in (kept.role, other.role) else kept.role
        kept.is_confirmed = kept.is_confirmed or other.is_confirmed
    kept.position = min(kept.position, other.position)
    kept.save()
    last = kept.citations.aggregate(last=Max("position"))["last"] or 0
    for position, place in enumerate(other.citations.order_by("position"), start=last + 1):
        Citation.objects.filter(pk=place.pk).update(cited_work=kept, position=position)
    other.delete()


@transaction.atomic
def merge_people(
    kept: Contributor, others: Sequence[Contributor], by: AbstractUser | None = None
) -> Merge:
    """Makes ``kept`` the contributor of all that ``others`` wrote. Raises ``CannotMergeError`` for
    a person and a body, and for people with different ORCIDs."""
    take_turn(LIBRARY)
    kept, others = lock_rows(kept, others)
    everyone = [kept, *others]
    if len({bool(one.literal) for one in everyone}) > 1:
        raise CannotMergeError(_("A person and a body cannot be one."))
    orcids = {one.orcid for one in everyone if one.orcid}
    if len(orcids) > 1:
        told = ", ".join(sorted(orcids))
        raise CannotMergeError(_("They have different ORCIDs: %(orcids)s.") % {"orcids": told})
    pks = [one.pk for one in others]
    papers = list(Paper.objects.filter(authorships__contributor__in=pks).distinct().order_by("pk"))
    journal = Journal()
    journal.keep(everyone)
    for model in (Authorship, OldSlug):
        journal.keep(model.objects.filter(contributor__in=pks).order_by("pk"))
    journal.keep(papers)
    pairs = DistinctPeople.objects.filter(Q(first__in=pks) | Q(second__in=pks))
    journal.keep(pairs.order_by("pk"))  # they go with their people
    for other in others:
        move_person(kept, other, journal)
    kept.orcid = next(iter(orcids), None)
    kept.save()
    for paper in papers:
        rebuild_record(paper)
    papers_changed(paper.pk for paper in papers)
    return store_merge(MergeKind.PEOPLE, everyone, pks, journal, by)


def move_person(kept: Contributor, other: Contributor, journal: Journal) -> None:
    """What one wrote, and the addresses; who stands twice in one role stands there once."""
    for row in Authorship.objects.filter(contributor=other).order_by("pk"):
        twice = Authorship.objects.filter(contributor=kept, paper=row.paper_id, role=row.role)
        if twice.exists():
            row.delete()
        else:
            Authorship.objects.filter(pk=row.pk).update(contributor=kept)
    OldSlug.objects.filter(contributor=other).update(contributor=kept)
    Contributor.objects.filter(pk=other.pk).delete()
    journal.add(OldSlug.objects.create(value=other.slug, contributor=kept))


def store_merge(
    kind: MergeKind,
    rows: Sequence[models.Model],
    gone_pks: list[int],
    journal: Journal,
    by: AbstractUser | None,
) -> Merge:
    kept, *others = rows
    return Merge.objects.create(
        kind=kind,
        kept_pk=kept.pk,
        gone_pks=gone_pks,
        kept=name_of_row(kept),
        gone="; ".join(name_of_row(other) for other in others),
        journal=journal.finish(),
        by=by,
    )


def lock_rows(kept: Any, others: Sequence[Any]) -> tuple[Any, list[Any]]:
    """The rows as they are in the database, locked."""
    wanted = dict.fromkeys([kept.pk, *(other.pk for other in others)])
    found = type(kept)._default_manager.select_for_update().in_bulk(list(wanted))
    if len(found) < max(2, len(wanted)):
        raise CannotMergeError(_("One of them is not there any more."))
    first, *rest = (found[pk] for pk in wanted)
    return first, rest


def name_of_row(row: Any) -> str:
    return f"{row} ({row.key})" if isinstance(row, Paper) else str(row)


@transaction.atomic
def undo_merge(merge: Merge) -> None:
    """Takes a merge apart: every row is as it was, but for what was edited since.

    Raises ``CannotMergeError`` with the reason, and changes nothing then.
    """
    take_turn(LIBRARY)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at:
        raise CannotMergeError(_("This merge was undone already."))
    if later := later_merge(merge):
        raise CannotMergeError(_("Undo the later one first: %(merge)s.") % {"merge": later})
    try:
        with transaction.atomic():
            edited = put_back(merge.journal, DERIVED)
    except IntegrityError as error:
        raise CannotMergeError(
            _("A key, an identifier or an address that was moved belongs to something else now.")
        ) from error
    merge.undone_at = timezone.now()
    merge.save()
    papers = [row["pk"] for row in merge.journal["before"] if row["model"] == "papers.paper"]
    if {label for label, _pk in edited} & {"papers.paper", "papers.source"}:
        for paper in Paper.objects.filter(pk__in=papers):
            with changing_sources(paper):
                pass
    Paper.objects.filter(pk__in=papers).update(updated_at=timezone.now())
    recount_discussions(papers)
    papers_changed(papers)


def later_merge(merge: Merge) -> Merge | None:
    """The last merge after this one, not undone, that changed a row of this one's."""
    concerned = concerning(merge.journal)
    later = Merge.objects.filter(pk__gt=merge.pk, undone_at=None).order_by("-pk")
    return next((one for one in later if concerned & changing(one.journal)), None)
