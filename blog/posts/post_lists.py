"""What the pages that list posts show: each function costs a fixed number of queries."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Exists, F, QuerySet
from django.utils import timezone

from blog.models import Author, Comment, Hashtag, Post, Tag
from blog.models.posts import PostQuerySet
from blog.posts.names_beside import tell_names
from blog.text.calendar_ends import EARLIEST, LATEST
from papers.models import Paper
from papers.queries.paging import Page, page_by_time, prepared_page
from papers.queries.prepared import prepared

MENTIONED_IN = 10
MASTHEAD_AUTHORS = 6  # as many as a sentence names
MOST_DISCUSSED = 6
NEWEST_COMMENTS = 4


def shown_posts(has_texts: bool) -> PostQuerySet:
    """Posts as lists show them, or as feeds do, with their texts."""
    posts = Post.objects.with_comments_count()
    return posts.with_whole_text() if has_texts else posts


def listed_posts(until: datetime, *, has_texts: bool) -> QuerySet:
    return shown_posts(has_texts).listed(until)


def posts_under_tag(until: datetime, tag: int, *, has_texts: bool) -> QuerySet:
    """One range of the index (tag, published_at, post)."""
    rows = shown_posts(has_texts)
    rows = rows.filter(tagged_posts__tag=tag, tagged_posts__published_at__lte=until)
    time, post = F("tagged_posts__published_at"), F("tagged_posts__content_object_id")
    return rows.annotate(list_time=time, list_post=post)


def posts_of_author(until: datetime, author: int, *, has_texts: bool) -> QuerySet:
    """One range of the index (author, published_at, post)."""
    rows = shown_posts(has_texts)
    rows = rows.filter(bylines__author=author, bylines__published_at__lte=until)
    return rows.annotate(list_time=F("bylines__published_at"), list_post=F("bylines__post_id"))


def page_of_posts(cursor: str, size: int, *, has_texts: bool = False) -> Page:
    """One page of the posts that lists show, with their authors and tags."""
    return with_names(prepared_page(listed_posts, (), cursor, size, has_texts=has_texts))


def page_of_tag(tag: Tag, cursor: str, size: int, *, has_texts: bool = False) -> Page:
    order = {"time": "list_time", "pk": "list_post"}
    page = prepared_page(posts_under_tag, [tag.pk], cursor, size, **order, has_texts=has_texts)
    return with_names(page)


def page_of_author(author: Author, cursor: str, size: int, *, has_texts: bool = False) -> Page:
    order = {"time": "list_time", "pk": "list_post"}
    page = prepared_page(posts_of_author, [author.pk], cursor, size, **order, has_texts=has_texts)
    return with_names(page)


def with_names(page: Page) -> Page:
    tell_names(page.rows)
    return page


def around_posts() -> dict[str, Any]:
    """What stands beside the newest posts: who writes them, the papers that most of them discuss,
    and what readers said last."""
    now = timezone.now()
    return {
        "authors": listed_authors(now),
        "most_discussed": most_discussed_papers(),
        "newest_comments": newest_comments(now),
    }


@prepared
def listed_authors(now: datetime) -> QuerySet:
    return Author.objects.listed(now)[:MASTHEAD_AUTHORS]


@prepared
def most_discussed_papers() -> QuerySet:
    fields = ("key", "title", "record", "issued_year", "discussions_count", "notice")
    papers = Paper.objects.listed().filter(discussions_count__gt=1).only(*fields)
    return papers.order_by("-discussions_count", "-pk")[:MOST_DISCUSSED]


@prepared
def newest_comments(now: datetime) -> QuerySet:
    comments = Comment.objects.public(now).filter(post__is_unlisted=False).select_related("post")
    comments = comments.only("name", "created_at", "post__title", "post__slug", "post__language")
    return comments.order_by("-created_at", "-pk")[:NEWEST_COMMENTS]


@prepared
def mentions_of_tag(tag: int, now: datetime) -> QuerySet:
    """The newest posts that have the tag as a hashtag in their text only."""
    rows = Hashtag.objects.filter(tag=tag).published(now).select_related("post")
    return rows.order_by("-published_at", "-post_id")[:MENTIONED_IN]


def years_of_archive(now: datetime | None = None) -> list[int]:
    """The years that have listed posts, newest first, in three queries of index ranges."""
    now = now or timezone.now()
    newest, oldest = outermost_post(now), outermost_post(now, is_oldest=True)
    if not (newest and oldest):
        return []
    last, first = (timezone.localtime(at).year for (at,) in (newest, oldest))
    years = range(last, first - 1, -1)
    ends = [ends_of_year(year) for year in years]
    found = ranges_with_posts(
        [start for start, _last in ends], [min(last, now) for _start, last in ends]
    )
    return [year for year, has_posts in zip(years, found[0], strict=True) if has_posts]


@prepared
def outermost_post(now: datetime, *, is_oldest: bool = False) -> QuerySet:
    listed = Post.objects.listed(now)
    outermost = listed.reverse() if is_oldest else listed
    return outermost.values_list("published_at", flat=True)[:1]


@prepared
def ranges_with_posts(starts: list[datetime], ends: list[datetime]) -> QuerySet:
    """One row, which says of each range whether a listed post is in it."""
    ranges = {
        f"range{n}": Exists(Post.objects.listed(end).filter(published_at__gte=start).order_by())
        for n, (start, end) in enumerate(zip(starts, ends, strict=True))
    }
    return Post.objects.order_by().annotate(**ranges).values_list(*ranges)[:1]


@prepared
def newest_titles(now: datetime, *, most: int) -> QuerySet:
    return Post.objects.listed(now).with_titles()[:most]


def ends_of_year(year: int) -> tuple[datetime, datetime]:
    """The first and the last moment of a year in the site's zone."""
    zone = timezone.get_current_timezone()
    start, next_start = (datetime(one, 1, 1, tzinfo=zone) for one in (year, year + 1))
    return start, next_start - timedelta.resolution


def posts_of_year(year: int, since: datetime, until: datetime) -> PostQuerySet:
    """The posts of a year in the site's zone that lists show, between two moments."""
    if not EARLIEST.year <= year <= LATEST.year:
        return Post.objects.none()
    start, last = ends_of_year(year)
    return Post.objects.listed(min(until, last)).filter(published_at__gte=max(since, start))


def page_of_year(year: int, cursor: str, size: int) -> Page:
    """One page of the titles of a year's posts."""

    def titles(since: datetime, until: datetime) -> QuerySet:
        return posts_of_year(year, since, until).with_titles()

    return page_by_time(partial(titles, EARLIEST), cursor, size, rows_between=titles)
