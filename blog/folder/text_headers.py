"""The headers of posts and pages: which key says which field."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.db import models
from django.db.models import Q

from blog.folder.row_nodes import EMPTY, told_value
from blog.models import Author, Page, Post
from blog.models.addresses import own_path

COMMON_KEYS = {
    "title": "title",
    "summary": "description",
    "language": "lang",
}
POST_KEYS = {
    "title": "title",
    "published_at": "date",
    "slug": "slug",
    **COMMON_KEYS,
    "series": "series",
    "license": "license",
    "canonical_url": "canonical_url",
    "is_unlisted": "unlisted",
    "commenting": "commenting",
    "comment_days": "comment_days",
    "allow_sharing": "share",
    "style": "citation_style",
    "nocite": "nocite",
    "publish_anyway": "publish_anyway",
    "created_at": "created",
    "updated_at": "last_modified_at",
}
"""The keys of a post's header by the fields that they say; beside them stand ``authors``, ``tags``,
``redirect_from``, and ``permalink``, which tells Jekyll what the slug says."""
PAGE_KEYS = {
    **COMMON_KEYS,
    "address": "address",
    "is_draft": "draft",
    "created_at": "created",
    "updated_at": "last_modified_at",
}
AuthorName = Callable[[Author], str]


def header_names(authors: Iterable[Author]) -> AuthorName:
    """What an author is called in headers: the name, where it is one author's alone and no other
    one's slug, else the slug."""
    rows = list(authors)
    named = Counter(row.name for row in rows)
    slugs = {row.slug: row.pk for row in rows}

    def called(author: Author) -> str:
        is_clear = named[author.name] == 1 and slugs.get(author.name, author.pk) == author.pk
        return author.name if is_clear else author.slug

    known = {row.pk: called(row) for row in rows}
    return lambda author: known[author.pk]


def names_among_alike(own: Collection[Author]) -> AuthorName:
    """The same for a few authors, without reading all of them."""
    names = [one.name for one in own]
    alike = Q(name__in=names) | Q(slug__in=names) | Q(pk__in=[one.pk for one in own])
    return header_names(Author.objects.filter(alike).order_by("pk"))


def authors_by_name() -> dict[str, Author]:
    """All authors, each under what headers call them."""
    rows = list(Author.objects.order_by("pk"))
    called = header_names(rows)
    return {called(author): author for author in rows}


def post_header(post: Post, called: AuthorName) -> dict[str, Any]:
    """The header of a post, with its authors, tags and old addresses."""
    values: dict[str, Any] = {"layout": "post", **header_values(post, POST_KEYS)}
    values["permalink"] = own_path(post.get_absolute_url())
    lists = {
        "authors": [called(one.author) for one in post.bylines.all()],
        "tags": [tag.name for tag in post.tags.all()],
        "redirect_from": [one.path for one in post.old_addresses.all()],
    }
    return values | {key: told for key, told in lists.items() if told}


def page_header(page: Page) -> dict[str, Any]:
    values: dict[str, Any] = {"layout": "page", **header_values(page, PAGE_KEYS)}
    values["permalink"] = own_path(page.get_absolute_url())
    old_paths = [one.path for one in page.old_addresses.all()]
    return values | ({"redirect_from": old_paths} if old_paths else {})


def header_values(row: models.Model, keys: Mapping[str, str]) -> dict[str, Any]:
    """The fields that are not as in a new row, with the row's number."""
    values: dict[str, Any] = {}
    for name, key in keys.items():
        column = row._meta.get_field(name)
        value = getattr(row, name)
        default = column.get_default()
        if value != default and not (value in EMPTY and default in EMPTY):
            values[key] = value.title if name == "series" else told_value(value)
    return values | {"number": row.pk}
