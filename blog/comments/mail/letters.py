"""The text of each letter, written from what holds at the moment when it is sent."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.comments.mail.proven_address import normal_mail
from blog.models import Comment, Letter, MailAddress, Subscription, current_site
from blog.models.mail import LetterKind, Wish
from papers.site_values import absolute_url

CONFIRM_SALT = "blog.mail.confirm"
STOP_SALT = "blog.mail.stop"
CONFIRM_SECONDS = 14 * 24 * 3600
DAY = timedelta(days=1)
HELD_SHOWN = 10


class NotSent(Exception):
    """Why a letter is not sent any more, in a few words for the admin."""


def write_letter(letter: Letter) -> EmailMultiAlternatives:
    """Raises ``NotSent`` where what the letter would say does not hold, or is too much."""
    with current_site().speaking():
        return write_now(letter)


def write_now(letter: Letter) -> EmailMultiAlternatives:
    if letter.kind == LetterKind.HELD:
        return write_held(letter)
    if not letter.comment.is_public:
        raise NotSent(_("the comment is not published"))
    address = MailAddress.objects.filter(address=letter.address).first()
    if address is None or address.refused_at:
        raise NotSent(_("its owner wants no letters"))
    write = write_confirm if letter.kind == LetterKind.CONFIRM else write_reply
    return write(letter, address)


def write_confirm(letter: Letter, address: MailAddress) -> EmailMultiAlternatives:
    """Holds nothing that a visitor wrote: the address may be somebody else's."""
    if letter.comment.is_email_verified:
        raise NotSent(_("verified meanwhile"))
    check_cap(letter, settings.BLOG_CONFIRM_LETTERS_PER_DAY, DAY)
    if not address.is_verified:
        check_cap(letter, settings.BLOG_CONFIRM_LETTERS, None)
    token = signing.dumps(letter.pk, salt=CONFIRM_SALT)
    context = {
        "post": letter.comment.post,
        "url": absolute_url(reverse("blog:mail_confirm", args=[token])),
        "days": CONFIRM_SECONDS // (24 * 3600),
    }
    subject = _("Please confirm your mail address for %(site)s") % {"site": current_site().name}
    return make_letter("confirm", subject, letter.address, context)


def write_reply(letter: Letter, address: MailAddress) -> EmailMultiAlternatives:
    comment = letter.comment
    subscription = subscription_met_by(comment, address)
    check_cap(letter, settings.BLOG_LETTERS_PER_DAY, DAY)
    stop = absolute_url(
        reverse("blog:mail_stop", args=[signing.dumps(subscription.pk, salt=STOP_SALT)])
    )
    context = {
        "comment": comment,
        "is_reply": comment.parent_id == subscription.comment_id,
        "shows_text": comment.is_email_verified,
        "url": absolute_url(comment.get_absolute_url()),
        "stop_url": stop,
    }
    subject = _("New comment on “%(title)s”") % {"title": comment.post.title_words}
    headers = {
        "List-Unsubscribe": f"<{stop}>",  # RFC 8058
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<comments.{settings.SITE_HOST}>",
    }
    return make_letter("reply", subject, letter.address, context, headers)


def subscription_met_by(comment: Comment, address: MailAddress) -> Subscription:
    rows = address.subscriptions.in_force().exclude(comment=comment).select_related("comment")
    for row in rows.filter(comment__thread=comment.thread_id).order_by("pk"):
        if row.wish == Wish.THREAD or row.comment_id == comment.parent_id:
            return row
    raise NotSent(_("unsubscribed"))


def write_held(letter: Letter) -> EmailMultiAlternatives:
    """Counts and links only: nothing that a visitor wrote is sent before it is approved."""
    waiting = Comment.objects.pending().select_related("post").order_by("-created_at", "-pk")
    shown = list(waiting[: HELD_SHOWN + 1])
    if not shown:
        raise NotSent(_("nothing waits any more"))
    count = waiting.count()
    changes = [(c, absolute_url(reverse("admin:blog_comment_change", args=[c.pk]))) for c in shown]
    context = {
        "count": count,
        "comments": changes[:HELD_SHOWN],
        "has_more": len(shown) > HELD_SHOWN,
        "url": absolute_url(reverse("admin:blog_comment_changelist")),
    }
    subject = ngettext(
        "%(count)d comment waits on %(site)s", "%(count)d comments wait on %(site)s", count
    )
    return make_letter(
        "held", subject % {"count": count, "site": current_site().name}, letter.address, context
    )


def check_cap(letter: Letter, most: int, within: timedelta | None) -> None:
    """Raises ``NotSent`` when the address had ``most`` letters of the kind within a time."""
    sent = Letter.objects.filter(address=letter.address, kind=letter.kind).exclude(sent_at=None)
    if within is not None:
        sent = sent.filter(sent_at__gte=timezone.now() - within)
    if len(sent.values("pk")[:most]) >= most:
        raise NotSent(_("enough letters went to this address"))


def make_letter(
    name: str, subject: str, to: str, context: dict[str, Any], headers: dict[str, str] | None = None
) -> EmailMultiAlternatives:
    """A letter of a text and an HTML part."""
    context |= {"site": current_site(), "site_name": current_site().name}
    context |= {"site_url": absolute_url(reverse("blog:home"))}
    letter = EmailMultiAlternatives(
        " ".join(subject.split()),
        render_to_string(f"email/{name}.txt", context),
        to=[normal_mail(to)],
        headers={"Auto-Submitted": "auto-generated"} | (headers or {}),
    )
    letter.attach_alternative(render_to_string(f"email/{name}.html", context), "text/html")
    return letter
