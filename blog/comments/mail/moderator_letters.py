"""Letters to moderators: that comments wait for them."""

from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.comments.mail.letter_making import NotSent, make_letter
from blog.models import Comment, Letter, current_site
from blog.models.mail import LetterKind
from papers.site_values import absolute_url

HELD_EVERY = timedelta(hours=1)
HELD_SHOWN = 10
"""Comments that one letter lists."""


def mails_of_holders(permission: str) -> list[str]:
    """The addresses of those who have a permission, as ``blog.change_comment``."""
    users = get_user_model().objects.with_perm(
        permission, backend="django.contrib.auth.backends.ModelBackend"
    )
    addresses = users.exclude(email="").order_by("email").values_list("email", flat=True)
    return list(addresses.distinct())


def next_held_letter(address: str) -> datetime | None:
    """When this moderator may be told again; ``None`` while a letter waits, which tells of all."""
    held = Letter.objects.filter(kind=LetterKind.HELD, address=address)
    last = held.order_by("-created_at", "-pk").first()
    if last is None:
        return timezone.now()
    if last.sent_at is None and not last.outcome:
        return None
    return max(last.created_at + HELD_EVERY, timezone.now())


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
