"""Who may send what to the admin: addresses that take forms alone, in every situation, for every
kind of visitor of ``test_permissions.py``."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.guards.row_addresses import post
from tests.guards.test_permissions import (
    EDITORS_OF_POSTS,
    VISITORS,
    Situation,
    make_visitor,
    only,
)

POST_TYPED = {"title": "A title", "source": "Some *words* that were typed."}
WRITERS = only(EDITORS_OF_POSTS, 403)


def preview_of(**values: object) -> str:
    return reverse("admin:blog_post_preview", args=[post(**values).pk])


POSTED: dict[str, list[Situation]] = {
    "admin:blog_post_preview": [
        Situation("new", lambda: reverse("admin:blog_post_preview"), WRITERS),
        Situation("draft", lambda: preview_of(published_at=None), WRITERS),
        Situation("published", preview_of, WRITERS),
        Situation("unlisted", lambda: preview_of(is_unlisted=True), WRITERS),
        Situation("deleted", lambda: reverse("admin:blog_post_preview", args=[987654]), WRITERS),
    ],
}
"""Addresses of the admin that take forms alone, each with what a POST of ``POST_TYPED`` gives."""
CASES = [
    pytest.param(situation, id=f"{name} {situation.name}")
    for name, situations in POSTED.items()
    for situation in situations
]


@pytest.mark.parametrize("visitor", VISITORS)
@pytest.mark.parametrize(
    "situation",
    [pytest.param(one, id=f"{name} {one.name}") for name in POSTED for one in POSTED[name]],
)
def test_visitor_may_send(db, situation: Situation, visitor: str):
    client = Client()
    if user := make_visitor(visitor):
        client.force_login(user)
    address, expected = situation.make(), situation.expected[visitor]
    answer = client.post(address, POST_TYPED)
    assert answer.status_code == expected
    assert ("Some <em>words" in answer.content.decode()) == (expected == 200)
    assert client.get(address).status_code == (
        302 if visitor == "anonymous" else 405 if expected == 200 else 403
    )
