"""Public pages lead to their forms, for those alone who may change them."""

import re

import pytest
from django.contrib.auth.models import User

from tests.support.factories import make_author, make_page, make_paper, make_post

STAMP = re.compile(rb'name="stamp" value="[^"]*"')
pytestmark = pytest.mark.django_db


@pytest.fixture
def pages() -> dict[str, str]:
    paper = make_paper(key="curie1903")
    post = make_post(tags=["Kept"], authors=[make_author(slug="ann")], source="[@curie1903]")
    tag, person = post.tags.get(), paper.contributors.get()
    return {
        post.get_absolute_url(): f"/admin/blog/post/{post.pk}/change/",
        make_page(address="people").get_absolute_url(): "/admin/blog/page/",
        tag.get_absolute_url(): f"/admin/blog/tag/{tag.pk}/change/",
        "/authors/ann/": "/admin/blog/author/",
        paper.get_absolute_url(): f"/admin/papers/paper/{paper.pk}/change/",
        person.get_absolute_url(): f"/admin/papers/contributor/{person.pk}/change/",
    }


def test_an_editor_has_the_link_and_the_answer_is_kept_by_nobody(pages, admin_client):
    for address, form in pages.items():
        response = admin_client.get(address)
        assert f'href="{form}' in response.content.decode()
        assert response.headers["Cache-Control"] == "private, no-store"


def test_nobody_else_has_it_and_their_pages_are_as_they_were(pages, client):
    without = {address: client.get(address) for address in pages}
    for response in without.values():
        assert "/admin/" not in response.content.decode()
        assert "Cookie" not in response.headers.get("Vary", "")
        assert response.has_header("ETag")
    client.force_login(User.objects.create_user("reader"))
    for address, response in without.items():
        own = client.get(address)
        assert STAMP.sub(b"", own.content) == STAMP.sub(b"", response.content)
        assert "no-store" not in own.headers.get("Cache-Control", "")


def test_who_has_no_session_costs_no_query_more(pages, client, django_assert_max_num_queries):
    client.cookies["other"] = "1"
    address = next(iter(pages))
    client.get(address)
    with django_assert_max_num_queries(40) as counted:
        client.get(address)
    assert not [one for one in counted.captured_queries if "session" in one["sql"]]
