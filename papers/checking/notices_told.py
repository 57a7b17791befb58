"""Notices as readers are told them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from papers.models import Notice, Paper


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
    rows = Notice.objects.confirmed().filter(paper__in=list(paper_ids))
    found = rows.select_related("notice_paper").order_by("-first_seen_at", "-pk")
    return sorted(found, key=lambda row: row.day or date.min, reverse=True)
