"""When a form was handed out, signed. It says nothing of the visitor, so that a page with a form
can be kept for everybody alike."""

import re
import time

from django.core import signing

from blog.comments.moderation.spam_signals import FAST_SECONDS

SALT = "blog.comments.moderation.form_stamps"
EXPIRES_AFTER = 30 * 24 * 3600
"""Seconds after which a form is shown to its writer once more before it is taken."""

STAMP_FIELD = re.compile(rb'name="stamp" value="[^"]*"')
"""The stamp in a page, which is another one each second: the rest of the page is the same."""


def stamp_form(post: int | None, seconds_ago: int = 0) -> str:
    """For a hidden field of the form under a post."""
    return signing.dumps(int(time.time()) - seconds_ago, salt=f"{SALT}.{post}")


def is_current_stamp(value: str, post: int) -> bool:
    seconds = form_age(value, post)
    return seconds is not None and seconds <= EXPIRES_AFTER


def renewed_stamp(value: str, post: int | None) -> str:
    """The stamp of a form that is shown again: the same while it is current, so that nobody looks
    fast by reading a preview."""
    seconds = form_age(value, post)
    if seconds is None:
        return stamp_form(post)
    return value if seconds <= EXPIRES_AFTER else stamp_form(post, FAST_SECONDS)


def form_age(value: str, post: int | None) -> float | None:
    """Seconds since the stamp was made; ``None`` for one that is forged or another post's."""
    try:
        return time.time() - signing.loads(value, salt=f"{SALT}.{post}")
    except signing.BadSignature:
        return None
