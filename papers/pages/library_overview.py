"""The library at a glance: how many papers there are by year and venue.

Counted by reading whole indexes, so the answer is kept until a paper changes, ten minutes at most.
"""

from collections import Counter
from dataclasses import dataclass
from functools import partial

from django.core.cache import cache
from django.db.models import Count, Sum

from papers.models import UNDATED, CitedWork, Paper
from papers.pages.timeline import YearCount
from papers.queries.page_reads import page_reads

KEPT_SECONDS = 600
MOST_VENUES = 100
MOST_TAGS = 50
MOST_DISCUSSED = 100
MOST_CITED_WORKS = 2000


@dataclass(frozen=True)
class Overview:
    """``tags`` are (slug, name), the commonest among the most discussed papers; ``stamp`` is
    another one when a paper has changed since."""

    stamp: str
    papers: int
    years: list[YearCount]
    venues: list[str]
    tags: list[tuple[str, str]]


EMPTY = Overview("", 0, [], [], [])


def overview_of_library() -> Overview:
    """In one query while no paper changes."""
    changes = Paper.objects.order_by("-updated_at").values_list("updated_at", flat=True)
    changed_at = changes.first()
    if changed_at is None:
        return EMPTY
    stamp = str(changed_at.timestamp())
    if page_reads() is not None:  # whoever keeps the page must know what it was made of
        return count_library(stamp)
    return cache.get_or_set(f"papers-overview-{stamp}", partial(count_library, stamp), KEPT_SECONDS)


def count_library(stamp: str) -> Overview:
    dated = Paper.objects.listed().filter(sort_year__gt=UNDATED).order_by("sort_year")
    years = dated.values_list("sort_year").annotate(Count("pk"), Sum("discussions_count"))
    venues = Paper.objects.listed().exclude(container_title="").order_by()
    venues = venues.values_list("container_title").annotate(count=Count("pk"))
    return Overview(
        stamp=stamp,
        papers=Paper.objects.listed().count(),
        years=[YearCount(*row) for row in years],
        venues=[
            name for name, _count in venues.order_by("-count", "container_title")[:MOST_VENUES]
        ],
        tags=tags_of_most_discussed(),
    )


def tags_of_most_discussed() -> list[tuple[str, str]]:
    papers = Paper.objects.listed().filter(discussions_count__gt=0)
    papers = papers.order_by("-discussions_count", "-pk")
    works = CitedWork.objects.filter(
        paper__in=list(papers.values_list("pk", flat=True)[:MOST_DISCUSSED])
    )
    tagged = works.published().exclude(post__tagged_posts=None).order_by()
    names = tagged.values_list("post__tagged_posts__tag__slug", "post__tagged_posts__tag__name")
    return [tag for tag, _count in Counter(names[:MOST_CITED_WORKS]).most_common(MOST_TAGS)]
