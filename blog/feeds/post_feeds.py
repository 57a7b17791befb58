"""Atom feeds (RFC 4287), whole posts, in the order of publication."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from blog.feeds.atom import ConditionalFeed, absolute_links, author_names
from blog.models import Post, current_site

POSTS = 20


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
        return posts.defer(None).defer("source", "text")[:POSTS]

    def item_title(self, item: Post) -> str:
        return item.title

    def item_description(self, item: Post) -> str:
        return item.description

    def item_categories(self, item: Post) -> list[str]:
        return [tag.name for tag in item.tags.all()]

    def item_pubdate(self, item: Post) -> datetime:
        return item.published_at

    def item_updateddate(self, item: Post) -> datetime:
        return max(item.updated_at, item.published_at)

    def item_extra_kwargs(self, item: Post) -> dict[str, object]:
        content = absolute_links(item.body_html, self.item_link(item))
        return {"content": content, "authors": author_names(item)}
