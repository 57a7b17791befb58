"""When a form was handed out, signed. It says nothing of the visitor, so that a page with a form
can be kept for everybody alike."""

import time

from django.core import signing

SALT = "blog.moderation.stamps"


def stamp(post: int) -> str:
    """For a hidden field of the form under a post."""
    return signing.dumps(int(time.time()), salt=f"{SALT}.{post}")


def age(value: str, post: int) -> float | None:
    """Seconds since the stamp was made; ``None`` for one that is forged or another post's."""
    try:
        return time.time() - signing.loads(value, salt=f"{SALT}.{post}")
    except signing.BadSignature:
        return None
