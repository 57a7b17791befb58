"""What is wished with a comment, all the way: form, approval, button, letter, unsubscribing."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from blog.comments.mail.proven_address import MAIL_COOKIE
from blog.comments.moderation.decisions import decide_comments
from blog.models import Comment, Letter, MailAddress, Subscription
from tests.support.factories import make_comment, make_post
from tests.support.pages import check_page
from tests.support.sending import send, sent

pytestmark = pytest.mark.django_db
ADA, BOB = "ada@example.org", "bob@example.org"


@pytest.fixture
def approve(do_jobs):
    """Approves a comment and returns the letters that this causes."""

    def approve(comment: Comment) -> list[mail.EmailMessage]:
        mail.outbox.clear()
        decide_comments([comment.pk], "published", None)
        do_jobs()
        return list(mail.outbox)

    return approve


def link(letter: mail.EmailMessage, part: str) -> str:
    return re.search(rf"{re.escape(settings.SITE_ORIGIN)}(/{part}\S+)", letter.body)[1]


def test_replies_are_mailed_after_approval_and_the_button_alone(client, approve, do_jobs):
    post = make_post(title="On ice")
    first = sent(client, post, name="Ada", email=ADA, wish="replies", source="My thought.")
    do_jobs()
    assert mail.outbox == []
    (letter,) = approve(first)
    assert letter.to == [ADA]
    assert "My thought" not in letter.body
    path = link(letter, "mail/confirm/")
    check_page(client.get(path))
    assert approve(sent(Client(), post, parent=first.pk, source="Too early.")) == []

    browser = Client()
    assert "will be mailed as you wished" in browser.post(path, {"do": "confirm"}).content.decode()
    reply = sent(Client(), post, parent=first.pk, name="Bob", email=BOB, source="Not proven.")
    do_jobs()
    told, asked = sorted(approve(reply), key=lambda one: one.to)
    assert (told.to, asked.to) == ([ADA], [BOB])
    assert settings.SITE_ORIGIN + reply.get_absolute_url() in told.body
    assert "Not proven" not in told.body + told.alternatives[0].content
    stop = link(told, "mail/stop/")
    assert told.extra_headers["List-Unsubscribe"] == f"<{settings.SITE_ORIGIN}{stop}>"
    assert told.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    program = Client(enforce_csrf_checks=True, headers={"Origin": "https://mail.example"})
    assert program.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert approve(sent(Client(), post, parent=first.pk, source="After that.")) == []


def test_a_browser_that_proved_its_address_needs_no_second_letter(client, approve):
    post = make_post()
    (letter,) = approve(sent(client, post, email=ADA))
    client.post(link(letter, "mail/confirm/"), {"do": "confirm"})
    assert MAIL_COOKIE in client.cookies
    again = sent(client, post, email="Ada@Example.org", wish="thread", source="Now all of it.")
    assert (again.is_email_verified, again.state) == (True, "published")
    assert Subscription.objects.in_force().get().comment == again
    other = make_comment(post, parent=make_comment(post, parent=again), state="pending")
    (told,) = approve(other)
    assert told.to == [ADA]


def test_somebody_elses_address_gets_nothing_but_the_question(client, approve):
    post = make_post()
    victim = sent(client, post, email=ADA, wish="thread", source="Spam for Ada.")
    assert [letter.subject for letter in approve(victim)] == [
        "Please confirm your mail address for Wellcited"
    ]
    answer = make_comment(post, parent=victim, state="pending", source="Spam again.")
    assert approve(answer) == []


def test_nothing_is_kept_for_mail_without_an_address(client):
    response = send(client, make_post(), wish="replies")
    assert response.status_code == 422
    assert "Where should the letters go?" in check_page(response)
    assert not Comment.objects.exists()
    sent(client, make_post(), wish="")
    assert not (MailAddress.objects.exists() or Letter.objects.exists())


def test_a_wish_that_there_is_not_is_refused(client):
    assert send(client, make_post(), email=ADA, wish="everything").status_code == 422


def test_a_site_that_sends_no_mail_asks_for_no_wish(client, settings):
    settings.BLOG_SENDS_MAIL = False
    post = make_post()
    assert 'name="wish"' not in client.get(post.get_absolute_url()).content.decode()
    sent(client, post, email=ADA, wish="thread")
    assert not Subscription.objects.exists()


def test_the_same_sent_twice_is_one_wish(client):
    post = make_post()
    for _click in range(2):
        sent(client, post, email=ADA, wish="replies")
    assert Subscription.objects.count() == 1


def test_the_button_ends_all_letters_about_the_thread(client, approve):
    post = make_post()
    first = make_comment(post)
    for text in ("One.", "Two."):
        reply = sent(
            client, post, name="Ada", email=ADA, wish="thread", source=text, parent=first.pk
        )
        decide_comments([reply.pk], "published", None)
    MailAddress.objects.filter(address=ADA).update(verified_at=timezone.now())
    Subscription.objects.update(confirmed_at=timezone.now())
    letters = approve(sent(Client(), post, source="More.", parent=first.pk))
    (letter,) = [one for one in letters if "mail/stop" in one.body]
    Client().post(link(letter, "mail/stop/"), {"List-Unsubscribe": "One-Click"})
    assert approve(sent(Client(), post, source="Still more.", parent=first.pk)) == []
