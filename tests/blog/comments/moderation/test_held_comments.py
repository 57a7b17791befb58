"""What a reader sends, from the form to the queue."""

import re

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from blog.comments.mail.proven_address import MAIL_COOKIE, MAIL_SALT
from blog.comments.moderation import form_stamps
from blog.models import Ban, Comment, MailAddress
from tests.guards.rows import serial
from tests.support.factories import make_comment, make_post

pytestmark = pytest.mark.django_db


def form_of(client: Client, post) -> dict[str, str]:
    page = client.get(post.get_absolute_url()).content.decode()
    return {"stamp": re.search(r'name="stamp" value="([^"]+)"', page)[1], "subject": ""}


def send(client: Client, post, **values) -> Comment:
    fields = {"name": "Reader", "source": f"Thought {next(serial)}.", "parent": ""}
    fields |= {"email": "", "website": "", "stamp": form_stamps.stamp_form(post.pk, 60)}
    response = client.post(f"{post.get_absolute_url()}comments/", fields | values)
    assert response.status_code == 302
    return Comment.objects.latest("pk")


def codes(comment: Comment) -> list[str]:
    return [code for code, _value in comment.reasons]


def test_reasons_stand_with_the_comment(client, monkeypatch):
    post = make_post()
    form = form_of(client, post)
    assert codes(send(client, post, **form)) == ["fast", "first"]
    now = form_stamps.time.time()
    monkeypatch.setattr(form_stamps.time, "time", lambda: now + 60)
    assert codes(send(client, post, **form)) == ["first"]
    comment = send(client, post, **form | {"subject": "filled by a password manager"})
    assert (codes(comment), comment.state) == (["honeypot", "first"], "pending")
    monkeypatch.setattr(form_stamps.time, "time", lambda: now + 3 * 24 * 3600)
    assert codes(send(client, post, **form)) == ["old", "first"]
    assert codes(send(client, post)) == ["often", "first"]
    assert comment.sender


def test_spam_is_kept_as_spam_with_its_reasons(client):
    Ban.objects.create(kind="words", value="cheap pills")
    comment = send(client, make_post(), source="Buy cheap pills")
    assert comment.state == "spam"
    assert ["banned_words", "cheap pills"] in comment.reasons


def test_a_browser_that_proves_a_trusted_address_publishes_at_once(client):
    address = MailAddress.objects.create(address="a@example.org", verified_at=timezone.now())
    post = make_comment(email="a@example.org", is_email_verified=True).post
    form = {"email": "A@example.org", "stamp": form_stamps.stamp_form(post.pk)}
    assert send(client, post, **form).state == "pending"
    client.cookies[MAIL_COOKIE] = signing.dumps(address.pk, salt=MAIL_SALT)
    assert (
        send(client, post, **form | {"stamp": form_stamps.stamp_form(post.pk, 60)}).state
        == "published"
    )


def test_too_many_keep_their_text_and_nothing_else_happens(client, settings):
    settings.BLOG_RATE_LIMITS = {"comment": ((2, 600), (9, 60))}
    post = make_post()
    send(client, post)
    send(client, post, source="Another one")
    response = client.post(
        f"{post.get_absolute_url()}comments/",
        {
            "name": "Reader",
            "source": "My third thought",
            "stamp": form_stamps.stamp_form(post.pk, 60),
        },
    )
    assert response.status_code == 429
    assert "My third thought" in response.content.decode()
    assert Comment.objects.count() == 2
