"""Notices as readers are told them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import QuerySet

from papers.models import Notice, Paper
from papers.queries.prepared import prepared


def tell_notices(papers: Iterable[Paper]) -> None:
    """Sets ``told``, the confirmed notices with the newest first, on those papers that have one in
    force; in one query, in none where no paper has."""
    concerned = [paper for paper in papers if paper.notice]
    if not concerned:
        return
    by_paper = defaultdict(list)
    for row in notices_of(paper.pk for paper in concerned):
        by_paper[row.paper_id].append(row)
    for paper in concerned:
        paper.told = by_paper[paper.pk]


def notices_of(paper_ids: Iterable[int]) -> list[Notice]:
    """The confirmed notices of these papers, the newest first, those without a day last."""
    found = confirmed_notices(set(paper_ids))
    return sorted(found, key=lambda row: row.day or date.min, reverse=True)


@prepared
def confirmed_notices(papers: Collection[int]) -> QuerySet:
    rows = Notice.objects.confirmed().filter(paper__in=papers)
    return rows.select_related("notice_paper").order_by("-first_seen_at", "-pk")
