"""Previews, pictures and lists, and what requests have to be."""

import pytest
from django.test import Client

from blog.models import Author, Post, Tag
from papers.models import Paper
from tests.support.api_requests import ask, told
from tests.support.drawn import picture
from tests.support.factories import make_author, make_post

pytestmark = pytest.mark.django_db


def test_a_preview_is_the_public_page_and_stores_nothing(token):
    header = "---\ntitle: A\ntags: [new]\nseries: None yet\n---\n"
    text = f"{header}\n# Head\n\n[@nobody] [@doi:10.5555/x]\n"
    shown = told(ask(token, "POST", "preview", {"text": text}), 200)
    assert "<h2" in shown["html"] or "<h1" in shown["html"]
    assert "Ada" in shown["html"]
    assert {"key", "unknown-work"} <= {one["kind"] for one in shown["findings"]}
    assert not (Post.objects.exists() or Tag.objects.exists() or Paper.objects.exists())
    post = make_post(title="Stored", authors=[make_author(name="Bea")])
    edited = told(ask(token, "GET", f"posts/{post.pk}"), 200)["text"].replace("Some", "Other")
    shown = told(ask(token, "POST", "preview", {"text": edited, "number": post.pk}), 200)
    assert "Other text." in shown["html"] and "Bea" in shown["html"]
    post.refresh_from_db()
    assert post.source == "Some text."
    assert Author.objects.count() == 2


def test_a_picture_is_taken_once_and_no_other_file(token):
    first = told(ask(token, "POST", "pictures?name=fig.png", picture()), 201)
    assert first["address"].startswith("/media/images/") and first["address"] in first["markdown"]
    assert told(ask(token, "POST", "pictures?name=fig.png", picture()), 201) == first
    refused = told(ask(token, "POST", "pictures?name=a.png", b"<html>"), 422)["error"]
    assert (refused["where"], "no picture" in refused["what"]) == ("a.png", True)
    assert told(ask(token, "POST", "pictures", picture()), 422)["error"]["where"] == "name"


def test_bodies_are_measured_and_looked_at_before_work(token, settings):
    def post(data: bytes, **headers):
        shown = {"Authorization": f"Bearer {token}", **headers}
        kind = headers.pop("kind", "application/json")
        return Client().generic("POST", "/api/v1/posts", data, kind, headers=shown)

    told(post(b"{}", **{"Content-Length": "99000000"}), 413)
    told(post(b"{}", kind="text/plain"), 415)
    for wrong, status in [(b"{", 400), (b"[" * 9000, 400), (b"[]", 422)]:
        told(post(wrong), status)
    for wrong in ({}, {"text": 1}, {"text": "a", "more": 1}, {"text": "a", "version": True}):
        assert told(ask(token, "POST", "posts", wrong), 422)["error"]["where"]
    told(ask(token, "POST", "posts", {"text": "a\0"}), 400)
    for path in ("posts?before=x", "posts?whose=theirs"):
        told(ask(token, "GET", path), 422)
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        refused = ask(token, method, "posts", {"text": "a"})
        assert (told(refused, 405)["error"]["where"], refused["Allow"][:3]) == (method, "GET")
    told(ask(token, "GET", "nothing/here"), 404)
    told(ask(token, "GET", f"posts/{10**30}"), 404)
    settings.BLOG_API_RATE_LIMIT = (1, 300)
    assert "Retry-After" in ask(token, "GET", "posts")


def test_lists_are_of_ones_own_posts_and_go_on(token, monkeypatch):
    own = Author.objects.get()
    mine = [make_post(authors=[own]).pk for _number in range(3)]
    others = make_post().pk
    monkeypatch.setattr("blog.api.told_posts.AT_ONCE", 2)
    first = told(ask(token, "GET", "posts"), 200)
    assert [one["number"] for one in first["posts"]] == mine[:0:-1]
    last = told(ask(token, "GET", f"posts?before={first['next']}"), 200)
    assert ([one["number"] for one in last["posts"]], last["next"]) == (mine[:1], None)
    every = told(ask(token, "GET", "posts?whose=all"), 200)
    assert every["posts"][0]["number"] == others
