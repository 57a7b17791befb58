"""From the form to the letter, through the pages of the site."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from email import message_from_bytes
from smtplib import (
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from blog.comments.mail.letter_links import refuse_letters
from blog.mailing import mailing_rounds, post_letters
from blog.mailing.bounces import take_off_reported
from blog.mailing.delivery_reports import DeliveryReport
from blog.mailing.mailing_rounds import AWAY_SECONDS, IDLE_SECONDS, LetterBatch, MailingRounds
from blog.mailing.released_posts import last_digest_moment, release_posts
from blog.mailing.subscriber_links import stop_address_of
from blog.mailing.subscribing import ask_to_confirm, forget_unconfirmed, send_confirmation
from blog.models import MailAddress, MailedPost, Post, Subscriber, current_site
from blog.models.subscribers import Ending, Pace
from papers.queries.host_pauses import HOST_PAUSES
from tests.support.factories import make_author, make_paper, make_post, set_site
from tests.support.mail_server import MailServer, mail_server, take_all

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r"https?://testserver(/subscribe/\w+/[^/\s>]+/)")
SINCE = timedelta(hours=2)


@pytest.fixture(autouse=True)
def mailing_site(settings):
    """One that mails posts since two hours ago."""
    settings.BLOG_SENDS_MAIL = True
    settings.SITE_ORIGIN = settings.SITE_URL = "http://testserver"
    return set_site(mails_posts=True, mails_posts_since=timezone.now() - SINCE, name="Notes")


@pytest.fixture
def mail_host(settings) -> Iterator[MailServer]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def add_reader(name: str = "ada", **values) -> Subscriber:
    hour_ago = timezone.now() - timedelta(hours=1)
    given = {"confirmed_at": hour_ago, "mailed_until": hour_ago} | values
    return Subscriber.objects.create(address=f"{name}@example.org", **given)


def publish(**values) -> Post:
    """Half an hour ago."""
    return make_post(**{"published_at": timezone.now() - timedelta(minutes=30)} | values)


def mailed() -> list[tuple[str, str]]:
    """To whom what was sent since it was asked last."""
    MailingRounds().mail_batch()
    found = [(letter.to[0].partition("@")[0], letter.subject) for letter in mail.outbox]
    mail.outbox.clear()
    return found


def link_in(letter: mail.EmailMessage) -> str:
    return ADDRESS.search(letter.body)[1]


def test_who_asks_confirms_changes_and_stops_by_buttons_alone(client, do_jobs):
    assert "/subscribe/" in client.get("/").content.decode()
    assert client.post("/subscribe/", {"address": "no", "pace": "each"}).status_code == 422
    asked = {"address": " Ada@Example.org ", "pace": "each"}
    answer = client.post("/subscribe/", asked)
    do_jobs()
    [letter] = mail.outbox
    assert (letter.to, Subscriber.objects.in_force().count()) == (["ada@example.org"], 0)
    confirm = link_in(letter)
    assert client.get(confirm).status_code == 200
    assert not Subscriber.objects.in_force()
    assert "each post" in client.post(confirm).content.decode()
    row = Subscriber.objects.in_force().get()
    assert client.post("/subscribe/", asked | {"pace": "weekly"}).url == answer.url
    do_jobs()
    client.post(link_in(mail.outbox[1]))
    row.refresh_from_db()
    assert (row.pace, row.is_in_force) == (Pace.WEEKLY, True)
    stop = stop_address_of(row).removeprefix("http://testserver")
    assert client.get(stop).headers["Referrer-Policy"] == "no-referrer"
    client.post(stop, {"do": "each"})
    row.refresh_from_db()
    assert (row.pace, row.is_in_force) == (Pace.EACH, True)
    foreign = {"HTTP_ORIGIN": "https://mail.example", "HTTP_SEC_FETCH_SITE": "cross-site"}
    one_click = {"List-Unsubscribe": "One-Click"}
    assert Client(enforce_csrf_checks=True).post(stop, one_click, **foreign).status_code == 200
    row.refresh_from_db()
    assert (row.ending, row.is_in_force) == (Ending.STOPPED, False)
    client.post(stop, {"do": "resume"})
    row.refresh_from_db()
    assert row.is_in_force
    for again in ((stop, {"do": "resume"}), (confirm, {"do": "confirm"})):
        refuse_letters(row.address)
        client.post(*again)
        assert not MailAddress.objects.exclude(refused_at=None), "the newest wish counts"
    assert client.get("/subscribe/stop/forged:x/").status_code == 404
    assert client.post(confirm, **foreign).status_code == 403


def test_a_box_is_asked_a_few_times_and_forgotten(client, do_jobs, settings):
    settings.BLOG_RATE_LIMITS = {**settings.BLOG_RATE_LIMITS, "subscribe": ((6, 3600), (60, 3600))}
    asked = {"address": "ada@example.org", "pace": "each"}
    answers = [client.post("/subscribe/", asked) for _number in range(6)]
    do_jobs()
    assert len(mail.outbox) == settings.BLOG_CONFIRM_LETTERS_PER_DAY == 3
    assert {(one.status_code, one.url) for one in answers} == {(302, "/subscribe/?asked=1")}
    refused = client.post("/subscribe/", asked)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"]
    assert "ada@example.org" in refused.content.decode()
    settings.BLOG_RATE_LIMITS["subscribe"] = ((60, 3600), (1, 3600))
    other = {"address": "bo@example.org", "pace": "each"}
    busy = client.post("/subscribe/", other, REMOTE_ADDR="192.0.2.7")
    assert (busy.status_code, busy.headers["Retry-After"]) == (429, "600")
    assert "Very many" in busy.content.decode() and "bo@example.org" in busy.content.decode()
    for tag in "abcd":
        ask_to_confirm(f"eve+{tag}@example.org", Pace.EACH)
    assert Subscriber.objects.filter(address__startswith="eve").count() == 3, "one box"
    Subscriber.objects.exclude(address="ada@example.org").delete()
    row = Subscriber.objects.get()
    Subscriber.objects.update(confirmed_at=timezone.now(), asks=settings.BLOG_CONFIRM_LETTERS)
    assert "often enough" in send_confirmation.call(row.pk, "each"), "who has posts, too"
    Subscriber.objects.update(asked_at=timezone.now() - timedelta(days=8))
    assert send_confirmation.call(row.pk, "each") == "sent"
    Subscriber.objects.update(confirmed_at=None)
    day = timedelta(days=1)
    old = timezone.now() - day * settings.BLOG_UNCONFIRMED_DAYS
    Subscriber.objects.update(asked_at=old + day)
    forget_unconfirmed()
    assert Subscriber.objects.count() == 1
    Subscriber.objects.update(asked_at=old - day)
    forget_unconfirmed()
    assert not Subscriber.objects.exists()


def test_a_letter_has_the_post_its_works_and_the_way_out():
    paper = make_paper("On radium", key="curie")
    source = "# Part\n\nAs [@curie] says, $x^2$ and ![a](https://elsewhere.example/a.png)."
    post = publish(title="Über <Radium>", source=source, language="de", authors=[make_author()])
    reader = add_reader()
    MailingRounds().mail_batch()
    [letter] = mail.outbox
    html, kind = letter.alternatives[0]
    stop = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert (letter.subject, kind) == ("Über <Radium>", "text/html")
    assert letter.from_email.startswith("Notes <")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop == stop_address_of(reader)
    for part in (letter.body, html):
        assert stop in part
        assert f"http://testserver{post.get_absolute_url()}" in part
        assert "On radium" in part
        assert f"http://testserver{paper.get_absolute_url()}" in part
    assert 'lang="de"' in html
    assert "Über &lt;Radium&gt;" in html
    assert "<i>x²</i>" in html
    assert not re.search(r'<(?:img|link|script|iframe)|src=|href="[/#]', html)


def test_each_post_is_mailed_once_when_its_time_has_come(settings):
    now = timezone.now()
    add_reader()
    publish(title="Before the switch", published_at=now - SINCE - timedelta(minutes=1))
    publish(title="A moment ago", published_at=now)
    publish(title="Draft", published_at=None)
    publish(title="Unlisted", is_unlisted=True)
    later = publish(title="Scheduled", published_at=now + timedelta(days=1))
    withdrawn = publish(title="Withdrawn")
    post = publish(title="Now")
    MailingRounds(lambda: True).mail_batch()
    assert (MailedPost.objects.count(), mail.outbox) == (2, [])
    Post.objects.filter(pk=withdrawn.pk).update(published_at=None)
    assert mailed() == [("ada", "Now")]
    changed = {"title": "Changed", "published_at": now - timedelta(minutes=20)}
    Post.objects.filter(pk=post.pk).update(**changed)
    assert mailed() == []
    Post.objects.filter(pk=withdrawn.pk).update(published_at=now - timedelta(minutes=11))
    Post.objects.filter(pk=later.pk).update(published_at=now - timedelta(minutes=10))
    assert [mailed(), mailed(), mailed()] == [
        [("ada", "Withdrawn")],
        [("ada", "Scheduled")],
        [],
    ]
    add_reader("new", mailed_until=timezone.now())
    refuse_letters("ada@example.org")
    publish(title="Last")
    assert mailed() == [("new", "Last")]
    set_site(mails_posts=False)
    publish(title="Not mailed")
    assert mailed() == []
    assert Client().get("/subscribe/").status_code == 404


def test_a_digest_has_the_posts_of_a_week_and_a_changed_pace_repeats_none(monkeypatch):
    now = timezone.now()
    reader = add_reader(pace=Pace.WEEKLY)
    publish(title="One")
    publish(title="Two")
    module = "blog.mailing.released_posts.last_digest_moment"
    monkeypatch.setattr(module, lambda _now: now - timedelta(hours=1))
    assert mailed() == []
    monkeypatch.setattr(module, lambda _now: timezone.now())
    MailingRounds().mail_batch()
    [letter] = mail.outbox
    assert letter.subject == "Notes: 2 new posts"
    assert letter.body.index("One") < letter.body.index("Two")
    mail.outbox.clear()
    Subscriber.objects.filter(pk=reader.pk).update(pace=Pace.EACH)
    assert mailed() == []


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        ("2026-11-30T07:00", "2026-11-30T07:00"),
        ("2026-11-30T06:59", "2026-11-23T07:00"),
        ("2026-10-27T12:00", "2026-10-26T07:00"),  # a day after the clocks went back
    ],
)
def test_digests_have_an_hour_in_the_sites_zone(now: str, moment: str):
    set_site(time_zone="Europe/Berlin")
    zone = ZoneInfo("Europe/Berlin")
    asked, expected = (datetime.fromisoformat(one).replace(tzinfo=zone) for one in (now, moment))
    assert last_digest_moment(asked) == expected


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


def test_letters_go_out_some_at_a_time(settings):
    settings.BLOG_MAIL_BATCH = (2, 7.0)
    readers = [add_reader(f"reader{number}") for number in range(3)]
    old = timezone.now() - timedelta(days=settings.BLOG_MAILED_FOR_DAYS)
    set_site(mails_posts_since=old - timedelta(days=9))
    publish(title="Old", published_at=old - timedelta(minutes=1))
    publish(title="New")
    assert [MailingRounds().mail_batch() for _batch in range(3)] == [
        7.0,
        IDLE_SECONDS,
        IDLE_SECONDS,
    ]
    assert [letter.to for letter in mail.outbox] == [[reader.address] for reader in readers]
    assert {letter.subject for letter in mail.outbox} == {"New"}


def test_a_long_post_is_mailed_by_its_beginning(monkeypatch):
    monkeypatch.setattr(post_letters, "LONGEST_LETTER", 30)
    add_reader()
    publish(source="Short words.")
    publish(source="Many *words* that say much.\n\n## End\n\nThe end.")
    MailingRounds().mail_batch()
    MailingRounds().mail_batch()
    short, long = (letter.alternatives[0][0] for letter in mail.outbox)
    assert "Read on at the site" not in short
    assert "Read on at the site" in long
    assert "The end." not in long
