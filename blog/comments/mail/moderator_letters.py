"""Letters to moderators: that comments wait for them."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from blog.comments.mail.letter_queue import queue_letter
from blog.models import Comment, Letter
from blog.models.mail import LetterKind

HELD_EVERY = timedelta(hours=1)


@transaction.atomic
def comment_was_held(comment: Comment) -> None:
    """Has every moderator told that comments wait: at once, then once an hour at most."""
    if not settings.BLOG_SENDS_MAIL:
        return
    now = timezone.now()
    held = Letter.objects.filter(kind=LetterKind.HELD)
    for address in mails_of_holders("blog.change_comment"):
        last = held.filter(address=address).order_by("-created_at", "-pk").first()
        if last is not None and last.sent_at is None and not last.outcome:
            continue  # it will speak of this comment too
        earliest = last.created_at + HELD_EVERY if last is not None else now
        queue_letter(LetterKind.HELD, address, comment, max(earliest, now))


def mails_of_holders(permission: str) -> list[str]:
    """The addresses of those who have a permission, as ``blog.change_comment``."""
    users = get_user_model().objects.with_perm(
        permission, backend="django.contrib.auth.backends.ModelBackend"
    )
    addresses = users.exclude(email="").order_by("email").values_list("email", flat=True)
    return list(addresses.distinct())
