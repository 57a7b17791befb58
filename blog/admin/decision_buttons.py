"""The buttons of the queue: one decision each, and undo."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from blog.comments.moderation.decisions import (
    decide_comments,
    keep_comments,
    last_batches,
    undo_batch,
)
from blog.models import Act, Comment
from blog.models.comments import CommentState
from blog.models.moderation import ActKind
from papers.queries.row_numbers import row_number


class Decision(NamedTuple):
    """A button; ``key`` presses it."""

    state: str
    label: str
    key: str


DECISIONS = [
    Decision(CommentState.PUBLISHED, gettext_lazy("Approve"), "a"),
    Decision(CommentState.SPAM, gettext_lazy("Spam"), "s"),
    Decision(CommentState.REMOVED, gettext_lazy("Remove"), "r"),
]


def decisions_on(comment: Comment) -> list[Decision]:
    """The buttons of a comment, whose ``open_reports`` are fetched."""
    choices = [one for one in DECISIONS if one.state != comment.state]
    return [KEEP, *(one for one in choices if one.key != "a")] if comment.open_reports else choices


KEEP = Decision("keep", gettext_lazy("Keep"), "a")


class Last(NamedTuple):
    """What an "Undo" would undo."""

    act: Act
    count: int


def undoable_acts(user: AbstractUser) -> dict[str, Any]:
    """What the queue offers to undo: the last decision that stands, so that pressing again goes
    further back, and all the others, what was undone too."""
    acts = [Last(*one) for one in last_batches(user)]
    last = next((one for one in acts if one.act.kind != ActKind.UNDO), None)
    return {"last": last, "earlier": [one for one in acts if one is not last]}


def answer_buttons(model_admin: admin.ModelAdmin, request: HttpRequest) -> bool:
    """Does what a pressed button says, such as ``decide`` with "12 spam" or "12 keep", or ``undo``
    with the id of a batch; whether one was pressed."""
    pressed = request.POST.get("decide") or request.POST.get("undo")
    if not pressed:
        return False
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    if "undo" in request.POST:
        messages.success(request, undone(request, pressed))
    else:
        messages.success(request, decided(request, pressed))
    return True


def decided(request: HttpRequest, pressed: str) -> str:
    written, _space, state = pressed.partition(" ")
    pk = row_number(written)
    if pk is not None and state == KEEP.state:
        keep_comments([pk], request.user)
        return _("The comment stays as it is.")
    if pk is None or state not in CommentState.values:
        return _("This button is not known here.")
    batch = decide_comments([pk], state, request.user, seen_at(request))
    if not batch.count:
        return _(
            "Nothing changed: the comment was decided already, has gone, or was edited by its "
            "writer since you saw it."
        )
    return _("The comment is now %(state)s.") % {"state": CommentState(state).label}


def seen_at(request: HttpRequest) -> datetime | None:
    """When the page was made on which a button was pressed."""
    try:
        return parse_datetime(request.POST.get("seen", ""))
    except ValueError:
        return None


def undone(request: HttpRequest, pressed: str) -> str:
    try:
        batch = undo_batch(UUID(pressed), request.user)
    except ValueError:
        return _("This button is not known here.")
    message = ngettext(
        "Undone: %(count)d comment is as it was.",
        "Undone: %(count)d comments are as they were.",
        batch.count,
    ) % {"count": batch.count}
    if batch.left:
        message += " " + ngettext(
            "%(count)d was decided anew since, and stays.",
            "%(count)d were decided anew since, and stay.",
            batch.left,
        ) % {"count": batch.left}
    return message
