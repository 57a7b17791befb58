"""Keeps posts as they were saved, and brings one of them back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from blog.models import Post, Revision
from blog.models.revisions import HEADER_FIELDS

MOST_KEPT = 300
"""Revisions of one post; of more, the oldest go that nobody noted anything of, nor told readers."""


@dataclass(frozen=True)
class Saving:
    """Who saves a post, ``None`` for an import or a command, and what they note of it."""

    by: Any = None
    note: str = ""


NOBODY = Saving()


def revision_of(post: Post, tags: Sequence[str], saving: Saving) -> Revision:
    """A post as it is, not stored yet."""
    header = {name: getattr(post, name) for name in HEADER_FIELDS}
    return Revision(
        post=post,
        version=post.version,
        title=post.title,
        source=post.source,
        header={**{name: value for name, value in header.items() if value}, "tags": [*tags]},
        note=Truncator(" ".join(saving.note.split())).chars(200),
        by=saving.by,
        by_name=saving.by.get_username() if saving.by else "",
    )


def keep_new(posts: Iterable[tuple[Post, Sequence[str] | None, Saving]]) -> None:
    """The first revisions of posts that were just made."""
    Revision.objects.bulk_create(revision_of(post, tags or (), by) for post, tags, by in posts)


def keep_revision(post: Post, tags: Sequence[str], saving: Saving, kept: int) -> None:
    """A revision of a post that was there, if the last one says something else or it has a note;
    ``tags`` are the names of its own, ``kept`` are there already."""
    row = revision_of(post, tags, saving)
    last = post.revisions.first()
    if last is not None and last.content == row.content and not row.note:
        return
    row.save()
    if kept < MOST_KEPT:
        return
    older = post.revisions.order_by("-pk").values_list("pk", flat=True)[MOST_KEPT:]
    if gone := list(older):
        told = post.corrections.values("version")
        post.revisions.filter(pk__in=gone, note="").exclude(version__in=told).delete()


def put_back(post: Post, revision: Revision) -> list[str]:
    """Sets what a revision holds in a post that is to be saved; gives its tags."""
    post.title, post.source = revision.title, revision.source
    for name in HEADER_FIELDS:
        default = Post._meta.get_field(name).get_default()
        setattr(post, name, revision.header.get(name, default))
    return list(revision.header.get("tags", ()))


def told_header(revision: Revision) -> str:
    """What a revision holds beside its text, a field a line."""
    lines = [revision.title]
    for name, value in sorted(revision.header.items()):
        label = _("tags") if name == "tags" else Post._meta.get_field(name).verbose_name
        told = ", ".join(value) if name == "tags" else str(value)
        lines += [f"{label}: {told}"] if told else []
    return "\n".join(lines)
