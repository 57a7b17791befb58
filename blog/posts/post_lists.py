"""What the pages that list posts show: each function costs a fixed number of queries."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, QuerySet
from django.utils import timezone

from blog.models import Author, Comment, Hashtag, Post, Tag
from blog.posts.cited_standing import tell_standings
from blog.text.calendar_ends import EARLIEST, LATEST
from papers.models import Paper
from papers.queries.paging import Page, RowsUntil, page_by_time

MENTIONED_IN = 10
MASTHEAD_AUTHORS = 6  # as many as a sentence names
MOST_DISCUSSED = 6
NEWEST_COMMENTS = 4


def page_of_tag(posts: QuerySet, tag: Tag, cursor: str, size: int) -> Page:
    """One page of those posts that have a tag: one range of the index (tag, published_at, post)."""

    def until(moment: datetime) -> QuerySet:
        rows = posts.filter(tagged_posts__tag=tag, tagged_posts__published_at__lte=moment)
        time, post = F("tagged_posts__published_at"), F("tagged_posts__content_object_id")
        return rows.annotate(list_time=time, list_post=post)

    return page_by_time(until, cursor, size, time="list_time", pk="list_post")


def page_of_author(posts: QuerySet, author: Author, cursor: str, size: int) -> Page:
    """One page of those posts over which somebody stands: one range of the index (author,
    published_at, post)."""

    def until(moment: datetime) -> QuerySet:
        rows = posts.filter(bylines__author=author, bylines__published_at__lte=moment)
        return rows.annotate(list_time=F("bylines__published_at"), list_post=F("bylines__post_id"))

    return page_by_time(until, cursor, size, time="list_time", pk="list_post")


def page_of_posts(cursor: str) -> Page:
    """One page of the posts that lists show with all that is shown of each, in five queries."""
    size = settings.BLOG_POSTS_PER_PAGE
    page = page_by_time(lambda at: Post.objects.listed(at).with_byline(), cursor, size)
    tell_standings(page.rows)
    return page


def around_posts() -> dict[str, Any]:
    """What stands beside the newest posts: who writes them, the papers that most of them discuss,
    and what readers said last."""
    fields = ("key", "title", "record", "issued_year", "discussions_count", "notice")
    papers = Paper.objects.listed().filter(discussions_count__gt=1).only(*fields)
    papers = papers.order_by("-discussions_count", "-pk")
    comments = Comment.objects.public().filter(post__is_unlisted=False).select_related("post")
    comments = comments.only("name", "created_at", "post__title", "post__slug", "post__language")
    return {
        "authors": Author.objects.listed()[:MASTHEAD_AUTHORS],
        "most_discussed": papers[:MOST_DISCUSSED],
        "newest_comments": comments.order_by("-created_at", "-pk")[:NEWEST_COMMENTS],
    }


def mentions_of_tag(tag: Tag) -> list[Hashtag]:
    """The newest posts that have the tag as a hashtag in their text only."""
    rows = Hashtag.objects.filter(tag=tag).published().select_related("post")
    return list(rows.order_by("-published_at", "-post_id")[:MENTIONED_IN])


def years_of_archive(now: datetime | None = None) -> list[int]:
    """The years that have listed posts, newest first, in three queries of index ranges."""
    now = now or timezone.now()
    listed = Post.objects.listed(now).only("published_at")
    newest, oldest = listed.first(), listed.reverse().first()
    if newest is None or oldest is None:
        return []
    last, first = (timezone.localtime(post.published_at).year for post in (newest, oldest))
    years = range(last, first - 1, -1)
    ranges = {f"y{year}": Exists(posts_of_year(year)(now).order_by()) for year in years}
    found = Post.objects.order_by().annotate(**ranges).values(*ranges)[:1].get()
    return [year for year in years if found[f"y{year}"]]


def posts_of_year(year: int) -> RowsUntil:
    """The posts of a year in the site's zone that lists show, up to a moment."""
    if not EARLIEST.year <= year <= LATEST.year:
        return lambda _moment: Post.objects.none()
    zone = timezone.get_current_timezone()
    start, next_start = (datetime(one, 1, 1, tzinfo=zone) for one in (year, year + 1))
    last = next_start - timedelta.resolution
    return lambda moment: Post.objects.listed(min(moment, last)).filter(published_at__gte=start)
