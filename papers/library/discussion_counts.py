"""Keeps ``Paper.discussions_count`` right: in how many listed posts each paper is cited.

The number is stored because the list of papers is sorted by it. Whoever changes cited works calls
``recount``; posts that wait for their date leave a job that counts again at that moment.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Count, IntegerField, Min, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django_tasks import task

from papers.models import CitedWork, Paper

BATCH = 500


@transaction.atomic
def recount_discussions(paper_ids: Iterable[int]) -> int:
    """Counts the discussions of these papers anew; how many numbers changed. Doing it twice does
    no harm. The next scheduled post that cites one of them has its job, which then does the same.
    """
    now, changed, wanted = timezone.now(), 0, sorted(set(paper_ids))
    for start in range(0, len(wanted), BATCH):
        ids = wanted[start : start + BATCH]
        changed += store_counts(ids, now)
        later = CitedWork.objects.filter(paper__in=ids, is_confirmed=True, published_at__gt=now)
        if next_at := later.aggregate(next=Min("published_at"))["next"]:
            count_again.using(run_after=next_at).enqueue(ids)
    return changed


@task()
def count_again(paper_ids: list[int]) -> int:
    return recount_discussions(paper_ids)


def store_counts(paper_ids: list[int], now: datetime) -> int:
    cited = CitedWork.objects.filter(paper=OuterRef("pk")).published(now).order_by()
    counts = cited.values("paper").annotate(count=Count("pk")).values("count")
    counted = Coalesce(Subquery(counts, output_field=IntegerField()), Value(0))
    rows = Paper.objects.filter(pk__in=paper_ids).annotate(counted=counted)
    changed = 0
    for pk, stored, count in rows.values_list("pk", "discussions_count", "counted"):
        if stored != count:
            Paper.objects.filter(pk=pk).update(discussions_count=count, updated_at=now)
            changed += 1
    return changed


def papers_cited_in(post_ids: Iterable[int]) -> list[int]:
    """The papers that these posts cite: those to count again when the posts are gone."""
    rows = CitedWork.objects.filter(post__in=list(post_ids)).order_by("paper_id")
    return list(rows.values_list("paper_id", flat=True).distinct())
