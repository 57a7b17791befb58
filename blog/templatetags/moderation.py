"""What the admin's pages show of moderation, and of what waits elsewhere."""

from typing import Any

from django import template
from django.conf import settings

from blog.comments.moderation.queue import count_of
from blog.comments.moderation.reasons import reasons_in_words
from blog.models import Act, Backup, WebLink
from blog.models.comments import CommentState
from blog.models.moderation import ActKind
from papers.models import Notice, Paper, Question
from papers.queries.capped_counts import count_in_words

register = template.Library()


@register.simple_tag(takes_context=True)
def comments_to_decide(context: dict[str, Any]) -> dict[str, str]:
    """How many comments wait and are reported; nothing for somebody who may not decide them."""
    if not context["user"].has_perm("blog.change_comment"):
        return {}
    return {name: count_of(name) or "" for name in ("pending", "reported")}


@register.simple_tag(takes_context=True)
def notices_to_look_at(context: dict[str, Any]) -> str:
    """How many notices wait for an editor, none for somebody who may not change them."""
    if not context["user"].has_perm("papers.change_notice"):
        return ""
    return count_in_words(Notice.objects.to_look_at())


@register.simple_tag(takes_context=True)
def differences_to_answer(context: dict[str, Any]) -> str:
    """How many papers wait for an editor because a registry has something otherwise."""
    if not context["user"].has_perm("papers.change_paper"):
        return ""
    return count_in_words(Paper.objects.unanswered())


@register.simple_tag(takes_context=True)
def links_that_are_gone(context: dict[str, Any]) -> str:
    """How many links to other sites lead nowhere, for those who may see them."""
    if not context["user"].has_perm("blog.view_weblink"):
        return ""
    return count_in_words(WebLink.objects.gone())


@register.simple_tag(takes_context=True)
def questions_to_registries(context: dict[str, Any]) -> dict[str, str]:
    """How many identifiers wait to be asked about for the first time, and how many gave no record;
    nothing where no registry is asked, or for somebody who may not see the questions."""
    if not settings.PAPERS_REGISTRY_URLS or not context["user"].has_perm("papers.view_question"):
        return {}
    rows = {"new": Question.objects.filter(asked_at=None), "failed": Question.objects.failed()}
    return {name: count_in_words(some) for name, some in rows.items()}


@register.filter
def in_words(reasons: list[Any]) -> list[str]:
    return reasons_in_words(reasons)


@register.filter
def says(act: Act) -> str:
    """An act in a few words."""
    if act.kind == ActKind.DECIDE and act.after:
        return str(CommentState(act.after).label)
    return str(act.get_kind_display())


@register.simple_tag(takes_context=True)
def backup_to_make(context: dict[str, Any]) -> dict[str, Any]:
    """Of when the newest backup is, where it is old, and ``None`` where none was made: for those
    who run the site. Nothing while a demo is shown, or where ``BACKUP_DAYS`` is 0."""
    if not context["user"].is_superuser or not Backup.is_due():
        return {}
    newest = Backup.objects.first()
    return {"made_at": newest and newest.made_at}
