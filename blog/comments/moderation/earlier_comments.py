"""What the comments of the last months say of a new one: the same text, or the same sender."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from blog.comments.moderation.spam_signals import (
    AUTHOR_NAME,
    DUPLICATE,
    DUPLICATE_OF_SPAM,
    KNOWN_SPAMMER,
    OFTEN,
    OFTEN_FROM,
    Reason,
)
from blog.models import Author, Comment
from blog.models.comments import CommentQuerySet, CommentState
from blog.text.sameness import folded_text, text_fingerprint

REMEMBERED = timedelta(days=90)


def reasons_of_history(comment: Comment, senders: set[str]) -> Iterator[Reason]:
    """Of a comment and the hashes of who sent it (``hashes_of_sender``)."""
    recent = Comment.objects.filter(created_at__gt=timezone.now() - REMEMBERED)
    recent = recent.exclude(pk=comment.pk)
    mark = text_fingerprint(comment.source)
    if mark:
        same = recent.filter(fingerprint=mark).exclude(fingerprint="").order_by("created_at", "pk")
        rows = list(same.values_list("pk", "state")[:50])
        spam = [pk for pk, state in rows if state == CommentState.SPAM]
        if rows:
            cost = DUPLICATE_OF_SPAM if spam else DUPLICATE
            yield Reason("duplicate", (spam or [rows[0][0]])[0], cost)
    if senders:
        yield from reasons_of_sender(recent.filter(sender__in=sorted(senders)).exclude(sender=""))
    if folded_text(comment.name) in map(folded_text, Author.objects.values_list("name", flat=True)):
        yield Reason("author_name", "", AUTHOR_NAME)


def reasons_of_sender(comments: CommentQuerySet) -> Iterator[Reason]:
    """One query for both, with nothing for the planner to prefer to the sender's index."""
    rows = comments.order_by("-created_at", "-pk").values_list("state", "decided_at", "created_at")
    rows = list(rows[:500])
    spam = sum(1 for state, decided_at, _at in rows if decided_at and state == CommentState.SPAM)
    if spam:
        yield Reason("known_spammer", spam, KNOWN_SPAMMER)
    an_hour_ago = timezone.now() - timedelta(hours=1)
    often = 1 + sum(1 for _state, _decided_at, created_at in rows if created_at > an_hour_ago)
    if often >= OFTEN_FROM:
        yield Reason("often", often, OFTEN)
