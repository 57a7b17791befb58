"""Ending what somebody is logged in with: a session whose row is gone is nobody's at once."""

from typing import Any

from blog.accounts.event_log import record_event
from blog.models import UserSession
from blog.models.events import EventKind


def end_sessions(user: Any, but: str | None = None) -> int:
    """All of a user's, ``but`` the one of this key; how many."""
    rows = UserSession.objects.filter(user_id=user.pk).exclude(pk=but or "")
    count, _by_model = rows.delete()
    if count:
        record_event(EventKind.SESSIONS_ENDED, user.get_username(), str(count))
    return count


def end_sessions_after_change(user: Any, *, has_new_password: bool) -> None:
    """Which changes of an account end what its user is logged in with."""
    if has_new_password or not user.is_active:
        end_sessions(user)
