"""Decides what becomes of a comment that is posted or edited."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models.functions import Lower

from blog.comments.moderation.bans import bans_met_by
from blog.comments.moderation.earlier_comments import reasons_of_history
from blog.comments.moderation.sender_hashes import hashes_of_sender
from blog.comments.moderation.spam_signals import (
    FIRST,
    SPAM_FROM,
    TRUSTED,
    Reason,
    SendingFacts,
    reasons_of_sending,
    reasons_of_text,
    sum_points,
)
from blog.models import Comment, current_site
from blog.models.comments import CommentQuerySet, CommentState
from blog.models.site import Holding
from blog.text.hosts import host_of

__all__ = ["SendingFacts", "Verdict", "assess_comment"]


@dataclass(frozen=True)
class Verdict:
    """``status`` is a ``CommentState``; ``reasons`` say why, also those that came to nothing."""

    status: str
    reasons: tuple[Reason, ...]
    sender: str

    def apply_to(self, comment: Comment) -> None:
        """Sets the comment's ``state``, ``reasons`` and ``sender``; saving is the caller's."""
        comment.state = self.status
        comment.reasons = [[reason.code, reason.value] for reason in self.reasons]
        comment.sender = self.sender or comment.sender


def assess_comment(facts: SendingFacts, comment: Comment) -> Verdict:
    """Whether a comment is published, waits, or is spam: at posting and at each editing.

    For the views: fill the comment in (``post``, ``name``, ``email``, ``website``, ``source``,
    and ``is_email_verified`` where the browser proved the address), then, outside of a
    transaction, ``spend_rate(request, "comment")`` before its text is rendered, and ::

        facts = SendingFacts(client_address(request), seconds=…, honeypot=…, is_busy=…)
        verdict = assess_comment(facts, comment)
        verdict.apply_to(comment)

    and inside of one::

        comment.save()
        settle_comments(comment)      # the letters that the state causes

    It reads and changes nothing but the day's key. A comment with a ``pk`` is being edited: what
    a moderator took down stays down, whatever its new text says, and what was approved waits again
    unless its writer is trusted; leave its old ``state`` in place. ``seconds`` counts from the form
    that the writer saw first, so that a preview does not make them look fast.
    """
    sender, senders = hashes_of_sender(facts.address)
    reasons = list(reasons_of_sending(facts))
    reasons += reasons_of_text(
        f"{comment.name}\n{comment.source}",
        comment.body_html,
        own_hosts={settings.SITE_HOST, host_of(settings.SITE_URL)},
        languages=[*current_site().languages, comment.post.language],
        answered=comment.post.text,
        words=current_site().words,
    )
    bans = bans_met_by(comment, senders)
    reasons += bans
    reasons += reasons_of_history(comment, senders)
    reasons += reasons_of_trust(comment, is_banned=bool(bans))
    status = state_for_points(sum_points(reasons))
    if facts.is_busy and status == CommentState.PUBLISHED:
        status = CommentState.PENDING
    if comment.pk and comment.state == CommentState.PUBLISHED:
        reasons.append(Reason("edited", "", 0))
    if comment.pk and comment.state in {CommentState.SPAM, CommentState.REMOVED}:
        status = comment.state
    return Verdict(status, tuple(reasons), sender)


def state_for_points(total: int) -> str:
    if total >= SPAM_FROM:
        return CommentState.SPAM
    return CommentState.PENDING if total > 0 else CommentState.PUBLISHED


def reasons_of_trust(comment: Comment, is_banned: bool = False) -> Iterator[Reason]:
    """By what the site holds: all, the first of each writer, or suspect ones. Nothing makes up
    for a ban."""
    held = current_site().holds_comments
    if held == Holding.ALL:
        yield Reason("all_held", "", FIRST)
    elif not is_banned and has_trust(comment):
        yield Reason("trusted", "", TRUSTED)
    elif held == Holding.FIRST and not comment.mentioned_from:  # those all wait
        is_known = bool(comment.email) and comments_of_mail(comment).published().exists()
        yield Reason("unproven" if is_known else "first", "", FIRST)


def has_trust(comment: Comment) -> bool:
    """Whether its proven mail address stands under an approved comment, and under no spam.

    A name or an address that was only typed may be anybody's.
    """
    if not comment.is_email_verified:
        return False
    states = (
        comments_of_mail(comment).filter(is_email_verified=True).values_list("state", flat=True)
    )
    found = set(states.order_by().distinct())
    return CommentState.PUBLISHED in found and CommentState.SPAM not in found


def comments_of_mail(comment: Comment) -> CommentQuerySet:
    """The other comments with the comment's mail address, proven or not."""
    mail = comment.email.strip().lower()
    rows = Comment.objects.alias(mail=Lower("email")).filter(mail=mail)
    return rows.exclude(email="").exclude(pk=comment.pk)
