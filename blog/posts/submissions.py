"""Drafts given to the editors, and taken back."""

from typing import Any

from django.utils import timezone

from blog.models import Post, Submission


def submit_draft(post: Post, user: Any, word: str) -> None:
    """Puts a draft into the editors' list, with a new word where it is there already."""
    said = {"word": word, "by": user, "by_name": user.get_username(), "at": timezone.now()}
    Submission.objects.update_or_create(post=post, defaults=said)


def take_back_draft(post: Post) -> bool:
    """Whether it was there."""
    return bool(Submission.objects.filter(post=post).delete()[0])
