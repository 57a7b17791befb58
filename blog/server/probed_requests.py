"""What this process sees of a request: told to ``manage.py doctor`` alone, which signs its question
with the site's key."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from blog.comments.moderation.client_address import client_of

PROBE = "X-Wellcited-Probe"
SALT = "blog.server.probe"
HOLDS_SECONDS = 600


def probe_header() -> dict[str, str]:
    return {PROBE: signing.dumps("look", salt=SALT)}


def is_probe(request: HttpRequest) -> bool:
    asked = request.headers.get(PROBE)
    if not asked:
        return False
    try:
        signing.loads(asked, salt=SALT, max_age=HOLDS_SECONDS)
    except signing.BadSignature:
        return False
    return True


def seen_request(request: HttpRequest) -> dict[str, Any]:
    """As the site goes by it: who asks, by which scheme, for which host."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    return {
        "scheme": request.scheme,
        "host": request.META.get("HTTP_HOST", ""),
        "client": client_of(
            request.META.get("REMOTE_ADDR", ""), forwarded, settings.TRUSTED_PROXIES
        ),
        "forwarded_for": forwarded,
        "forwarded_proto": request.META.get("HTTP_X_FORWARDED_PROTO", ""),
    }
