"""Letters through the real queue, from the comment to the mailbox."""

import re
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.core import mail
from django.test import Client
from django.utils import timezone

from blog.comments.mail.letter_queue import comment_was_held, comment_was_published, note_wish
from blog.models import Comment, Letter, MailAddress, Post, Subscription
from tests.support.factories import make_comment, make_post

pytestmark = pytest.mark.django_db
ADDRESS = "reader@example.org"


def verified(address: str = ADDRESS) -> MailAddress:
    return MailAddress.objects.create(address=address, verified_at=timezone.now())


def subscriber(post: Post, wish: str = "replies", **values) -> Comment:
    """A published comment of a verified reader who wants to be mailed."""
    comment = make_comment(post, email=ADDRESS, is_email_verified=True, **values)
    MailAddress.objects.get_or_create(address=ADDRESS, defaults={"verified_at": timezone.now()})
    note_wish(comment, wish)
    return comment


def link(letter: mail.EmailMessage, part: str) -> str:
    """The path of the link to one of our pages, as both parts of a letter have it."""
    found = re.search(rf"{re.escape(settings.SITE_ORIGIN)}(/{part}\S+)", letter.body)
    assert found[1] in letter.alternatives[0].content
    return found[1]


def tell(comment: Comment, do_jobs) -> list[mail.EmailMessage]:
    mail.outbox.clear()
    comment_was_published(comment)
    do_jobs()
    return mail.outbox


def test_address_is_verified_by_a_button_and_not_by_opening_the_link(do_jobs):
    comment = make_comment(email="Reader@Example.org", name="Spam Name", source="Spam text.")
    note_wish(comment, "replies")
    (letter,) = tell(comment, do_jobs)
    assert letter.to == [ADDRESS]
    assert "Spam" not in letter.body + letter.alternatives[0].content + letter.subject
    client, path = Client(), link(letter, "mail/confirm/")
    assert ADDRESS in client.get(path).content.decode()
    comment.refresh_from_db()
    assert not comment.is_email_verified
    assert not MailAddress.objects.verified().exists()
    assert "confirmed" in client.post(path, {"do": "confirm"}).content.decode()
    comment.refresh_from_db()
    assert comment.is_email_verified
    assert MailAddress.objects.verified().get().address == ADDRESS
    assert Subscription.objects.in_force().get().comment == comment
    assert client.cookies["mail"]["httponly"]


def test_nothing_is_mailed_before_approval(do_jobs):
    comment = make_comment(email=ADDRESS, state="pending")
    assert tell(comment, do_jobs) == []
    assert Letter.objects.get().outcome == "✗ the comment is not published"


def test_reply_is_told_once_to_those_who_wished_it(do_jobs):
    post = make_post()
    first = subscriber(post)
    reply = make_comment(post, parent=first, source="Secret of somebody unverified.")
    (letter,) = tell(reply, do_jobs)
    assert letter.to == [ADDRESS]
    assert "Secret" not in letter.body + letter.alternatives[0].content
    assert link(letter, "comments/") == reply.get_absolute_url()
    assert tell(reply, do_jobs) == []


def test_text_is_mailed_when_its_author_is_known(do_jobs):
    post = make_post()
    reply = make_comment(
        post, parent=subscriber(post), email="b@example.org", is_email_verified=True, source="A <b>"
    )
    (letter,) = tell(reply, do_jobs)
    assert "A <b>" in letter.body
    assert "A &lt;b&gt;" in letter.alternatives[0].content


@pytest.mark.parametrize(("wish", "expected"), [("replies", 0), ("thread", 1)])
def test_thread_is_told_to_those_who_wished_all_of_it(do_jobs, wish: str, expected: int):
    post = make_post()
    first = subscriber(post, wish)
    other = make_comment(post, parent=make_comment(post, parent=first))
    assert len(tell(other, do_jobs)) == expected
    assert tell(make_comment(post), do_jobs) == []


def test_nobody_is_told_of_their_own_comments(do_jobs):
    post = make_post()
    first = subscriber(post, "thread")
    own = make_comment(post, parent=first, email=ADDRESS.upper(), is_email_verified=True)
    assert tell(own, do_jobs) == []


def test_mail_program_unsubscribes_with_one_post_of_another_origin(do_jobs):
    post = make_post()
    first = subscriber(post)
    (letter,) = tell(make_comment(post, parent=first), do_jobs)
    path = link(letter, "mail/stop/")
    assert letter.extra_headers["List-Unsubscribe"] == f"<{settings.SITE_ORIGIN}{path}>"
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    client = Client(enforce_csrf_checks=True)
    client.get(path)
    assert Subscription.objects.in_force().exists()
    client.post(
        path, {"List-Unsubscribe": "One-Click"}, headers={"Origin": "https://mail.example.org"}
    )
    assert not Subscription.objects.in_force().exists()
    assert tell(make_comment(post, parent=first), do_jobs) == []


def test_who_refuses_gets_no_letter_whatever_is_written(do_jobs):
    (letter,) = tell(make_comment(email=ADDRESS), do_jobs)
    Client().post(link(letter, "mail/confirm/"), {"do": "refuse"})
    assert tell(make_comment(email=ADDRESS), do_jobs) == []
    assert MailAddress.objects.get().refused_at


def test_letters_to_an_address_that_never_answers_are_few(do_jobs, settings):
    for _ in range(settings.BLOG_CONFIRM_LETTERS_PER_DAY):
        assert len(tell(make_comment(email=ADDRESS), do_jobs)) == 1
    assert tell(make_comment(email=ADDRESS), do_jobs) == []
    long_ago = timezone.now() - timedelta(days=30)
    Letter.objects.exclude(sent_at=None).update(sent_at=long_ago)
    for _ in range(settings.BLOG_CONFIRM_LETTERS - settings.BLOG_CONFIRM_LETTERS_PER_DAY):
        assert len(tell(make_comment(email=ADDRESS), do_jobs)) == 1
    Letter.objects.exclude(sent_at=None).update(sent_at=long_ago)
    assert tell(make_comment(email=ADDRESS), do_jobs) == []


def test_reader_gets_no_more_letters_a_day_than_the_cap(do_jobs, settings):
    settings.BLOG_LETTERS_PER_DAY = 2
    post = make_post()
    first = subscriber(post)
    assert [len(tell(make_comment(post, parent=first), do_jobs)) for _ in range(3)] == [1, 1, 0]


def test_letter_waits_for_a_mail_server_that_is_away(do_jobs, monkeypatch):
    answers = iter([SMTPServerDisconnected(), None])

    def send(self, messages):
        if error := next(answers):
            raise error
        mail.outbox.extend(messages)

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", send)
    monkeypatch.setattr("blog.comments.mail.delivery.HOST_PAUSES", [timedelta(0)])
    assert len(tell(make_comment(email=ADDRESS), do_jobs)) == 1
    letter = Letter.objects.get()
    assert (letter.attempts, letter.outcome) == (2, "sent")


def test_letter_that_no_server_takes_is_given_up(do_jobs, monkeypatch):
    def fail(self, messages):
        raise SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)
    monkeypatch.setattr("blog.comments.mail.delivery.HOST_PAUSES", [timedelta(0)] * 2)
    assert tell(make_comment(email=ADDRESS), do_jobs) == []
    letter = Letter.objects.get()
    assert (letter.attempts, letter.outcome) == (3, "given up: SMTPServerDisconnected")


def moderator(name: str, **values) -> User:
    user = User.objects.create(username=name, email=f"{name}@example.org", **values)
    user.user_permissions.add(Permission.objects.get(codename="change_comment"))
    return user


def test_moderators_are_told_of_held_comments_without_their_text(do_jobs):
    moderator("mo")
    User.objects.create(username="someone", email="someone@example.org")
    post = make_post(title="On ice")
    comments = [make_comment(post, state="pending", source="Buy now!") for _ in range(3)]
    for comment in comments:
        comment_was_held(comment)
    do_jobs()
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["mo@example.org"], "3 comments wait on Wellcited")
    assert "On ice" in letter.body
    assert "Buy" not in letter.body + letter.alternatives[0].content
    assert link(letter, "admin/blog/comment/")
    comment_was_held(make_comment(post, state="pending"))
    do_jobs()
    assert len(mail.outbox) == 1  # the next one is an hour away


def test_site_without_mail_queues_nothing(settings):
    settings.BLOG_SENDS_MAIL = False
    moderator("mo")
    comment_was_held(make_comment(state="pending"))
    comment_was_published(make_comment(email=ADDRESS))
    assert not Letter.objects.exists()


@pytest.mark.parametrize("name", ["confirm", "stop"])
def test_link_that_is_not_whole_is_said_to_be(name: str):
    response = Client().get(f"/mail/{name}/1abc:forged/")
    assert response.status_code == 404
    assert "not whole" in response.content.decode()


def test_a_letter_that_came_too_early_is_sent_when_its_comment_is_published_again(do_jobs):
    post = make_post()
    reply = make_comment(post, parent=subscriber(post))
    comment_was_published(reply)
    Comment.objects.filter(pk=reply.pk).update(state="pending")  # edited before the letter went
    do_jobs()
    assert mail.outbox == []
    Comment.objects.filter(pk=reply.pk).update(state="published")
    assert len(tell(reply, do_jobs)) == 1
    assert tell(reply, do_jobs) == []


def test_moderators_are_told_of_a_comment_that_waits_again(do_jobs):
    user = User.objects.create_user("mo", email="mo@example.org")
    user.user_permissions.add(Permission.objects.get(codename="change_comment"))
    comment = make_comment(state="pending")
    comment_was_held(comment)
    do_jobs()
    Letter.objects.update(created_at=timezone.now() - timedelta(days=1))
    comment_was_held(comment)
    do_jobs()
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("page", ["mail/confirm/", "mail/stop/"])
def test_pages_that_show_a_mail_address_are_kept_by_no_cache(page, do_jobs):
    post = make_post()
    comment = make_comment(post, email="new@example.org")
    reply = make_comment(post, parent=subscriber(post))
    told = comment if "confirm" in page else reply
    (letter,) = tell(told, do_jobs)
    assert "no-store" in Client().get(link(letter, page)).headers["Cache-Control"]
