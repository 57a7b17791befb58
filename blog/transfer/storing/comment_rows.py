"""Rows for the comments that readers wrote on the old site."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256

from django.utils import timezone
from django.utils.translation import gettext as _

from blog.comments.rendering_comments import save_comment
from blog.markup import MarkupError
from blog.models import Comment, Post
from blog.models.comments import CommentState
from blog.transfer.source.import_values import ArchivedComment
from blog.transfer.storing.post_rows import fitting
from papers.records.printable_text import printable

LONGEST_KEY = Comment._meta.get_field("import_key").max_length


def keep_old_comments(post: Post, comments: Sequence[ArchivedComment]) -> list[str]:
    """Stores those of a post's old comments that are not here yet, in their threads and with their
    dates; an answer to one that is not here begins a thread. Remarks on those that cannot be kept.

    Nobody is told of them by mail. One that was decided or edited here stays as it is.
    """
    if not comments:
        return []
    rows = Comment.objects.filter(post=post).exclude(import_key="")
    there = {row.import_key: row for row in rows}
    remarks = []
    for one in _parents_first(map(_keyed, comments)):
        if one.key in there:
            continue
        row = Comment(
            post=post,
            parent=there.get(one.parent),
            source=one.text,
            state=CommentState.PUBLISHED if one.is_published else CommentState.PENDING,
            created_at=one.written_at or post.published_at or timezone.now(),
            import_key=one.key,
            **fitting(
                Comment,
                name=one.name.strip() or _("Anonymous"),
                email=one.email.strip(),
                website=one.website,
            ),
        )
        try:
            there[one.key] = save_comment(row)
        except MarkupError as error:
            remarks.append(f"the comment {one.key} of {one.name} was left out: {error}")
    return remarks


def _keyed(one: ArchivedComment) -> ArchivedComment:
    """With a key that a column holds, and texts without what no database does; one that the archive
    does not name has its words as its key."""
    said = f"{one.name}\0{one.written_at}\0{one.text}".encode("utf-8", "replace")
    key = printable(one.key)[:LONGEST_KEY] or sha256(said).hexdigest()[:16]
    return replace(
        one,
        key=key,
        parent=printable(one.parent)[:LONGEST_KEY],
        name=printable(one.name),
        text=printable(one.text),
        email=printable(one.email),
        website=printable(one.website),
    )


def _parents_first(comments: Iterable[ArchivedComment]) -> list[ArchivedComment]:
    """Oldest first, each behind the one that it answers, however the archive orders them."""
    known = {one.key: one for one in comments}
    ordered: dict[str, ArchivedComment] = {}
    for one in known.values():
        chain, place = [], one
        while place is not None and place.key not in ordered and place not in chain:
            chain.append(place)
            place = known.get(place.parent)
        ordered |= {link.key: link for link in reversed(chain)}
    return list(ordered.values())
