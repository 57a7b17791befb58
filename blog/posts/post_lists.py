"""What the pages that list posts show: each function costs a fixed number of queries."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, QuerySet
from django.utils import timezone

from blog.models import Author, Comment, Hashtag, Post, Tag
from blog.posts.cited_standing import tell_standings
from blog.text.calendar_ends import EARLIEST, LATEST
from papers.models import Paper
from papers.queries.paging import Page, page_by_time

MENTIONED_IN = 10
MASTHEAD_AUTHORS = 6  # as many as a sentence names
MOST_DISCUSSED = 6
NEWEST_COMMENTS = 4


def page_of_tag(posts: QuerySet, tag: Tag, cursor: str, now: datetime, size: int) -> Page:
    """One page of those posts that have a tag: one range of the index (tag, published_at, post)."""
    posts = posts.filter(tagged_posts__tag=tag, tagged_posts__published_at__lte=now)
    posts = posts.annotate(
        tag_time=F("tagged_posts__published_at"), tag_post=F("tagged_posts__content_object_id")
    )
    return page_by_time(posts, cursor, size, time="tag_time", pk="tag_post")


def page_of_posts(posts: QuerySet, cursor: str) -> Page:
    """One page of posts with all that lists show of each, in five queries."""
    page = page_by_time(posts.with_byline(), cursor, settings.BLOG_POSTS_PER_PAGE)
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
