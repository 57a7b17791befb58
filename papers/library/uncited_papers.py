"""Papers that only texts named, by identifiers alone: they go when no text does any more."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from papers.choices import SourceKind, State
from papers.library.discussion_counts import recount_discussions
from papers.models import (
    CitedWork,
    CommentCitation,
    DistinctPair,
    Key,
    Notice,
    Paper,
    Reading,
    Source,
)
from papers.queries.batches import batches

NEVER_CITED_FOR = timedelta(days=60)
"""As long as text that was typed and not saved is kept: it may cite them."""


def recount_and_forget(paper_ids: Iterable[int]) -> None:
    """For papers that texts cited which are gone."""
    papers = set(paper_ids)
    recount_discussions(papers)
    forget_uncited(papers)


def forget_uncited(paper_ids: Iterable[int]) -> int:
    """Deletes those of these papers that nothing cites and nobody said anything of; how many."""
    return sum(map(forget_some, batches(sorted(set(paper_ids)))))


@transaction.atomic
def forget_some(paper_ids: list[int]) -> int:
    rows = Paper.objects.filter(pk__in=paper_ids, state=State.TO_LOOK_UP, is_in_library=False)
    # Locked first: who cites one of them in this moment is seen by the second look.
    held = list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    if not held:
        return 0
    pks = list(unsaid(Paper.objects.filter(pk__in=held)).values_list("pk", flat=True))
    Paper.objects.filter(pk__in=pks).delete()
    return len(pks)


def unsaid(papers: QuerySet[Paper]) -> QuerySet[Paper]:
    """Those that nothing cites, and of which there is nothing but the identifier that named them:
    no other source, note, notice or key, and no decision of an editor."""
    mine = Q(paper=OuterRef("pk"))
    keeping = [
        CitedWork.objects.filter(mine),
        CommentCitation.objects.filter(mine),
        Reading.objects.filter(mine),
        Notice.objects.filter(mine | Q(notice_paper=OuterRef("pk"))),
        Source.objects.filter(mine).exclude(kind=SourceKind.PROVISIONAL, rank=0),
        Key.objects.filter(mine).exclude(value=OuterRef("key")),
        Paper.objects.filter(version_of=OuterRef("pk")),
        DistinctPair.objects.filter(Q(first=OuterRef("pk")) | Q(second=OuterRef("pk"))),
    ]
    papers = papers.filter(note="", version_of=None, is_in_library=False).order_by("pk")
    return papers.filter(*(~Exists(rows) for rows in keeping))


def forget_never_cited() -> None:
    """Those that were named while somebody wrote, and that no text cited after all."""
    before = timezone.now() - NEVER_CITED_FOR
    old = Paper.objects.filter(state=State.TO_LOOK_UP, created_at__lt=before)
    forget_uncited(unsaid(old).values_list("pk", flat=True))
