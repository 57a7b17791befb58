"""Letters to who wrote a comment: please confirm, and somebody answered."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext as _

from blog.comments.mail.letter_links import CONFIRM_SALT, CONFIRM_SECONDS, STOP_SALT
from blog.comments.mail.letter_making import NotSent, check_cap, make_letter
from blog.models import Comment, Letter, MailAddress, Subscription, current_site
from blog.models.mail import Wish
from papers.site_values import absolute_url

DAY = timedelta(days=1)


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
