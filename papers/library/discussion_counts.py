"""Keeps ``Paper.discussions_count`` and ``Paper.is_listed`` right: in how many listed posts each
paper is cited, and whether the library's lists show it.

Both are stored because the list of papers is sorted and cut by them. Whoever changes cited works,
what comments cite or the reading list calls ``recount_discussions``; posts that wait for their date
leave a job that counts again at that moment.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django_tasks import task

from papers.library.changes import papers_changed, waited_for
from papers.models import CitedWork, CommentCitation, Paper, Reading
from papers.queries.batches import batches

BATCH = 500


def recount_discussions(paper_ids: Iterable[int]) -> int:
    """Counts the discussions of these papers anew; how many numbers changed. Doing it twice does
    no harm. The next scheduled post that cites one of them has its job, which then does the same.
    """
    return sum(map(recount_some, batches(sorted(set(paper_ids)), BATCH)))


@transaction.atomic
def recount_some(paper_ids: list[int]) -> int:
    now = timezone.now()
    changed = store_counts(paper_ids, now)
    later = CitedWork.objects.filter(paper__in=paper_ids, is_confirmed=True, published_at__gt=now)
    if next_at := later.aggregate(next=Min("published_at"))["next"]:
        count_again.using(run_after=next_at).enqueue(paper_ids)
    return changed


@task()
def count_again(paper_ids: list[int]) -> int:
    return recount_discussions(paper_ids)


def store_counts(paper_ids: list[int], now: datetime) -> int:
    cited = CitedWork.objects.filter(paper=OuterRef("pk")).published(now).order_by()
    counts = cited.values("paper").annotate(count=Count("pk")).values("count")
    counted = Coalesce(Subquery(counts, output_field=IntegerField()), Value(0))
    rows = Paper.objects.filter(pk__in=paper_ids)
    rows = rows.annotate(counted=counted, found=is_found(now)).values_list(
        "pk", "discussions_count", "is_listed", "counted", "found"
    )
    changed: dict[tuple[int, bool], list[int]] = defaultdict(list)
    for pk, *stored, count, found in rows:
        if stored != [count, found]:
            changed[count, found].append(pk)
    for (count, found), pks in changed.items():
        counted = Paper.objects.filter(pk__in=pks)
        counted.update(discussions_count=count, is_listed=found, updated_at=now)
    tell_of_listed(pk for (_count, found), pks in changed.items() if found for pk in pks)
    return sum(map(len, changed.values()))


def is_found(now: datetime) -> Case:
    """Whether readers find a paper in the library: an editor says so, a post that lists show cites
    it, or a comment under one, or it is on the reading list."""
    mine = Q(paper=OuterRef("pk"))
    return Case(
        When(is_in_library=True, then=Value(True)),
        When(Exists(CitedWork.objects.published(now).filter(mine)), then=Value(True)),
        When(Exists(CommentCitation.objects.published(now).filter(mine)), then=Value(True)),
        When(Exists(Reading.objects.filter(mine)), then=Value(True)),
        default=Value(False),
    )


def tell_of_listed(paper_ids: Iterable[int]) -> None:
    """A comment's key that led nowhere while its paper was hidden is looked up again."""
    waiting = set(waited_for(paper_ids).values_list("paper_id", flat=True))
    if waiting:
        papers_changed(waiting)


def papers_cited_in(post_ids: Iterable[int]) -> list[int]:
    """The papers that these posts and their comments cite: those to count again when the posts are
    gone."""
    pks = list(post_ids)
    cited = CitedWork.objects.filter(post__in=pks).order_by().values_list("paper_id", flat=True)
    named = CommentCitation.objects.filter(comment__post__in=pks).order_by()
    return sorted(cited.union(named.values_list("paper_id", flat=True)))


def papers_cited_by(comment_ids: Iterable[int]) -> list[int]:
    """The papers that these comments cite."""
    rows = CommentCitation.objects.filter(comment__in=list(comment_ids)).order_by("paper_id")
    return list(rows.values_list("paper_id", flat=True).distinct())
