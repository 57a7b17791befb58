"""What the page of a post shows: each function costs a fixed number of queries."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.comments.thread_html import threads_html
from blog.comments.thread_pages import page_number, thread_page
from blog.models import Correction, EarlierVersion, Post
from blog.posts.cited_standing import cited_standing
from blog.posts.names_beside import tell_names
from blog.posts.post_citation import post_record, reference_to
from blog.posts.post_metadata import linked_data, meta_names, meta_properties
from blog.posts.related import in_order, related_numbers, related_posts
from blog.posts.series_order import titles_of_series
from blog.posts.side_notes import notes_beside
from papers.citing.cited_works import Reference, references_of
from papers.citing.reference_lists import places_of_style
from papers.citing.restyled_text import restyle
from papers.citing.style_names import TITLES, site_style
from papers.models import CitedWork, Paper
from papers.queries.prepared import prepared
from papers.records.address_forms import address_form
from papers.records.json_ld_element import as_element

CITES = Exists(CitedWork.objects.filter(post=OuterRef("pk"), is_confirmed=True).order_by())
"""Whether a post has works in its list: most pages ask for none then."""


def find_post(request: HttpRequest, slug: str) -> Post:
    """A published post, or a draft or scheduled one for those who may edit it; else a 404.

    The visitor's session is looked at only where no published post has the slug, so that a
    public page never depends on who reads it.
    """
    post = published_post.first(address_form(slug), timezone.now())
    if post is not None:
        tell_names([post])
        return post
    posts = Post.objects.filter(slug=slug).select_related("series").annotate(cites=CITES)
    post = posts.with_byline().with_whole_text().editable_by(request.user).first()
    if post is None:
        raise Http404(_("There is no post at this address."))
    return post


@prepared
def published_post(slug: str, now: datetime) -> QuerySet:
    open_versions = EarlierVersion.objects.filter(post=OuterRef("pk"), is_public=True).order_by()
    posts = Post.objects.published(now).filter(slug=slug).select_related("series")
    posts = posts.annotate(has_versions=Exists(open_versions), cites=CITES)
    return posts.with_comments_count().with_whole_text().order_by()


def cited_records(post: Post) -> list[dict[str, Any]]:
    """The records of a post's cited works, in the order in which it cites them."""
    rows = post.cited_works.filter(is_confirmed=True).order_by("position", "pk")
    return list(rows.values_list("paper__record", flat=True))


def references_in(post: Post, wanted: str) -> dict[str, Any]:
    """A post's text and references in the style that a reader wants, as far as it is stored."""
    own = post.style or site_style()
    style = wanted if wanted in TITLES else own
    references, is_stored = references_of(post.pk, style, own) if post.cites else ([], False)
    stored = places_of_style(post.pk, style, own) if references and style != own else None
    return {
        "body_html": notes_beside(restyle(post.body_html, *stored) if stored else post.body_html),
        "references": references,
        "standing": cited_standing(references),
        "styles": [(name, title, name == style) for name, title in TITLES.items()],
        "is_waiting": bool(references) and style != own and not is_stored,
    }


def description_of(
    post: Post, url: str, references: Sequence[Reference], corrections: Sequence[Correction]
) -> dict[str, Any]:
    """What the head of a post's page says of it, in no query."""
    return {
        "canonical_url": post.canonical_url or url,
        "has_references": bool(references),
        "meta_names": meta_names(post, url),
        "meta_properties": meta_properties(post, url),
        "linked_data": as_element(linked_data(post, url, references, corrections)),
    }


def citation_of(post: Post, url: str) -> str:
    """The reference with which others cite a post."""
    return reference_to(post_record(post, url))


def told_corrections(post: Post) -> list[Correction]:
    """Most posts have none, and then ask for none."""
    return corrections_of(post.pk) if post.corrected_at else []


@prepared
def corrections_of(post: int) -> QuerySet:
    rows = Correction.objects.filter(post=post).order_by(*Correction._meta.ordering)
    return rows.defer("change")


def posts_beside(post: Post, papers: Iterable[Paper]) -> dict[str, Any]:
    """The posts that belong to a post which cites these papers, and its series in its order or
    else the posts just before and after it."""
    now = timezone.now()
    if post.series_id is not None or post.published_at is None:
        series = [] if post.series_id is None else titles_of_series(post.series_id, now)
        return {"related_posts": related_posts(post, papers, now), "series_posts": series}
    related, at = related_numbers(post, papers, now), post.published_at
    found = posts_around(at, post.pk, set(related) or {post.pk}, min(at, now), now)
    place = (at, post.pk)
    around = {(one.published_at, one.pk): one for one in found}
    return {
        "related_posts": in_order(found, related),
        "older_post": around.get(max((one for one in around if one < place), default=None)),
        "newer_post": around.get(min((one for one in around if one > place), default=None)),
    }


@prepared
def posts_around(
    at: datetime, pk: int, others: Collection[int], until: datetime, now: datetime
) -> QuerySet:
    """The listed posts just before and just after a place in the order of all, and those of these
    others that are listed; ``until`` is the earlier of the place's moment and now."""
    others = Post.objects.listed(now).filter(pk__in=others).order_by()
    older = Post.objects.listed(until).exclude(published_at=at, pk__gte=pk)
    newer = Post.objects.listed(now).filter(published_at__gte=at)
    newer = newer.exclude(published_at=at, pk__lte=pk).order_by("published_at", "pk")
    chosen = Q(pk__in=older.values("pk")[:1]) | Q(pk__in=newer.values("pk")[:1])
    chosen |= Q(pk__in=others.values("pk"))
    return Post.objects.filter(chosen).order_by().with_titles()


def comments_of_post(post: Post, request: HttpRequest) -> dict[str, Any]:
    """The page of a post's comments that ``?comments=`` names, the first one without it."""
    threads = thread_page(post, page_number(request))
    takes_comments = post.takes_comments()
    return {
        "threads": threads,
        "threads_html": partial(threads_html, threads, post, takes_comments),
        "takes_comments": takes_comments,
    }
