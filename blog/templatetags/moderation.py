"""What the admin's pages show of moderation."""

from typing import Any

from django import template

from blog.comments.moderation.reasons import reasons_in_words
from blog.models import Act
from blog.models.comments import CommentState
from blog.models.moderation import ActKind

register = template.Library()


@register.filter
def in_words(reasons: list[Any]) -> list[str]:
    return reasons_in_words(reasons)


@register.filter
def says(act: Act) -> str:
    """An act in a few words."""
    if act.kind == ActKind.DECIDE and act.after:
        return str(CommentState(act.after).label)
    return str(act.get_kind_display())
