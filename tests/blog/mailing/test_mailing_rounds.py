"""Kills, mail servers that refuse or hang up, and what each of them may cost a reader."""

from contextlib import suppress
from datetime import timedelta
from email import message_from_bytes
from smtplib import (
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from blog.mailing import mailing_rounds
from blog.mailing.bounces import take_off_reported
from blog.mailing.delivery_reports import DeliveryReport
from blog.mailing.mailing_rounds import AWAY_SECONDS, IDLE_SECONDS, LetterBatch, MailingRounds
from blog.mailing.released_posts import release_posts
from blog.mailing.subscriber_links import stop_address_of
from blog.models import Post, Subscriber, current_site
from blog.models.subscribers import Ending
from papers.registries.host_pauses import HOST_PAUSES
from tests.support.mail_server import take_all
from tests.support.mailed_posts import add_reader, mailed, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailing_site")]


class KilledProcess(BaseException):
    pass


@pytest.mark.parametrize(
    ("fault", "again"),
    [
        (KilledProcess(), False),
        (SMTPServerDisconnected("cut"), False),
        (SMTPDataError(451, b"later"), True),
        (SMTPDataError(554, b"not this one"), True),
        (SMTPSenderRefused(550, b"log in first", "us@example.org"), True),
        (SMTPRecipientsRefused({"ada@example.org": (450, b"4.2.1 greylisted")}), True),
    ],
)
def test_no_fault_sends_a_letter_twice(monkeypatch, fault: BaseException, again: bool):
    reader, post = add_reader(), publish(title="Once")

    def fail(*_letters: object) -> int:
        raise fault

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", fail)
        with suppress(KilledProcess):
            assert MailingRounds().mail_batch() in (AWAY_SECONDS, IDLE_SECONDS)
    assert mailed() == []
    Subscriber.objects.filter(pk=reader.pk).update(waits_until=timezone.now())
    assert mailed() == ([("ada", post.title)] if again else [])
    reader.refresh_from_db()
    assert (reader.is_in_force, reader.tries) == (True, 0)


def test_a_server_that_wants_none_costs_nobody_a_letter_or_a_place(mail_host, settings):
    """As one that was set up wrongly, or whose day's share is used up, for days."""
    readers = [add_reader(name) for name in ("ada", "bo", "cy")]
    publish(title="Once")
    for words in (b"550 5.1.1 relay of nobody", b"450 4.7.1 enough for today"):
        mail_host.answer = lambda verb, _to, words=words: words * (verb == "RCPT")
        for _try in range(len(HOST_PAUSES)):
            assert MailingRounds().mail_batch() == IDLE_SECONDS
            Subscriber.objects.update(waits_until=timezone.now())
        assert Subscriber.objects.in_force().count() == 3
        Subscriber.objects.update(tries=0)
    mail_host.answer = lambda verb, to: b"550 5.1.1 gone" * (verb == "RCPT" and to[:2] == "bo")
    MailingRounds().mail_batch()
    assert sorted(letter.to for letter in mail_host.letters) == [
        readers[0].address,
        readers[2].address,
    ]
    assert list(Subscriber.objects.filter(ending=Ending.BOUNCED)) == [readers[1]]


def test_a_kill_after_a_refusal_costs_nobody_a_letter(mail_host, monkeypatch):
    """Many servers refuse a box's first letter for some minutes."""
    reader, _post = add_reader(), publish()
    mail_host.answer = lambda verb, _to: b"450 4.2.0 greylisted" * (verb == "RCPT")

    def end_here(_batch: LetterBatch) -> None:
        raise KilledProcess

    with monkeypatch.context() as killed, suppress(KilledProcess):
        killed.setattr(LetterBatch, "note_refusals", end_here)
        MailingRounds().mail_batch()
    mail_host.answer = take_all
    Subscriber.objects.exclude(waits_until=None).update(waits_until=timezone.now())
    MailingRounds().mail_batch()
    assert [letter.to for letter in mail_host.letters] == [reader.address]


def test_what_is_refused_for_now_is_sent_as_long_as_its_post_is_mailed(mail_host):
    reader, post = add_reader(), publish(title="Once")
    mail_host.answer = lambda verb, _to: b"452 later" * (verb == "DONE")
    for _try in range(len(HOST_PAUSES) + 3):
        assert MailingRounds().mail_batch() == AWAY_SECONDS
        Subscriber.objects.update(waits_until=timezone.now())
    mail_host.letters.clear()
    mail_host.answer = take_all
    MailingRounds().mail_batch()
    assert [letter.to for letter in mail_host.letters] == [reader.address]
    mail_host.answer = lambda verb, _to: b"452 later" * (verb == "DONE")
    Subscriber.objects.update(waits_until=timezone.now())
    publish(title="Old", published_at=post.published_at)
    MailingRounds().mail_batch()
    reader.refresh_from_db()
    assert reader.tries == 1, "they count of one letter"


@pytest.mark.parametrize("stage", ["write", "send"])
def test_a_letter_that_a_fault_of_ours_breaks_holds_up_nobody_else(monkeypatch, stage: str):
    reader, _other, post = add_reader("ada"), add_reader("bo"), publish(title="Once")
    write = mailing_rounds.write_post_letter

    def fail(*_given: object) -> None:
        raise ValueError("a fault of ours")

    def write_broken(subscriber: Subscriber, posts: list) -> mail.EmailMessage:
        letter = write(subscriber, posts)
        if subscriber == reader:
            fail() if stage == "write" else monkeypatch.setattr(letter, "message", fail)
        return letter

    with monkeypatch.context() as broken:
        broken.setattr(mailing_rounds, "write_post_letter", write_broken)
        assert mailed() == [("bo", post.title)]
        assert mailed() == [], "it waits"
    Subscriber.objects.update(waits_until=timezone.now())
    assert mailed() == [("ada", post.title)]


def test_a_line_that_ends_between_two_letters_costs_nobody_one(mail_host):
    """Many servers end it after so many, without a word."""
    names = [f"reader{number}" for number in range(5)]
    mail_host.letters_a_line = 2
    for name in names:
        add_reader(name)
    publish()
    MailingRounds().mail_batch()
    assert [letter.to.partition("@")[0] for letter in mail_host.letters] == names
    head = message_from_bytes(mail_host.letters[0].data)
    assert head["List-Unsubscribe"].strip().endswith("/>"), "in one piece"


def test_a_post_that_is_withdrawn_while_its_letter_is_written_counts_as_not_mailed(monkeypatch):
    add_reader()
    post = publish(title="Once")
    write = mailing_rounds.write_post_letter

    def withdraw_meanwhile(*given: object) -> mail.EmailMessage:
        Post.objects.filter(pk=post.pk).update(published_at=None)
        release_posts(current_site(), timezone.now())
        return write(*given)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(mailing_rounds, "write_post_letter", withdraw_meanwhile)
        assert mailed() == []
    Post.objects.filter(pk=post.pk).update(published_at=post.published_at)
    assert mailed() == [("ada", "Once")]


def test_who_cannot_be_reached_is_taken_off_at_once_or_after_some(settings):
    full, linked = add_reader("full"), add_reader("linked")
    named = add_reader("gone")
    token = stop_address_of(linked).split("/")[-2]
    reports = [
        DeliveryReport(addresses=("gone@example.org",), action="failed", status="5.1.1"),
        DeliveryReport(addresses=("full@example.org",), action="failed", status="5.2.2"),
        DeliveryReport(addresses=("full@example.org",), action="delayed", status="4.4.1"),
        DeliveryReport(token, ("elsewhere@example.org",), "failed", "5.1.1"),
        DeliveryReport(addresses=("who@example.org",), action="failed", status="5.1.1"),
    ]
    told = "1 taken off, 2 counted, 0 before, 1 unknown, 1 no failure."
    assert str(take_off_reported(reports)) == told
    assert set(Subscriber.objects.in_force()) == {full, named}, "anybody may write an address"
    named.delete()
    for _day in range(settings.BLOG_MOST_BOUNCES - 1):
        assert Subscriber.objects.get(pk=full.pk).is_in_force
        assert take_off_reported(reports[1:2] * 2).before >= 1
        Subscriber.objects.filter(pk=full.pk).update(bounced_at=timezone.now() - timedelta(days=2))
        take_off_reported(reports[1:2])
    full.refresh_from_db()
    assert full.ending == Ending.BOUNCED
