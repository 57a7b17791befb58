"""The one door to the log of events, and who is doing what is told in it.

What says it is mostly ``account_events``, which hears of every change of a row, whichever page,
command or job made it.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest, HttpResponse

from blog.comments.moderation.sender_hashes import client_address, hash_address
from blog.models import Event
from blog.models.events import EventKind

COMMAND = "manage.py"
"""Who did what no request did, as in the moderators' log."""
request_of_now: ContextVar[HttpRequest | None] = ContextVar("request_of_now", default=None)


def remembered_request(get_response: Callable[[HttpRequest], HttpResponse]) -> Any:
    """Middleware: whoever is logged in by a request is who does what is told during it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = request_of_now.set(request)
        try:
            return get_response(request)
        finally:
            request_of_now.reset(token)

    return middleware


def acting_name() -> str:
    """The account that does it; empty for a visitor."""
    request = request_of_now.get()
    return COMMAND if request is None else request.user.get_username()


def is_asked_by_user() -> bool:
    request = request_of_now.get()
    return request is not None and request.user.is_authenticated


def record_event(
    kind: EventKind,
    subject: object = "",
    details: str = "",
    *,
    by: str | None = None,
    request: HttpRequest | None = None,
) -> None:
    """Never with a password, a code, a secret, or an address: of a ``request`` that is given, the
    network is told by the hash that comments have. ``subject``: an account's name, or a row."""
    Event.objects.create(
        kind=kind,
        by=(acting_name() if by is None else by)[:150],
        subject=str(subject)[:200],
        details=details[:500],
        sender=hash_address(client_address(request)) if request is not None else "",
    )


def forget_events() -> None:
    Event.objects.all().old().delete()
