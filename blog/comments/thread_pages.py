"""A post's comments a page at a time: each function costs a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from blog.comments.indented_replies import NodePlace, place_nodes
from blog.comments.threads import ThreadNode, nodes_in_order, nodes_of_parts, pages_of_threads
from blog.models import Comment, Post
from blog.models.comments import CommentState
from papers.queries.capped_counts import COUNT_CAP
from papers.queries.prepared import prepared


class ShownComment(NamedTuple):
    """What readers see of a comment. The fields are columns."""

    pk: int
    parent_id: int | None
    thread_id: int
    name: str
    website: str
    body_html: str
    created_at: datetime
    edited_at: datetime | None
    quote: str
    quoted_at: datetime | None


@dataclass(frozen=True)
class ThreadPage:
    """Page ``number`` of ``last``; ``comments`` has those of the page and the parents that they
    name, ``count`` is that of all pages."""

    places: list[NodePlace]
    comments: dict[int, ShownComment]
    number: int = 1
    last: int = 1
    count: int = 0


def thread_page(post: Post, number: int) -> ThreadPage:
    """One page of a post's published comments. ``post`` is from ``with_byline``.

    Raises ``Http404`` for a page that there is not.
    """
    if not post.shows_comments or (number == 1 and not post.comments_count):
        return ThreadPage([], {})
    size = settings.BLOG_COMMENTS_PER_PAGE
    if number == 1 and post.comments_count <= size and post.comments_count < COUNT_CAP:
        return only_page(post)
    sizes = thread_sizes(post)
    pages = pages_of_threads(sizes, size) or [[]]
    if number > len(pages):
        raise Http404(_("There is no such page of comments."))
    here = pages[number - 1]
    ordered = nodes_in_order(nodes_of({thread for thread, _part in here}))
    places = place_nodes(nodes_of_parts(ordered, set(here), size))
    wanted = {one.node.pk for one in places if one.node.is_shown}
    parents = {one.parent for one in places if one.parent is not None}
    wanted |= parents.intersection(node.pk for node in ordered if node.is_shown)
    # By their numbers alone: asked for their state too, SQLite without statistics reads all there
    # are of that.
    comments = shown_comments(Comment.objects.filter(pk__in=wanted))
    return ThreadPage(places, comments, number, len(pages), sum(count for _pk, count in sizes))


def only_page(post: Post) -> ThreadPage:
    """All comments of a post that has few, in one query, or two where some were removed."""
    comments = {row[0]: ShownComment(*row) for row in published_comments(post.pk)}
    nodes = [ThreadNode(*row[:3], True) for row in comments.values()]
    if any(node.parent_id and node.parent_id not in comments for node in nodes):
        nodes = nodes_of({node.thread_id for node in nodes})
    return ThreadPage(place_nodes(nodes_in_order(nodes)), comments, count=len(comments))


@prepared
def published_comments(post: int) -> QuerySet:
    rows = Comment.objects.filter(post_id=post).published().in_threads()
    return rows.values_list(*ShownComment._fields)


def page_of(comment: Comment) -> str:
    """The query string of the post's page that shows a published comment; empty for the first."""
    size = settings.BLOG_COMMENTS_PER_PAGE
    sizes = thread_sizes(comment.post)
    part = 0
    if dict(sizes).get(comment.thread_id, 0) > size:
        pks = [node.pk for node in nodes_in_order(nodes_of([comment.thread_id])) if node.is_shown]
        part = pks.index(comment.pk) // size
    wanted = (comment.thread_id, part)
    pages = enumerate(pages_of_threads(sizes, size), start=1)
    number = next((number for number, here in pages if wanted in here), 1)
    return f"?comments={number}" if number > 1 else ""


def page_number(request: HttpRequest) -> int:
    """``?comments=``: the page of comments, from 1. Raises ``Http404`` where it is none."""
    text = request.GET.get("comments", "1")
    if not text.isascii() or not text.isdecimal() or len(text) > 9 or int(text) < 1:
        raise Http404(_("There is no such page of comments."))
    return int(text)


def thread_sizes(post: Post) -> list[tuple[int, int]]:
    """Each thread of a post with the number of its published comments, oldest thread first."""
    rows = post.comments.published().order_by("thread_id").values_list("thread_id")
    with connection.cursor() as cursor:  # the numbers as they are, in a third of the time
        cursor.execute(*rows.annotate(Count("pk")).query.sql_with_params())
        return cursor.fetchall()


def nodes_of(threads: Iterable[int]) -> list[ThreadNode]:
    """All comments of threads, also those that are not shown."""
    rows = Comment.objects.filter(thread__in=list(threads)).order_by("thread_id", "pk")
    values = rows.values_list("pk", "parent_id", "thread_id", "state")
    return [ThreadNode(*ids, state == CommentState.PUBLISHED) for *ids, state in values]


def shown_comments(comments) -> dict[int, ShownComment]:
    rows = comments.values_list(*ShownComment._fields)
    return {row[0]: ShownComment(*row) for row in rows}
