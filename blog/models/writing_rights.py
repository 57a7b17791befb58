"""Who writes posts: rights of users, one of which is enough."""

from collections.abc import Iterable
from typing import Any

CHANGES_POSTS = "blog.change_post"
WRITES_DRAFTS = "blog.draft_post"
"""The right to write drafts of one's own and to submit them, and to publish none."""

ADDS_POSTS = ("blog.add_post", WRITES_DRAFTS)
WRITES_POSTS = (*ADDS_POSTS, CHANGES_POSTS)


def has_one_of(user: Any, rights: Iterable[str]) -> bool:
    return any(map(user.has_perm, rights))
