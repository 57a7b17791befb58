"""A comment's way from its form to the queue: shown first where that is wished, stored once."""

import hashlib
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from blog.comments.mail.letter_queue import note_wish
from blog.comments.mail.proven_address import normal_mail, proven_address
from blog.comments.moderation.assessment import SendingFacts, assess_comment
from blog.comments.moderation.decisions import settle_comments
from blog.comments.moderation.form_stamps import form_age, is_current_stamp
from blog.comments.moderation.rate_counts import Spending, return_rate, spend_rate
from blog.comments.moderation.sender_hashes import client_address, known_hashes
from blog.comments.sending.forms import CommentForm, RenderedCommentForm
from blog.models import Comment
from blog.text.sameness import folded_text

SAME_WITHIN = timedelta(days=1)
"""How long the same words of the same name at the same place are one comment."""


def receive_comment(request: HttpRequest, form: CommentForm) -> tuple[Comment | None, int]:
    """Takes what a reader sent: the comment as it is stored now, or the status of the page that
    shows the form again. What was sent before is the first comment again, and costs nothing; so
    does a form that lacks something, since nothing is rendered for it."""
    is_right, is_asked = form.is_valid(), "preview" in request.POST
    form.is_outdated = not is_asked and not is_current_stamp(form.sent_stamp, form.post.pk)
    if is_asked or (is_right and form.is_outdated):
        return None, show_preview(request, form)
    if not is_right:
        return None, 422
    first = sent_before(form.instance)
    if first is not None:
        return first, 302
    spent = render_within_limits(request, form)
    if form.refusal is not None or not form.is_valid():
        return None, 422 if form.refusal is None else 429
    return submit_comment(request, form, is_busy=spent.is_busy), 302


def show_preview(request: HttpRequest, form: RenderedCommentForm) -> int:
    """Renders a preview if its sender may have one; the status of its page. While the whole site
    is asked for very many, the form comes without it."""
    spent = spend_rate(request, "preview")
    if not spent.is_free:
        form.refusal = spent
        return 429
    form.is_busy = spent.is_busy
    if not spent.is_busy:
        form.render_text()
        form.shows_preview = "source" in form.cleaned_data
    return 200 if form.is_valid() else 422


def render_within_limits(request: HttpRequest, form: RenderedCommentForm) -> Spending:
    """Counts a comment, then renders it; the form has its ``refusal`` or its errors afterwards.

    One whose text turns out wrong is no comment: it counts as a preview while its sender has one
    left, so that a mistake does not use up the comments and no flood of mistakes is free.
    """
    spent = spend_rate(request, "comment")
    if not spent.is_free:
        form.refusal = spent
    elif not form.render_text() and spend_rate(request, "preview").is_free:
        return_rate(request, "comment")
    return spent


def submit_comment(request: HttpRequest, form: CommentForm, is_busy: bool = False) -> Comment:
    """Stores a comment of a form without errors, in the state that the rules give it; of two at
    the same time the database keeps the first."""
    comment, values = form.instance, form.cleaned_data
    known = proven_address(request)
    comment.is_email_verified = bool(known) and known == normal_mail(comment.email)
    facts = SendingFacts(
        address=client_address(request),
        seconds=form_age(values["stamp"], comment.post_id),
        honeypot=values["subject"],
        is_busy=is_busy,
    )
    assess_comment(facts, comment).apply_to(comment)  # reads much, so it holds up no other writer
    try:
        with transaction.atomic():
            comment.save()
            note_wish(comment, values.get("wish", ""))
            settle_comments(comment)
    except IntegrityError:
        first = sent_before(comment)
        if first is None:
            raise
        return first
    return comment


def sent_before(comment: Comment) -> Comment | None:
    """The comment that was sent with the same words within ``SAME_WITHIN``. Gives the comment its
    ``submission``, which is unique in the database; an older row gives its own up.

    The rule looks at what was written and where, and at nothing of the page, since everybody may
    have got the same page; nor at the sender, whose address a broken connection may change.
    """
    comment.submission = submission_of(comment)
    rows = Comment.objects.filter(submission=comment.submission).exclude(submission="")
    start = timezone.now() - SAME_WITHIN
    first = rows.select_related("post").first()
    if first is not None and first.created_at < start:
        rows.filter(created_at__lt=start).update(submission="")
        return None
    return first


def is_of_sender(request: HttpRequest, first: Comment) -> bool:
    """Whether who sent a comment again may be taken for its writer. What readers can see proves
    nothing, so its words prove it only while they wait, and from the same address."""
    if first.is_public:
        return first.is_email_verified and proven_address(request) == normal_mail(first.email)
    return bool(first.sender) and first.sender in known_hashes(client_address(request))


def submission_of(comment: Comment) -> str:
    parts = [
        str(comment.post_id),
        str(comment.parent_id or ""),
        folded_text(comment.name),
        normal_mail(comment.email),
        comment.website.strip(),
        *([comment.quote] if comment.quote else []),
        "\n".join(line.rstrip() for line in comment.source.strip().splitlines()),
    ]
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
