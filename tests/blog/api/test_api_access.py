"""Whom a token lets in, and to what: by what it is, and by the rights of its user."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from blog.admin.own_drafts import EDITORS_ALONE
from blog.folder.text_headers import POST_KEYS
from blog.models import ApiToken, Author, OldAddress, Post, Series
from tests.guards.api_addresses import API_ADDRESSES
from tests.guards.rows import make_row
from tests.support.api_requests import ask, token_of, told
from tests.support.drawn import picture
from tests.support.factories import make_author, make_post

pytestmark = pytest.mark.django_db
TEXT = {"text": "---\ntitle: New\n---\n\nText.\n"}
WRITES = ("add_post", "change_post")


def user_with(name: str, *rights: str, **values):
    user = make_row("auth.user", username=name, **{"is_staff": True, "is_active": True} | values)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def statuses(token: str, number: int) -> list[int]:
    """Of every address that asks for a token."""
    text = {"text": f"---\ntitle: Changed\nnumber: {number}\n---\n\nText.\n"}
    version = Post.objects.get(pk=number).version
    asked = [
        ("GET", "posts", None),
        ("POST", "posts", TEXT),
        ("GET", f"posts/{number}", None),
        ("POST", f"posts/{number}/copies", None),
        ("PUT", f"posts/{number}", {**text, "version": version}),
        ("POST", "preview", TEXT),
        ("POST", "preview", {**TEXT, "number": number}),
        ("POST", "pictures?name=a.png", picture()),
        ("GET", "posts/0", None),
    ]
    return [ask(token, *one).status_code for one in asked]


def test_who_may_do_what(settings):
    """Of a draft of somebody else; where a user has no right, it is as if it were not there."""
    settings.BLOG_RATE_LIMITS = {**settings.BLOG_RATE_LIMITS, "token": ((999, 60), (999, 60))}
    draft = make_post(published_at=None).pk
    closed = [401] * 9
    nothing = [200, 403, 404, 404, 404, 403, 404, 403, 404]
    adds = [200, 201, 404, 404, 404, 200, 404, 201, 404]
    changes = [200, 403, 200, 200, 200, 403, 200, 201, 404]
    everything = [200, 201, 200, 200, 200, 200, 200, 201, 404]
    over = token_of(user_with("ended", *WRITES), lasts=timedelta(seconds=-1))
    revoked = token_of(user_with("revoked", *WRITES))
    ApiToken.objects.filter(user__username="revoked").delete()
    good = token_of(user_with("author", *WRITES))
    expected = {
        "": closed,
        "1.nonsense": closed,
        f"{good}x": closed,
        good.partition(".")[0]: closed,
        over: closed,
        revoked: closed,
        token_of(user_with("inactive", *WRITES, is_active=False)): closed,
        token_of(user_with("reader", *WRITES, is_staff=False)): closed,
        token_of(user_with("moderator", "change_comment")): nothing,
        token_of(user_with("beginner", "add_post")): adds,
        token_of(user_with("corrector", "change_post")): changes,
        good: everything,
        token_of(user_with("superuser", is_superuser=True)): everything,
    }
    found = {shown: statuses(shown, draft) for shown in expected}
    assert found == expected


def test_parts_of_a_header_need_the_rights_that_they_need_in_the_admin():
    make_author(name="Known")
    user = user_with("author", *WRITES)
    Author.objects.create(name="Own", user=user)
    token = token_of(user)
    for line, where in [
        ("authors: [Known]", "authors"),
        ("series: New", "series"),
        ("redirect_from: [/old/]", "redirect_from"),
    ]:
        sent = {"text": f"---\ntitle: New\n{line}\n---\n\nText.\n"}
        assert told(ask(token, "POST", "posts", sent), 403)["error"]["where"] == where
        assert told(ask(token, "POST", "preview", sent), 200)
    assert not (Post.objects.exists() or Series.objects.exists() or OldAddress.objects.exists())
    of_drafts = token_of(user_with("beginner", "draft_post"))
    for beginner in (token_of(user_with("other", "add_post")), of_drafts):
        for key in (POST_KEYS[name] for name in EDITORS_ALONE):
            value = "2026-01-01" if key == "date" else "true"
            sent = {"text": f"---\ntitle: New\n{key}: {value}\n---\n\nText.\n"}
            assert told(ask(beginner, "POST", "posts", sent), 403)["error"]["where"] == key
    made = told(ask(of_drafts, "POST", "posts", TEXT), 201)
    hidden = {"text": made["text"].replace("---\n", "---\nunlisted: true\n", 1)}
    assert told(ask(of_drafts, "PUT", f"posts/{made['number']}", hidden), 403)
    own = {"text": "---\ntitle: New\nauthors: [Own]\n---\n\nText.\n", "bibliography": "@book{a,"}
    assert "papers.add_paper" in told(ask(token, "POST", "posts", own), 201)["remarks"][0]
    rights = ("add_author", "change_byline", "add_oldaddress", "add_series")
    token = token_of(user_with("editor", *WRITES, *rights))
    lines = "authors: [Known, Unknown]\nseries: New\nredirect_from: [/old/]"
    sent = {"text": f"---\ntitle: Newer\n{lines}\n---\n\nText.\n"}
    told(ask(token, "POST", "posts", sent), 201)
    assert Author.objects.filter(name="Unknown").exists() and Series.objects.exists()


def test_a_cookie_opens_no_api_and_a_token_no_admin(admin_user, admin_client, settings):
    token = token_of(admin_user)
    assert admin_client.get("/admin/").status_code == 200
    for visitor in (admin_client, Client()):
        found = {path: visitor.get(path).status_code for path, _status in API_ADDRESSES.values()}
        assert found == dict(API_ADDRESSES.values())
    told(ask(token, "GET", "posts"), 200)
    shown = Client(headers={"Authorization": f"Bearer {token}"})
    assert shown.get("/admin/").status_code == 302
    draft = make_post(published_at=None)
    assert shown.get(draft.get_absolute_url()).status_code == 404
    assert shown.get(f"/api/v1/posts?token={token}").status_code == 200
    assert Client().get(f"/api/v1/posts?token={token}").status_code == 401
    assert not shown.cookies
    assert ApiToken.objects.get().used_at is not None
    assert token.partition(".")[2] not in ApiToken.objects.get().token_hash


def test_wrong_tokens_are_limited_and_a_right_one_gets_in(settings, admin_user):
    settings.BLOG_RATE_LIMITS = {**settings.BLOG_RATE_LIMITS, "token": ((2, 600), (100, 60))}
    good = token_of(admin_user)
    found = [ask(f"{number}.x", "GET", "posts").status_code for number in range(4)]
    assert found == [401, 401, 429, 429]
    assert told(ask("1.x", "GET", "posts"), 429)["error"]["to_do"].startswith("Wait ")
    told(ask(good, "GET", "posts"), 200)


def test_a_wrong_token_costs_one_look_and_its_counting(django_assert_num_queries):
    ask("7.x", "GET", "posts")  # the site's row is kept
    with django_assert_num_queries(4):
        ask("7.x", "POST", "posts", TEXT)
    with django_assert_num_queries(3):
        ask("nonsense", "POST", "posts", TEXT)
