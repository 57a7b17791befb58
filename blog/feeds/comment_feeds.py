"""Atom feeds of comments, newest first: of one post, and of all listed posts.

Replies say what they answer as RFC 4685 has it.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from blog.feeds.atom import ConditionalFeed, FullTextAtom, absolute_links
from blog.models import Comment, Post, current_site

COMMENTS = 50
THREADING = "http://purl.org/syndication/thread/1.0"


class ThreadAtom(FullTextAtom):
    def root_attributes(self) -> dict[str, str]:
        return super().root_attributes() | {"xmlns:thr": THREADING}

    def add_item_elements(self, handler, item) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("thr:in-reply-to", None, {"ref": item["ref"], "href": item["ref"]})


class CommentFeed(ConditionalFeed):
    """The newest comments of the site."""

    feed_type = ThreadAtom

    def title(self) -> str:
        return _("%(site)s: comments") % {"site": current_site().name}

    def link(self) -> str:
        return settings.SITE_ORIGIN + reverse("blog:home")

    def feed_url(self) -> str:
        return settings.SITE_ORIGIN + reverse("blog:comment_feed")

    def items(self) -> Iterable[Comment]:
        return newest_comments(Comment.objects.public().filter(post__is_unlisted=False))

    def item_title(self, item: Comment) -> str:
        return str(item)

    def item_link(self, item: Comment) -> str:
        return settings.SITE_ORIGIN + item.get_absolute_url()

    def item_description(self, item: Comment) -> None:
        return None

    def item_author_name(self, item: Comment) -> str:
        return item.name

    def item_author_link(self, item: Comment) -> str | None:
        return item.website or None

    def item_pubdate(self, item: Comment) -> datetime:
        return item.created_at

    def item_updateddate(self, item: Comment) -> datetime:
        return item.edited_at or item.created_at

    def item_extra_kwargs(self, item: Comment) -> dict[str, str]:
        page = settings.SITE_ORIGIN + item.post.get_absolute_url()
        quote = f"<blockquote>{escape(item.quote)}</blockquote>" if item.quote else ""
        answered = Comment(pk=item.parent_id) if item.parent_id else item.post
        return {
            "content": absolute_links(quote + item.body_html, page),
            "ref": settings.SITE_ORIGIN + answered.get_absolute_url(),
        }


class PostCommentFeed(CommentFeed):
    """The newest comments of one post."""

    def get_object(self, request: HttpRequest, slug: str) -> Post:
        post = Post.objects.published().filter(slug=slug).only("title", "slug", "commenting")
        found = post.first()
        if found is None or not found.shows_comments:
            raise Http404(_("There is no feed of comments at this address."))
        return found

    def title(self, obj: Post) -> str:
        return _("Comments on “%(post)s”") % {"post": obj}

    def link(self, obj: Post) -> str:
        return settings.SITE_ORIGIN + obj.get_absolute_url()

    def feed_url(self, obj: Post) -> str:
        return settings.SITE_ORIGIN + reverse("blog:post_comment_feed", args=[obj.slug])

    def items(self, obj: Post) -> Iterable[Comment]:
        return newest_comments(obj.comments.published())


def newest_comments(comments: QuerySet) -> QuerySet:
    posts = ("post__title", "post__slug")
    fields = ("name", "website", "body_html", "created_at", "edited_at", "quote", "parent_id")
    rows = comments.select_related("post").only(*fields, *posts)
    return rows.order_by("-created_at", "-pk")[:COMMENTS]
