"""Feeds of comments, newest first: of one post, and of all listed posts.

In Atom, replies say what they answer as RFC 4685 has it.
"""

from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.utils.html import escape
from django.utils.translation import gettext as _

from blog.feeds.atom import FullTextAtom, absolute_links
from blog.feeds.paged_feeds import Asked, PagedFeed
from blog.models import Comment, Post, current_site
from papers.queries.paging import Page, page_by_time
from papers.site_values import absolute_url

COMMENTS = 50
THREADING = "http://purl.org/syndication/thread/1.0"


class ThreadAtom(FullTextAtom):
    def root_attributes(self) -> dict[str, str]:
        return super().root_attributes() | {"xmlns:thr": THREADING}

    def add_item_elements(self, handler, item) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("thr:in-reply-to", None, {"ref": item["ref"], "href": item["ref"]})


class CommentFeed(PagedFeed):
    """The comments of the site."""

    url_name = "comment_feed"
    atom = ThreadAtom

    def title(self, asked: Asked) -> str:
        return _("%(site)s: comments") % {"site": current_site().name}

    def page_of(self, of: None, cursor: str) -> Page:
        return page_of_comments(Comment.objects.public().filter(post__is_unlisted=False), cursor)

    def item_title(self, item: Comment) -> str:
        return str(item)

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
        page = absolute_url(item.post.get_absolute_url())
        quote = f"<blockquote>{escape(item.quote)}</blockquote>" if item.quote else ""
        answered = Comment(pk=item.parent_id) if item.parent_id else item.post
        return {
            "content": absolute_links(quote + item.body_html, page),
            "ref": absolute_url(answered.get_absolute_url()),
        }


class PostCommentFeed(CommentFeed):
    """The comments of one post."""

    url_name = "post_comment_feed"

    def find(self, slug: str) -> Post:
        post = Post.objects.published().filter(slug=slug).only("title", "slug", "commenting")
        found = post.first()
        if found is None or not found.shows_comments:
            raise Http404(_("There is no feed of comments at this address."))
        return found

    def title(self, asked: Asked) -> str:
        return _("Comments on “%(post)s”") % {"post": asked.of}

    def page_of(self, of: Post, cursor: str) -> Page:
        return page_of_comments(of.comments.published(), cursor)


def page_of_comments(comments: QuerySet, cursor: str) -> Page:
    posts = ("post__title", "post__slug")
    fields = ("name", "website", "body_html", "created_at", "edited_at", "quote", "parent_id")
    rows = comments.select_related("post").only(*fields, *posts)
    return page_by_time(rows, cursor, COMMENTS, time="created_at")
