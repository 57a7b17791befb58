"""Who may open pages that the admin has besides Django's, where several rights are looked at."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.guards.row_addresses import hidden, post
from tests.guards.test_permissions import (
    EDITORS_OF_POSTS,
    VISITORS,
    Situation,
    all_get,
    make_visitor,
)

REFUSED = all_get(403) | {"anonymous": 302}
ADMINISTRATORS = REFUSED | {"superuser": 200}
WRITERS = REFUSED | dict.fromkeys(EDITORS_OF_POSTS, 200)


def picker_of(paper: object) -> str:
    return f"{reverse('admin:blog_post_papers')}?q={paper.key}"


def links_of(**values: object) -> str:
    return reverse("admin:blog_post_draft_links", args=[post(**values).pk])


ADMIN_MATRIX: dict[str, list[Situation]] = {
    "admin:blog_post_papers": [
        Situation("empty", lambda: reverse("admin:blog_post_papers"), WRITERS),
        Situation("of a hidden paper", lambda: picker_of(hidden()), WRITERS),
    ],
    "admin:blog_post_draft_links": [
        Situation("of a draft", lambda: links_of(published_at=None), WRITERS),
        Situation("of a published post", links_of, WRITERS),
    ],
    "admin:papers_paper_add_named": [
        Situation(
            "the box",
            lambda: reverse("admin:papers_paper_add_named"),
            ADMINISTRATORS,
        ),
    ],
}
CASES = [
    pytest.param(situation, visitor, id=f"{name} {situation.name} {visitor}")
    for name, situations in ADMIN_MATRIX.items()
    for situation in situations
    for visitor in VISITORS
]


@pytest.mark.parametrize(("situation", "visitor"), CASES)
def test_visitor_may_open_in_the_admin(db, situation: Situation, visitor: str):
    client = Client()
    if user := make_visitor(visitor):
        client.force_login(user)
    assert client.get(situation.make()).status_code == situation.expected[visitor]
