"""Finding tags by name, and merging them so that nothing filed under them is lost."""

import re
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from blog.models import Hashtag, OldAddress, Tag, TaggedPost
from blog.text.slugs import tag_key, tag_slug

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
            self.found |= {tag.key: tag for tag in Tag.objects.named(missing)}
        return [self.found[key] for key in wanted]

    def put_urls(self, html: str, names: Iterable[str]) -> str:
        """A rendered text in which each ``#Name`` leads to its tag's page: the tags of ``names``
        are made where missing, and few have another address than the likely one."""
        urls = {tag.key: tag.get_absolute_url() for tag in self.named(names)}

        def linked(match: re.Match[str]) -> str:
            return f"{match[1]}{urls.get(tag_key(match[4]), match[2])}{match[3]}"

        return HASHTAG_LINK.sub(linked, html)

    def forget(self) -> None:
        self.found.clear()


@transaction.atomic
def merge_tags(into: Tag, others: Iterable[Tag]) -> int:
    """Files the posts of other tags under ``into``; their addresses redirect to it.

    How many tags were merged. Posts whose text has the old ``#Name`` get it made anew by their
    next rendering, since the text is the truth.
    """
    merged = [tag for tag in others if tag.pk != into.pk]
    for tag in merged:
        for row in TaggedPost.objects.filter(tag=tag).select_related("content_object"):
            TaggedPost.objects.get_or_create(content_object=row.content_object, tag=into)
        for row in Hashtag.objects.filter(tag=tag):
            Hashtag.objects.get_or_create(
                post=row.post, tag=into, defaults={"published_at": row.published_at}
            )
        OldAddress.objects.filter(tag=tag).update(tag=into)
        OldAddress.objects.update_or_create(
            path=tag.get_absolute_url(), defaults={"tag": into, "post": None}
        )
        tag.delete()
    return len(merged)
