"""What the pages that list posts show: each function costs a fixed number of queries."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, F, QuerySet
from django.utils import timezone

from blog.models import Hashtag, Post, Tag
from blog.text.calendar_ends import EARLIEST, LATEST
from papers.citing.cited_works import cited_works_in
from papers.models import CitedWork
from papers.queries.paging import Page, page_by_time

MENTIONED_IN = 10


CITED_PAPERS = 8


def page_of_tag(posts: QuerySet, tag: Tag, cursor: str, now: datetime, size: int) -> Page:
    """One page of those posts that have a tag: one range of the index (tag, published_at, post)."""
    posts = posts.filter(tagged_posts__tag=tag, tagged_posts__published_at__lte=now)
    posts = posts.annotate(
        tag_time=F("tagged_posts__published_at"), tag_post=F("tagged_posts__content_object_id")
    )
    return page_by_time(posts, cursor, size, time="tag_time", pk="tag_post")


def cited_in(posts: Sequence[Post]) -> list[CitedWork]:
    """One cited work for each paper that the posts cite, newest post first, a few of them."""
    rows = cited_works_in([post.pk for post in posts])
    order = {post.pk: place for place, post in enumerate(posts)}
    rows.sort(key=lambda row: (order[row.post_id], row.position))
    firsts = {row.paper_id: row for row in reversed(rows)}
    return [row for row in rows if firsts[row.paper_id] is row][:CITED_PAPERS]


def mentions_of_tag(tag: Tag) -> list[Hashtag]:
    """The newest posts that have the tag as a hashtag in their text only."""
    rows = Hashtag.objects.filter(tag=tag).published().select_related("post")
    return list(rows.order_by("-published_at", "-post_id")[:MENTIONED_IN])


def years_of_archive(now: datetime | None = None) -> list[int]:
    """The years that have listed posts, newest first, in three queries of index ranges."""
    listed = Post.objects.listed(now or timezone.now())
    newest, oldest = listed.first(), listed.reverse().first()
    if newest is None or oldest is None:
        return []
    last, first = (timezone.localtime(post.published_at).year for post in (newest, oldest))
    years = range(last, first - 1, -1)
    ranges = {f"y{year}": Exists(in_year(listed, year)) for year in years}
    found = Post.objects.order_by().annotate(**ranges).values(*ranges)[:1].get()
    return [year for year in years if found[f"y{year}"]]


def in_year(posts: QuerySet, year: int) -> QuerySet:
    """Those of a year in the site's zone."""
    if not EARLIEST.year <= year <= LATEST.year:
        return posts.none()
    zone = timezone.get_current_timezone()
    start, end = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    return posts.filter(published_at__gte=start, published_at__lt=end)
