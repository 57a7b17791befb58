"""Whoever is logged out while they write goes on where they were."""

import re

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from blog.models import Post
from config import lost_sessions
from tests.blog.test_post_admin import post_form
from tests.support.factories import make_post
from tests.support.form_reading import read_form as read_fields
from tests.support.forms import fields_of

ADD = "/admin/blog/post/add/"
LONG = "A long thought.\n\nAnd more."


def read_form(page: str) -> dict[str, str]:
    return read_fields(page)[0]


@pytest.fixture
def strict(db) -> Client:
    get_user_model().objects.create_superuser("ada", password="lovelace")
    return Client(enforce_csrf_checks=True, headers={"origin": settings.SITE_ORIGIN})


def logged_in(client: Client) -> str:
    """Logs in as a browser does; the token of the form to add a post."""
    page = client.get("/admin/login/")
    token = page.context["csrf_token"]
    data = {"username": "ada", "password": "lovelace", "csrfmiddlewaretoken": str(token)}
    assert client.post("/admin/login/", data).status_code == 302
    return str(client.get(ADD).context["csrf_token"])


def test_who_is_logged_out_logs_in_below_the_text_and_it_is_stored(strict):
    token = logged_in(strict)
    del strict.cookies["sessionid"]
    answer = strict.post(ADD, post_form(source=LONG, csrfmiddlewaretoken=token))
    page = answer.content.decode()
    assert (answer.status_code, Post.objects.count()) == (403, 0)
    assert "You are not logged in any more" in page and LONG in page
    again = read_form(page)
    wrong = again | {lost_sessions.NAME: "ada", lost_sessions.PASSWORD: "wrong"}
    page = strict.post(ADD, wrong).content.decode()
    assert LONG in page and "wrong" not in page and not Post.objects.exists()
    right = read_form(page) | {lost_sessions.NAME: "ada", lost_sessions.PASSWORD: "lovelace"}
    answer = strict.post(ADD, right)
    assert answer.status_code == 302
    assert Post.objects.get().source == LONG
    assert Post.objects.get().revisions.get().by_name == "ada"
    assert strict.get("/admin/").status_code == 200


def test_who_logs_in_meets_the_conflict_that_waits(strict):
    token = logged_in(strict)
    post = make_post(source="First.")
    address = reverse("admin:blog_post_change", args=[post.pk])
    values = fields_of(strict.get(address).content.decode()) | {"source": "Mine."}
    values["csrfmiddlewaretoken"] = token
    del strict.cookies["sessionid"]
    Post.objects.update(source="Theirs.", version=7)
    again = read_form(strict.post(address, values).content.decode())
    again |= {lost_sessions.NAME: "ada", lost_sessions.PASSWORD: "lovelace"}
    page = strict.post(address, again).content.decode()
    assert "Somebody changed this" in page and "Mine." in page
    assert Post.objects.get().source == "Theirs."


def test_a_token_of_before_another_log_in_keeps_the_text(strict):
    old = logged_in(strict)
    strict.post("/admin/logout/", {"csrfmiddlewaretoken": old})
    logged_in(strict)
    answer = strict.post(ADD, post_form(source=LONG, csrfmiddlewaretoken=old))
    page = answer.content.decode()
    assert (answer.status_code, Post.objects.count()) == (403, 0)
    assert "opened too long ago" in page
    assert strict.post(ADD, read_form(page)).status_code == 302
    assert Post.objects.get().source == LONG


def test_who_logged_in_elsewhere_before_they_log_in_below_the_text_has_it_still(strict):
    token = logged_in(strict)
    del strict.cookies["sessionid"]
    page = strict.post(ADD, post_form(source=LONG, csrfmiddlewaretoken=token)).content.decode()
    below = {lost_sessions.NAME: "ada", lost_sessions.PASSWORD: "lovelace"}
    logged_in(strict)  # in another tab
    page = strict.post(ADD, read_form(page) | below).content.decode()
    assert "lovelace" not in page and read_form(page)["source"].strip() == LONG
    assert strict.post(ADD, read_form(page)).status_code == 302
    assert Post.objects.get().source == LONG


def test_who_may_not_send_it_has_the_text_still(strict):
    get_user_model().objects.create_user("bob", password="boole", is_staff=True)
    token = logged_in(strict)
    del strict.cookies["sessionid"]
    page = strict.post(ADD, post_form(source=LONG, csrfmiddlewaretoken=token)).content.decode()
    below = {lost_sessions.NAME: "bob", lost_sessions.PASSWORD: "boole"}
    answer = strict.post(ADD, read_form(page) | below)
    page = answer.content.decode()
    assert (answer.status_code, Post.objects.count()) == (403, 0)
    assert "Not allowed" in page and read_form(page)["source"].strip() == LONG
    answer = strict.post("/admin/blog/post/", {"action": "delete_selected"})
    assert answer.status_code == 403


def test_only_what_was_typed_is_shown_below_the_log_in(strict):
    token = logged_in(strict)
    post = make_post(source="First.")
    address = reverse("admin:blog_post_change", args=[post.pk])
    values = fields_of(strict.get(address).content.decode()) | {"source": LONG, "note": ""}
    values["csrfmiddlewaretoken"] = token
    del strict.cookies["sessionid"]
    page = strict.post(address, values).content.decode()
    assert set(re.findall('<textarea [^>]*name="([^"]*)"', page)) == {"title", "source"}
    assert read_form(page)["seen_fields"] == values["seen_fields"]


def test_what_nothing_can_show_is_taken_out_and_the_text_comes_back(strict):
    token = logged_in(strict)
    del strict.cookies["sessionid"]
    sent = post_form(source=f"\0{LONG}", csrfmiddlewaretoken=token)
    sent |= {lost_sessions.NAME: "ada", lost_sessions.PASSWORD: "lovelace"}
    answer = strict.post(ADD, sent)
    assert answer.status_code == 400
    assert read_form(answer.content.decode())["source"].strip() == LONG
    assert "lovelace" not in answer.content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": settings.SITE_ORIGIN, "sec-fetch-site": "cross-site"},
    ],
)
def test_a_form_of_another_site_comes_back_with_no_token(strict, headers):
    logged_in(strict)
    answer = strict.post(ADD, post_form(csrfmiddlewaretoken="x"), headers=headers)
    assert answer.status_code == 403
    assert "csrfmiddlewaretoken" not in answer.content.decode()


def test_whoever_may_not_enter_the_admin_is_asked_for_somebody_who_may(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("reader", password="x"))
    answer = client.post(ADD, post_form(source=LONG))
    assert answer.status_code == 403 and LONG in answer.content.decode()
    sent = post_form() | {lost_sessions.NAME: "reader", lost_sessions.PASSWORD: "x"}
    assert client.post(ADD, sent).status_code == 403
    assert not Post.objects.exists()


@pytest.mark.django_db
def test_attempts_below_a_text_are_limited_too(client):
    sent = post_form(source=LONG) | {lost_sessions.NAME: "ada", lost_sessions.PASSWORD: "no"}
    answers = [client.post(ADD, sent, REMOTE_ADDR="192.0.2.1") for _one in range(7)]
    assert [answer.status_code for answer in answers] == [403] * 5 + [429] * 2
    assert LONG in answers[-1].content.decode()


@pytest.mark.django_db
def test_a_password_that_was_to_be_changed_comes_back_to_nobody(client):
    for address in ("/admin/password_change/", "/admin/auth/user/add/"):
        answer = client.post(address, {"old_password": "secret1", "password1": "secret1"})
        assert "secret1" not in answer.content.decode()


def test_a_storage_that_fails_behind_the_log_in_keeps_the_text(strict, monkeypatch):
    token = logged_in(strict)
    del strict.cookies["sessionid"]
    sent = post_form(source=LONG, csrfmiddlewaretoken=token)
    sent |= {lost_sessions.NAME: "ada", lost_sessions.PASSWORD: "lovelace"}

    def fail(*_args, **_kwargs):
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr("blog.admin.posts.save_draft", fail)
    answer = strict.post(ADD, sent)
    page = answer.content.decode()
    assert answer.status_code == 503 and LONG in page and "lovelace" not in page
    monkeypatch.undo()
    page = strict.post(ADD, read_form(page)).content.decode()  # the log-in was not stored either
    right = {lost_sessions.NAME: "ada", lost_sessions.PASSWORD: "lovelace"}
    assert strict.post(ADD, read_form(page) | right).status_code == 302
    assert Post.objects.get().source == LONG
