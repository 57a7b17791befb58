"""What waits for a moderator, counted."""

from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from blog.models import Comment, Report
from blog.models.comments import CommentState

MOST_COUNTED = 1000
TABS = {
    "pending": _("Pending"),
    "reported": _("Reported"),
    "mentions": _("Mentions"),
    "spam": _("Spam"),
    "published": _("Published"),
    "removed": _("Removed"),
    "all": _("All"),
}


class Tab(NamedTuple):
    """``count`` is capped: "1000+"; ``None`` for a tab that is not counted."""

    name: str
    label: str
    count: str | None


def in_tab(comments: QuerySet[Comment], name: str) -> QuerySet[Comment]:
    if name == "reported":
        return comments.filter(pk__in=Report.objects.unanswered().order_by().values("comment"))
    if name == "mentions":
        return comments.mentions()
    return comments.filter(state=name) if name in CommentState.values else comments


def tabs() -> list[Tab]:
    return [Tab(name, label, count_of(name)) for name, label in TABS.items()]


def count_of(name: str) -> str | None:
    """In words for the page, and at one price however many there are."""
    if name == "all":
        return None
    rows = in_tab(Comment.objects.order_by(), name).values("pk")
    count = rows[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)
