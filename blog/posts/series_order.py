"""The posts of a series in the order in which it is read: the first one first."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from blog.models import Post, Series
from blog.posts.cited_standing import tell_standings
from blog.posts.names_beside import tell_names
from papers.queries.paging import Page, page_from_first
from papers.queries.prepared import prepared

LONGEST_SERIES = 100
"""Titles that stand below each post of a series, the first ones."""


def posts_of_series(pk: int, now: datetime | None = None) -> QuerySet:
    return Post.objects.listed(now).filter(series=pk).order_by("published_at", "pk")


def page_of_series(series: Series, cursor: str) -> Page:
    """One page of a series, with all that lists show of each post."""
    posts = posts_of_series(series.pk).with_comments_count()
    page = page_from_first(posts, cursor, settings.BLOG_POSTS_PER_PAGE)
    tell_names(page.rows)
    tell_standings(page.rows)
    return page


@prepared
def titles_of_series(series: int, now: datetime) -> QuerySet:
    return posts_of_series(series, now).with_titles()[:LONGEST_SERIES]
