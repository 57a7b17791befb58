"""Telling the hub which feeds of posts have changed (W3C WebSub): it fetches them and passes on
what is new."""

from datetime import datetime

from django.urls import reverse

from blog.models import Errand, Post, current_site
from blog.models.errands import ErrandKind
from papers.registries.http_door import send_to_public_web
from papers.site_values import absolute_url


def queue_pings_for(post: Post, now: datetime) -> None:
    """Has the hub told of the feeds that show a post, unless it was since the post changed."""
    changed_at = max(post.published_at, post.updated_at)
    for address in feeds_showing(post):
        row, _is_new = Errand.objects.get_or_create(
            kind=ErrandKind.PING, source="", target=address, defaults={"due_at": None}
        )
        if row.due_at is None and (row.asked_at is None or row.asked_at < changed_at):
            Errand.objects.filter(pk=row.pk).update(due_at=now, tries=0)


def feeds_showing(post: Post) -> list[str]:
    """The addresses of all feeds in which a listed post stands, in both forms."""
    rows = [("tag", one) for one in post.tags.all()]
    rows += [("author", one) for one in post.authors.all()]
    rows += [("series", post.series)] if post.series else []
    feeds = [("blog:post_feed", []), *((f"blog:{kind}_feed", [one.slug]) for kind, one in rows)]
    return [
        absolute_url(reverse(f"{name}{form}", args=arguments))
        for name, arguments in feeds
        for form in ("", "_json")
    ]


def ping_hub(errand: Errand) -> str:
    """Raises ``DoorFault``."""
    fields = {"hub.mode": "publish", "hub.url": errand.target, "hub.topic": errand.target}
    send_to_public_web(current_site().hub, fields)
    return ""
