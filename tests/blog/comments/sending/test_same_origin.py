"""From which pages a comment may be sent, by what browsers say of them."""

import re

import pytest
from django.test import Client, RequestFactory

from blog.comments.moderation.form_stamps import stamp_form
from blog.comments.sending.same_origin import is_same_origin
from blog.models import Comment
from tests.support.factories import make_post
from tests.support.pages import check_page

OWN, EVIL = "http://testserver", "https://evil.example"
# Sec-Fetch-Site, Origin, Referer (None: the header is not sent), and whether the post is taken.
TABLE = [
    ("same-origin", OWN, f"{OWN}/", True),
    ("same-origin", None, None, True),
    ("same-origin", "null", None, True),  # a page without referrers
    ("none", None, None, True),  # the visitor's own doing: a reload, a bookmark
    ("same-site", "http://other.testserver", None, False),
    ("cross-site", EVIL, f"{EVIL}/", False),
    ("cross-site", "null", None, False),
    ("cross-site", OWN, f"{OWN}/", False),  # a redirect from elsewhere
    ("cross-site", None, None, False),
    ("", None, None, False),
    ("nonsense", OWN, None, False),
    (None, OWN, None, True),
    (None, OWN, f"{EVIL}/", True),
    (None, EVIL, None, False),
    (None, EVIL, f"{OWN}/", False),
    (None, "null", None, False),
    (None, "null", f"{OWN}/", False),
    (None, "", None, False),
    (None, "http://testserver:81", None, False),
    (None, "http://testserver.evil.example", None, False),
    (None, "http://evil.example/testserver", None, False),
    (None, "http://[", None, False),
    (None, "file://testserver", None, False),
    (None, "http://127.0.0.1:8000", None, True),  # SITE_URL, behind a proxy that renames us
    (None, None, f"{OWN}/posts/a/", True),
    (None, None, f"{EVIL}/?{OWN}", False),
    (None, None, None, True),  # no browser: nobody's cookies come with it
]


def headers_of(site, origin, referer) -> dict[str, str]:
    named = {"Sec-Fetch-Site": site, "Origin": origin, "Referer": referer}
    return {name: value for name, value in named.items() if value is not None}


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_ORIGIN = "http://127.0.0.1:8000"


@pytest.mark.parametrize(("site", "origin", "referer", "is_taken"), TABLE)
def test_headers_decide(site, origin, referer, is_taken):
    request = RequestFactory().post("/", headers=headers_of(site, origin, referer))
    assert is_same_origin(request) is is_taken


@pytest.mark.parametrize(
    ("origin", "is_taken"), [("https://testserver", True), ("http://testserver", False)]
)
def test_plain_http_does_not_post_to_https(origin, is_taken):
    request = RequestFactory().post("/", headers={"Origin": origin}, secure=True)
    assert is_same_origin(request) is is_taken


def test_a_comment_from_another_site_is_refused_and_one_from_here_is_not(db):
    post = make_post()
    client = Client(enforce_csrf_checks=True)
    fields = {"name": "Reader", "source": "I agree.", "stamp": stamp_form(post.pk, 60)}
    for origin, status, count in [(EVIL, 403, 0), (OWN, 302, 1)]:
        response = client.post(
            f"{post.get_absolute_url()}comments/", fields, headers={"Origin": origin}
        )
        assert (response.status_code, Comment.objects.count()) == (status, count)


def test_a_form_that_is_not_ours_stores_nothing(client, db):
    post = make_post()
    fields = {"name": "Reader", "source": "I agree.", "stamp": "1:forged:stamp"}
    response = client.post(f"{post.get_absolute_url()}comments/", fields)
    assert response.status_code == 200
    assert not Comment.objects.exists()


def test_the_page_with_the_form_is_the_same_for_everybody(db, monkeypatch):
    post = make_post()
    monkeypatch.setattr("blog.comments.moderation.form_stamps.time.time", lambda: 1_800_000_000.0)
    pages = {check_page(Client().get(post.get_absolute_url())) for _visitor in range(3)}
    assert len(pages) == 1
    page = pages.pop()
    assert "csrf" not in page
    assert re.search(r'name="stamp" value="[^"]+"', page)
