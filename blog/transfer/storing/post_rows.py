"""Posts as files of other systems have them; the same file twice changes nothing."""

import json
from collections.abc import Iterable, Sequence
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.db import transaction

from blog.markup import Rendered
from blog.models import Author, OldAddress, Post, Series
from blog.models.addresses import own_path
from blog.models.comment_policy import Commenting
from blog.posts.saving_posts import NewText, PostDraft
from blog.posts.tags import TagFinder
from blog.transfer.source.import_values import Found, SourceAuthor, SourcePost
from papers.models import free_value
from papers.queries.turns import IMPORTS, take_turn
from papers.records.address_forms import address_form, slugify

EDITED = "it was edited here since its import, and stays as it is (--overwrite takes the file's)"


class Change(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"


def new_text(post: Post, source: SourcePost, finder: TagFinder, rendered: Rendered) -> NewText:
    """A post as its source has it and as it was rendered, not stored yet; its tags, authors and
    series are."""
    fill_post(post, source)
    authors = find_authors(source.authors)
    tags = [tag.pk for tag in finder.named(source.tags)]
    post.import_content = content_digest(post, tags, [author.pk for author in authors])
    return NewText(post, source.tags, authors, rendered)


def wanted_slugs(found: Found, source: SourcePost) -> tuple[str, ...]:
    """What a post would be called, the best first: one in another language than its site's first
    is also told apart by it (`hello-de`)."""
    bare, first = source.slug[:190], found.site.language
    if not first or source.language in {"", first}:
        return (bare,)
    return bare, f"{bare}-{slugify(source.language)}"


def taken_slugs(wanted: Iterable[str]) -> set[str]:
    return set(Post.objects.filter(slug__in=wanted).order_by().values_list("slug", flat=True))


def take_slug(wanted: Sequence[str], taken: set[str]) -> str:
    """The first slug that no post has, else the last with a number; ``taken`` must have those of
    ``wanted`` that posts have, and gets the slug."""
    slug = next((one for one in wanted if one not in taken), "")
    if not slug:
        slug = free_value(Post.objects.order_by(), "slug", wanted[-1], reserved=taken)
    taken.add(slug)
    return slug


def keep_slugs_apart(drafts: Sequence[PostDraft]) -> None:
    """Another slug for a post whose own was taken while it was rendered."""
    slugs = {draft.post.slug for draft in drafts}
    taken = taken_slugs(slugs)
    for draft in drafts:
        if draft.post.slug in taken:
            draft.post.slug = take_slug([draft.post.slug], slugs)


def content_digest(post: Post, tags: Iterable[int], authors: Iterable[int]) -> str:
    """64 digits for all that an import sets and an editor may change.

    Newlines and blanks at the ends do not count: a form changes them without being asked.
    """
    texts = (post.title, post.summary, post.source, post.language, post.license, post.nocite)
    when = post.published_at.timestamp() if post.published_at else None
    flags = (post.is_html, post.is_unlisted, open_flag(post), post.allow_sharing)
    parts = [
        *("\n".join(text.splitlines()).strip() for text in texts),
        *(post.canonical_url, when, *flags, post.series_id, sorted(tags), list(authors)),
    ]
    return sha256(json.dumps(parts).encode()).hexdigest()


def open_flag(post: Post) -> bool | str:
    """What a text can say of its comments, ``true`` or ``false``, or what only an editor can."""
    told = {Commenting.OPEN: True, Commenting.READ_ONLY: False}
    return told.get(Commenting(post.commenting), post.commenting)


def is_edited(post: Post) -> bool:
    """Whether somebody changed a post here after its import."""
    tags = post.tagged_posts.order_by("pk").values_list("tag_id", flat=True)
    authors = post.bylines.order_by("position", "pk").values_list("author_id", flat=True)
    return post.import_content not in {"", content_digest(post, tags, authors)}


def fill_post(post: Post, source: SourcePost) -> None:
    post.import_digest = source.digest
    names = ("title", "summary", "language", "license", "canonical_url")
    for name, value in fitting(Post, **{name: getattr(source, name) for name in names}).items():
        setattr(post, name, value)
    post.source, post.is_html = source.body, source.is_html
    post.nocite = " ".join(source.nocite)
    post.published_at, post.is_unlisted = source.published_at, source.is_unlisted
    is_closed = source.allow_comments is False
    post.commenting = Commenting.READ_ONLY if is_closed else Commenting.OPEN
    post.allow_sharing = source.allow_sharing is not False
    if source.date is not None:
        post.created_at = source.date
        if post.pk is None:
            post.updated_at = source.date
    post.series = Series.objects.get_titled(source.series) if source.series else None


def find_authors(names: Iterable[SourceAuthor]) -> list[Author]:
    """The authors of these names, made where missing; what the blog knows of them stays."""
    authors = []
    for name in names:
        author = known_author(name) or make_author(name)
        if author not in authors:
            authors.append(author)
    return authors


def known_author(name: SourceAuthor) -> Author | None:
    return Author.objects.filter(name=name.name[:200]).order_by("pk").first()


@transaction.atomic
def make_author(name: SourceAuthor) -> Author:
    """An author with what the source says, unless another import has made them in this moment; an
    ORCID that somebody else has stays with them."""
    take_turn(IMPORTS)
    if author := known_author(name):
        return author
    facts = {"website": name.url or "", "affiliation": name.affiliation or ""}
    orcid = name.orcid
    if orcid and Author.objects.filter(orcid=orcid).exists():
        orcid = None
    return Author.objects.create(orcid=orcid, **fitting(Author, name=name.name, **facts))


def fitting(model: type, **values: str) -> dict[str, Any]:
    """Values for a model's columns: texts cut to the column's width, longer addresses left out."""
    kept = {}
    for name, value in values.items():
        longest = model._meta.get_field(name).max_length
        is_address = name in {"website", "canonical_url"}
        fits = longest is None or len(value) <= longest
        kept[name] = value if fits else "" if is_address else value[:longest]
    return kept


def keep_paths(posts: Iterable[tuple[Post, Iterable[str]]]) -> None:
    """Old addresses of posts; one that another post has already stays with it."""
    rows = []
    for post, paths in posts:
        own = address_form(own_path(post.get_absolute_url()))
        kept = (path for path in map(address_form, paths) if path != own and len(path) <= 500)
        rows += [OldAddress(path=path, post=post) for path in kept]
    OldAddress.objects.bulk_create(rows, ignore_conflicts=True)
