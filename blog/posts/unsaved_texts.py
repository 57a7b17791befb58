"""Keeps what people type before they save it, each for themselves."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from blog.comments.moderation.rate_counts import Spending, spend_limits
from blog.models import Post, UnsavedText

FORM_NAME = re.compile(r"[\w-]{8,40}", re.ASCII)
MOST_LETTERS = 1_500_000  # of one opened form; a post's text has at most a third
MOST_FIELDS = 3000
MOST_OF_USER = 50
KEPT, DONE_KEPT = timedelta(days=60), timedelta(days=2)
Fields = Mapping[str, list[str]]


class TooMuchTyped(Exception):
    """The fields of a form are longer than any that could be saved."""


def spend_keeping(user: Any) -> Spending:
    """Counts one more keeping of a user."""
    return spend_limits({f"unsaved {user.pk}": settings.BLOG_UNSAVED_RATE_LIMIT})


def keep_unsaved(user: Any, post: Post | None, form: str, fields: Fields, turn: int) -> bool:
    """Keeps what a form holds; ``False`` where the form was saved meanwhile. Raises
    ``TooMuchTyped``."""
    letters = sum(len(text) for texts in fields.values() for text in texts)
    if letters > MOST_LETTERS or len(fields) > MOST_FIELDS:
        raise TooMuchTyped
    row, is_new = UnsavedText.objects.get_or_create(
        user=user, form=form, defaults={"post": post, "turn": -1}
    )
    if is_new:
        forget_too_many(user)
    said = {"fields": dict(fields), "turn": turn, "at": timezone.now(), "post": post}
    UnsavedText.objects.filter(pk=row.pk, is_done=False, turn__lt=turn).update(**said)
    return not row.is_done


def forget_too_many(user: Any) -> None:
    rows = UnsavedText.objects.waiting().filter(user=user)
    gone = list(rows.values_list("pk", flat=True)[MOST_OF_USER:])
    UnsavedText.objects.filter(pk__in=gone).delete()


def end_unsaved(user: Any, form: str) -> None:
    """The form was saved: what of it comes late is not kept any more."""
    if not FORM_NAME.fullmatch(form):
        return
    row = UnsavedText(user=user, form=form, is_done=True)
    UnsavedText.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["user", "form"],
        update_fields=["is_done", "fields", "at"],
    )


def forget_unsaved() -> None:
    """Those that nobody went on with for long, and what is left of those that were saved."""
    now = timezone.now()
    is_old = Q(at__lt=now - KEPT) | Q(at__lt=now - DONE_KEPT, is_done=True)
    UnsavedText.objects.filter(is_old).delete()
