"""Telling sites that published posts link them, or link them no more."""

from datetime import datetime
from hashlib import blake2b

from django.db.models import Q
from django.utils.translation import gettext as _

from blog.links.finding_links import asked_form
from blog.mentions.foreign_pages import (
    HTML,
    LONGEST_PAGE,
    endpoint_in_header,
    read_foreign_page,
)
from blog.models import Errand, Post
from blog.models.errands import ErrandKind
from blog.models.web_links import LONGEST_LINK
from papers.records.finished_html import TAG, tag_attributes
from papers.registries.door_faults import InvalidReply, Unavailable
from papers.registries.http_door import ask_public_web, send_to_public_web
from papers.site_values import absolute_url

MOST_TOLD = 50
"""Addresses that one post tells."""


def queue_links_of(post: Post, now: datetime) -> None:
    """Has each site told that a published post links now, once for each change of its text, and
    those that it linked before."""
    targets = linked_targets(post.body_html)
    digest = blake2b("\0".join(post.content).encode(), digest_size=16).hexdigest()
    rows = {row.target: row for row in post.errands.filter(kind=ErrandKind.TELL)}
    for target in targets:
        row = rows.pop(target, None)
        if row is None or row.digest != digest:
            Errand.objects.update_or_create(
                kind=ErrandKind.TELL,
                source=row.source if row else absolute_url(post.get_absolute_url()),
                target=target,
                defaults={"post": post, "digest": digest, "due_at": now, "tries": 0},
            )
    told = Errand.objects.told().filter(pk__in=[row.pk for row in rows.values()])
    told.update(digest="", due_at=now, tries=0)
    post.errands.filter(pk__in=[row.pk for row in rows.values()]).exclude(digest="").delete()


def queue_links_of_hidden(now: datetime) -> None:
    """Has all sites told that a post linked which nobody can read any more."""
    hidden = Q(post=None) | Q(post__published_at=None) | Q(post__published_at__gt=now)
    Errand.objects.told().filter(hidden).update(digest="", due_at=now, tries=0)


def linked_targets(html: str) -> list[str]:
    """The addresses on other sites that a finished text links, as they are written: those of works
    by their identifiers apart."""
    hrefs = (tag_attributes(tag[0]).get("href", "").strip() for tag in TAG.finditer(html))
    written = (f"https:{one}" if one.startswith("//") else one for one in hrefs)
    found = dict.fromkeys(one for one in written if asked_form(one))
    return [one for one in found if len(one.encode()) <= LONGEST_LINK][:MOST_TOLD]


def tell_of_link(errand: Errand) -> str:
    """Sends a mention where the linked page wants it; why not, in words, or nothing. Raises
    ``DoorFault`` and ``blog.markup.MarkupError``."""
    if errand.digest and not Post.objects.listed().filter(pk=errand.post_id).exists():
        return _("No list shows the post.")
    endpoint = endpoint_of(errand.target)
    if endpoint is None:
        return _("The page names no address for mentions.")
    send_to_public_web(endpoint, {"source": errand.source, "target": errand.target})
    if not errand.digest:
        Errand.objects.filter(pk=errand.pk, digest="", due_at=errand.due_at).delete()
    return ""


def endpoint_of(address: str) -> str | None:
    """Where a page wants to hear of mentions: its header says so, or itself; asked in this order,
    since many files are no pages."""
    try:
        head = ask_public_web(address, (), method="HEAD")
    except (InvalidReply, Unavailable):
        pass  # many sites know no HEAD
    else:
        found = endpoint_in_header(head.headers.get("link", ""), head.address)
        if found is not None:
            return found
    answer = ask_public_web(address, HTML, most=LONGEST_PAGE)
    found = endpoint_in_header(answer.headers.get("link", ""), answer.address)
    return found or read_foreign_page(answer.body, answer.address).endpoint
