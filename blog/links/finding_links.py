"""Which addresses on other sites the published posts name: in their texts, and by the works that
they cite."""

import html
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from urllib.parse import urldefrag

from django.conf import settings
from django.db import transaction

from blog.models import Post, WebLink
from blog.models.web_links import LONGEST_COPY, LONGEST_LINK
from blog.text.hosts import host_of
from papers.models import CitedWork
from papers.queries.batches import batches
from papers.records.finished_html import TAG, tag_attributes
from papers.records.paper_sites import original_url

AT_ONCE = 100  # posts
RESOLVERS = frozenset({"doi.org", "dx.doi.org", "arxiv.org"})
"""What they lead to, the registries are asked about."""
IN_ARCHIVE = re.compile(r"https?://web\.archive\.org/web/[^\s\"'<>\\]+")


def collect_links() -> None:
    """Has a row for each address that published posts name now, and for no other."""
    posts = Post.objects.published().order_by("pk")
    for some in batches(posts.values_list("pk", flat=True), AT_ONCE):
        store_links(some, *named_in_posts(some))
    hidden = WebLink.posts.through.objects.exclude(post__in=posts.order_by().values("pk"))
    hidden.delete()
    WebLink.objects.filter(posts=None).delete()


@transaction.atomic
def store_links(
    post_ids: list[int], named: Mapping[int, set[str]], copies: Mapping[str, str]
) -> None:
    """The links of some posts, and the archived copies that they know of, as ``named_in_posts``
    has read them: to read them takes long, and meanwhile others may write."""
    addresses = {one for some in named.values() for one in some}
    hosts = {one: host_of(one)[:255] for one in sorted(addresses)}
    new = [WebLink(address=one, host=host) for one, host in hosts.items()]
    WebLink.objects.bulk_create(new, ignore_conflicts=True)
    rows = {row.address: row for row in links_at(addresses)}
    for address, row in rows.items():
        if row.archived_copy != (copy := copies.get(address, row.archived_copy)):
            WebLink.objects.filter(pk=row.pk).update(archived_copy=copy)
    places = WebLink.posts.through
    there = places.objects.filter(post__in=post_ids).values_list("post_id", "weblink_id", "pk")
    stored = {(post, link): pk for post, link, pk in there}
    wanted = {(post, rows[one].pk) for post, some in named.items() for one in some}
    places.objects.filter(pk__in=[stored[pair] for pair in stored.keys() - wanted]).delete()
    missing = sorted(wanted - stored.keys())
    places.objects.bulk_create(places(post_id=post, weblink_id=link) for post, link in missing)


def links_at(addresses: Iterable[str]) -> list[WebLink]:
    return [row for some in batches(addresses) for row in WebLink.objects.filter(address__in=some)]


def named_in_posts(post_ids: list[int]) -> tuple[Mapping[int, set[str]], Mapping[str, str]]:
    """The addresses that each of these posts names, and archived copies by what they are of."""
    named: dict[int, set[str]] = defaultdict(set)
    copies: dict[str, str] = {}
    texts = Post.objects.filter(pk__in=post_ids).values_list("pk", "body_html")
    for post, text in texts.iterator(AT_ONCE):
        hrefs = (tag_attributes(tag[0]).get("href", "") for tag in TAG.finditer(text))
        named[post] |= set(filter(None, map(asked_form, hrefs)))
        copies |= copies_in(html.unescape(text))
    works = CitedWork.objects.filter(post__in=post_ids, is_confirmed=True).order_by("pk")
    for post, record in works.values_list("post_id", "paper__record").iterator(AT_ONCE):
        named[post] |= set(filter(None, [asked_form(str(record.get("URL", "")))]))
        copies |= copies_in(json.dumps(record, ensure_ascii=False))
    return named, copies


def copies_in(text: str) -> dict[str, str]:
    """The addresses of the Internet Archive's copies, by the addresses of what they are of."""
    found = (one[0].rstrip(".,;)") for one in IN_ARCHIVE.finditer(text))
    return {
        asked_form(original_url(one)): one
        for one in found
        if len(one) <= LONGEST_COPY and original_url(one) != one
    }


def asked_form(href: str) -> str:
    """An address on another site as it is asked, without a place in its page; empty for one that is
    on this site, no web page, no address at all, too long (in bytes, of which an index of
    PostgreSQL holds no more), or led on by a registry."""
    address = f"https:{href}" if href.startswith("//") else href
    if not re.match(r"https?://", address, re.I):
        return ""
    host = host_of(address)  # none of what cannot be taken apart
    address = urldefrag(address)[0].strip() if host else ""
    is_asked = host not in RESOLVERS | {"", host_of(settings.SITE_URL)}
    return address if is_asked and len(address.encode()) <= LONGEST_LINK else ""
