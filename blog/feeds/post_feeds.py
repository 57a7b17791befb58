"""Atom feeds (RFC 4287), whole posts, in the order of publication."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from blog.feeds.atom import ConditionalFeed, absolute_links, author_names
from blog.models import Post, current_site
from blog.posts.cited_standing import works_warned_of

POSTS = 20


def with_warnings(posts: Iterable[Post]) -> list[Post]:
    """Posts that say at their head, as their pages do, what happened to the work they are about."""
    rows = list(posts)
    works = works_warned_of(rows)
    for post in rows:
        post.warned_of = works.get(post.pk, [])
    return rows


class PostFeed(ConditionalFeed):
    """The newest posts of the site."""

    def title(self) -> str:
        return current_site().name

    def subtitle(self) -> str:
        return current_site().tagline

    def link(self) -> str:
        return settings.SITE_ORIGIN + reverse("blog:home")

    def feed_url(self) -> str:
        return settings.SITE_ORIGIN + reverse("blog:post_feed")

    def item_link(self, item: Post) -> str:
        return settings.SITE_ORIGIN + item.get_absolute_url()

    def items(self) -> Iterable[Post]:
        posts = Post.objects.listed().with_byline()
        return with_warnings(posts.defer(None).defer("source", "text")[:POSTS])

    def item_title(self, item: Post) -> str:
        return item.title

    def item_description(self, item: Post) -> str:
        return item.description

    def item_categories(self, item: Post) -> list[str]:
        return [tag.name for tag in item.tags.all()]

    def item_pubdate(self, item: Post) -> datetime:
        return item.published_at

    def item_updateddate(self, item: Post) -> datetime:
        return item.changed_at

    def item_extra_kwargs(self, item: Post) -> dict[str, object]:
        html = item.body_html
        if item.warned_of:
            html = render_to_string("blog/_about_notices.html", {"works": item.warned_of}) + html
        content = absolute_links(html, self.item_link(item))
        return {"content": content, "authors": author_names(item)}
