"""Finding tags by name, and what stored texts name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape

from django.db import transaction
from django.urls import reverse
from django_tasks import task

from blog.models import Hashtag, Post, Tag, TaggedPost
from blog.text.slugs import tag_key, tag_slug
from papers.queries.batches import batches

AT_ONCE = 100
"""Posts whose links are written anew in one transaction."""

HASHTAG_LINK = re.compile(r'(\bclass="hashtag" href=")([^"]*)(">#([^<]*))')
"""What the renderer makes of a ``#Name``, whose groups 2 and 4 are the address and the name."""


def likely_tag_url(name: str) -> str | None:
    """The address of the page of the tag that a ``#Name`` in a text means, unless the tag was
    named otherwise or another one has its slug; ``None`` for what can be no tag."""
    return reverse("blog:tag_detail", args=[tag_slug(name)]) if tag_key(name) else None


class TagFinder:
    """The tags of names, made where missing, each looked up once.

    It lives for one save or one run, and is to forget where a transaction was rolled back.
    """

    def __init__(self) -> None:
        self.found: dict[str, Tag] = {}

    def named(self, names: Iterable[str]) -> list[Tag]:
        """The tags in order, none twice."""
        wanted: dict[str, str] = {}
        for name in names:
            wanted.setdefault(tag_key(name), name)
        wanted.pop("", None)
        if missing := [name for key, name in wanted.items() if key not in self.found]:
            self.found |= Tag.objects.by_key(missing)
        return list(dict.fromkeys(self.found[key] for key in wanted))

    def put_urls(self, html: str, names: Iterable[str]) -> str:
        """A rendered text in which each ``#Name`` leads to its tag's page: the tags of ``names``
        are made where missing, and few have another address than the likely one."""
        self.named(names)
        return put_tag_urls(html, self.found)

    def forget(self) -> None:
        self.found.clear()


def put_tag_urls(html: str, tags: Mapping[str, Tag]) -> str:
    """The HTML in which each ``#Name`` leads to the page of its tag, as far as ``tags``, by
    ``tag_key``, has that."""

    def linked(match: re.Match[str]) -> str:
        tag = tags.get(tag_key(unescape(match[4])))
        return f"{match[1]}{tag.get_absolute_url() if tag else match[2]}{match[3]}"

    return HASHTAG_LINK.sub(linked, html)


@task()
def link_hashtags(tag_id: int) -> int:
    """Writes the links of the stored texts that name a tag anew, since it has another address or
    another name now; in how many posts. A text that was saved meanwhile is right already."""
    rows = TaggedPost.objects.filter(tag=tag_id).order_by()
    pks = set(rows.values_list("content_object", flat=True))
    pks |= set(Hashtag.objects.filter(tag=tag_id).order_by().values_list("post", flat=True))
    return sum(map(link_some, batches(sorted(pks), AT_ONCE)))


@transaction.atomic
def link_some(pks: list[int]) -> int:
    rows = Post.objects.select_for_update().filter(pk__in=pks).order_by("pk")
    texts = dict(rows.values_list("pk", "body_html"))
    found = (one for html in texts.values() for one in HASHTAG_LINK.finditer(html))
    tags = Tag.objects.known(tag_key(unescape(one[4])) for one in found)
    changed = {pk: put_tag_urls(html, tags) for pk, html in texts.items()}
    changed = {pk: html for pk, html in changed.items() if html != texts[pk]}
    for pk, html in changed.items():
        Post.objects.filter(pk=pk).update(body_html=html)
    return len(changed)


def rebuild_hashtags(post: Post, tags: Sequence[Tag]) -> None:
    """Makes the rows of a post's hashtags those of its text."""
    own = Tag.objects.filter(tagged_posts__content_object=post) if tags else ()
    wanted = rows_of_hashtags(post, tags, own)
    there = set(post.hashtags.values_list("tag_id", flat=True))
    if there - {row.tag_id for row in wanted}:
        post.hashtags.exclude(tag__in=[row.tag_id for row in wanted]).delete()
    Hashtag.objects.bulk_create(row for row in wanted if row.tag_id not in there)


def rows_of_hashtags(post: Post, tags: Iterable[Tag], own: Iterable[Tag]) -> list[Hashtag]:
    """A row for each tag named in a text that is not among the post's ``own``."""
    kept = {tag.pk for tag in own}
    listed_at = post.listed_at
    return [
        Hashtag(post=post, tag=tag, published_at=listed_at) for tag in tags if tag.pk not in kept
    ]
