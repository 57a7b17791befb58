"""What a reader's page shows: each function costs a fixed number of queries."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.describing import linked_data, meta_names, meta_properties
from blog.models import Hashtag, Post, Tag
from blog.related import related_posts
from blog.reply_html import threads_html
from blog.thread_pages import page_number, thread_page
from papers.cited_works import Reference, cited_works_in, references_of
from papers.linked_data import as_element
from papers.models import CitedWork
from papers.paging import Page, page_by_time
from papers.styles import TITLES, site_style

LONGEST_SERIES = 100
MENTIONED_IN = 10
CITED_PAPERS = 8


def find_post(request: HttpRequest, slug: str) -> Post:
    """A published post, or a draft or scheduled one for those who may edit it; else a 404.

    The visitor's session is looked at only where no published post has the slug, so that a
    public page never depends on who reads it.
    """
    posts = Post.objects.filter(slug=slug).select_related("series").with_byline()
    posts = posts.defer(None).defer("source", "text")
    post = posts.published().first() or posts.editable_by(request.user).first()
    if post is None:
        raise Http404(_("There is no post at this address."))
    return post


def cited_records(post: Post) -> list[dict[str, Any]]:
    """The records of a post's cited works, in the order in which it cites them."""
    rows = post.cited_works.filter(is_confirmed=True).order_by("position", "pk")
    return list(rows.values_list("paper__record", flat=True))


def posts_of_tag(tag: Tag, cursor: str, now: datetime) -> Page:
    """One page of a tag's posts: one range of the index (tag, published_at, post)."""
    posts = Post.objects.filter(tagged_posts__tag=tag, tagged_posts__published_at__lte=now)
    posts = posts.annotate(
        tag_time=F("tagged_posts__published_at"), tag_post=F("tagged_posts__content_object_id")
    )
    size = settings.BLOG_POSTS_PER_PAGE
    return page_by_time(posts.with_byline(), cursor, size, time="tag_time", pk="tag_post")


def cited_in(posts: Sequence[Post]) -> list[CitedWork]:
    """One cited work for each paper that the posts cite, newest post first, a few of them."""
    rows = cited_works_in([post.pk for post in posts])
    order = {post.pk: place for place, post in enumerate(posts)}
    rows.sort(key=lambda row: (order[row.post_id], row.position))
    firsts = {row.paper_id: row for row in reversed(rows)}
    return [row for row in rows if firsts[row.paper_id] is row][:CITED_PAPERS]


def references_in(post: Post, wanted: str) -> dict[str, Any]:
    """A post's references in the style that a reader wants, as far as it is stored."""
    own = post.style or site_style()
    style = wanted if wanted in TITLES else own
    references, is_stored = references_of(post.pk, style, own)
    return {
        "references": references,
        "styles": [(name, title, name == style) for name, title in TITLES.items()],
        "is_waiting": bool(references) and style != own and not is_stored,
    }


def description_of(post: Post, url: str, references: Sequence[Reference]) -> dict[str, Any]:
    """What the head of a post's page says of it, and the posts that belong to it."""
    return {
        "meta_names": meta_names(post, url),
        "meta_properties": meta_properties(post, url),
        "linked_data": as_element(linked_data(post, url, references)),
        "related_posts": related_posts(post, [one.work.paper for one in references]),
    }


def mentions_of_tag(tag: Tag) -> list[Hashtag]:
    """The newest posts that have the tag as a hashtag in their text only."""
    rows = Hashtag.objects.filter(tag=tag).published().select_related("post")
    return list(rows.order_by("-published_at", "-post_id")[:MENTIONED_IN])


def neighbours(post: Post) -> dict[str, Any]:
    """The series of a post in its order, or else the posts just before and after it."""
    if post.series_id is not None:
        series = Post.objects.listed().filter(series=post.series_id)
        return {"series_posts": list(series.order_by("published_at", "pk")[:LONGEST_SERIES])}
    if post.published_at is None:
        return {}
    listed = Post.objects.listed().exclude(pk=post.pk)
    older = listed.filter(
        Q(published_at__lt=post.published_at) | Q(published_at=post.published_at, pk__lt=post.pk)
    )[:1]
    newer = listed.filter(
        Q(published_at__gt=post.published_at) | Q(published_at=post.published_at, pk__gt=post.pk)
    ).order_by("published_at", "pk")[:1]
    chosen = Q(pk=Subquery(older.values("pk"))) | Q(pk=Subquery(newer.values("pk")))
    found = list(Post.objects.filter(chosen).only("title", "slug", "published_at"))
    order = (post.published_at, post.pk)
    return {
        "older_post": next((p for p in found if (p.published_at, p.pk) < order), None),
        "newer_post": next((p for p in found if (p.published_at, p.pk) > order), None),
    }


def comments_of(post: Post, request: HttpRequest) -> dict[str, Any]:
    """The page of a post's comments that ``?comments=`` names, the first one without it."""
    threads = thread_page(post, page_number(request))
    return {
        "threads": threads,
        "threads_html": threads_html(threads, post),
        "takes_comments": post.takes_comments(),
    }


def years_of_archive(now: datetime | None = None) -> list[int]:
    """The years that have listed posts, newest first, in three queries of index ranges."""
    listed = Post.objects.listed(now or timezone.now())
    newest, oldest = listed.first(), listed.reverse().first()
    if newest is None or oldest is None:
        return []
    years = range(newest.published_at.year, oldest.published_at.year - 1, -1)
    ranges = {f"y{year}": Exists(in_year(listed, year)) for year in years}
    found = Post.objects.order_by().annotate(**ranges).values(*ranges)[:1].get()
    return [year for year in years if found[f"y{year}"]]


def in_year(posts: QuerySet, year: int) -> QuerySet:
    start, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    return posts.filter(published_at__gte=start, published_at__lt=end)
