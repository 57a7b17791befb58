"""What its writer may do with a comment that was sent: change it for a while, or withdraw it."""

from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from blog.comments.moderation.assessment import SendingFacts, assess_comment
from blog.comments.moderation.decisions import settle_comments
from blog.comments.moderation.personal_data import (
    empty_comment,
    erase_comments,
    forget_address,
    forget_in_admin_log,
)
from blog.comments.moderation.sender_hashes import client_address
from blog.comments.moderation.spam_signals import FAST_SECONDS, OLD_SECONDS
from blog.comments.sending.forms import EditForm
from blog.comments.sending.submission import render_within_limits, show_preview
from blog.models import Comment
from blog.models.comments import CommentState
from papers.library.discussion_counts import papers_cited_by, recount_discussions

GONE = 409


def receive_edit(request: HttpRequest, form: EditForm) -> int:
    """Stores the new text of a comment, or gives the status of the page that shows the form again;
    ``GONE`` where the time for changes is over."""
    is_right = form.is_valid()
    if "preview" in request.POST:
        return show_preview(request, form)
    if not is_right:
        return 422
    spent = render_within_limits(request, form)
    if form.refusal is not None or not form.is_valid():
        return 422 if form.refusal is None else 429
    facts = SendingFacts(client_address(request), is_busy=spent.is_busy)
    return 302 if edit_comment(form.instance, facts) else GONE


@transaction.atomic
def edit_comment(wanted: Comment, sending: SendingFacts) -> bool:
    """Judges the comment anew with its new name, website and text; ``False`` where it cannot be
    changed any more. What waits for a moderator goes on waiting."""
    comment = lock_comment(wanted.pk)
    if comment is None or not may_be_edited(comment):
        return False
    if all(getattr(comment, name) == getattr(wanted, name) for name in EditForm.Meta.fields):
        return True
    before = comment.state
    comment.name, comment.website = wanted.name, wanted.website
    comment.source, comment.body_html = wanted.source, wanted.body_html
    comment.edited_at = timezone.now()
    assess_comment(facts_of_edit(comment, sending), comment).apply_to(comment)
    if before == CommentState.PENDING and comment.state == CommentState.PUBLISHED:
        comment.state = CommentState.PENDING
    if comment.state != before:
        comment.decided_at = None
    comment.save()
    recount_discussions(papers_cited_by([comment.pk]))
    if comment.state != before or before == CommentState.PUBLISHED:
        settle_comments(comment)  # of one that goes on waiting, moderators were told
    return True


def lock_comment(pk: int) -> Comment | None:
    """The comment as it is now, locked until the transaction ends."""
    rows = Comment.objects.with_answers().exclude(state=CommentState.REMOVED)
    return rows.select_related("post").select_for_update(of=["self"]).filter(pk=pk).first()


def facts_of_edit(comment: Comment, sending: SendingFacts) -> SendingFacts:
    """How the edit was sent, and how the comment first was, as far as it spoke against it."""
    noted = dict(comment.reasons)
    seconds = noted.get("fast", FAST_SECONDS)
    if "old" in noted:
        seconds = 1 + noted["old"] * OLD_SECONDS
    return replace(
        sending,
        seconds=None if "undated" in noted else seconds,
        honeypot="filled" if "honeypot" in noted else "",
    )


@transaction.atomic
def withdraw_comment(pk: int) -> None:
    """Erases a comment that could still be changed; later, or where it was answered, it leaves an
    empty place. Either way nothing of its text and its writer stays."""
    comment = lock_comment(pk)
    if comment is None:
        return
    email = comment.email
    if may_be_edited(comment):
        erase_comments([comment])
    else:
        forget_in_admin_log(comment)
        empty_comment(comment)
        comment.reasons = [["withdrawn", ""]]
        comment.save(update_fields=["reasons"])
    forget_address(email)


def may_be_edited(comment: Comment) -> bool:
    """For some minutes, as long as nobody has answered; ``comment`` is of ``with_answers()``."""
    end = comment.created_at + timedelta(minutes=settings.BLOG_EDIT_MINUTES)
    return not comment.is_answered and timezone.now() < end
