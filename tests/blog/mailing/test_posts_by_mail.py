"""From the form to the letter, through the pages of the site."""

import re
from contextlib import suppress
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from blog.comments.mail.letter_links import refuse_letters
from blog.mailing import post_letters
from blog.mailing.bounces import take_off_reported
from blog.mailing.delivery_reports import DeliveryReport
from blog.mailing.mailing_rounds import AWAY_SECONDS, IDLE_SECONDS, MailingRounds
from blog.mailing.released_posts import last_digest_moment
from blog.mailing.subscriber_links import stop_address_of
from blog.mailing.subscribing import forget_unconfirmed
from blog.models import MailedPost, Post, Subscriber
from blog.models.subscribers import Ending, Pace
from tests.support.factories import make_author, make_paper, make_post, set_site

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r"https?://testserver(/subscribe/\w+/[^/\s>]+/)")
SINCE = timedelta(hours=2)


@pytest.fixture(autouse=True)
def mailing_site(settings):
    """One that mails posts since two hours ago."""
    settings.BLOG_SENDS_MAIL = True
    settings.SITE_ORIGIN = settings.SITE_URL = "http://testserver"
    return set_site(mails_posts=True, mails_posts_since=timezone.now() - SINCE, name="Notes")


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
    assert reader.is_in_force


def test_who_cannot_be_reached_is_taken_off_at_once_or_after_some(monkeypatch, settings):
    full, linked = add_reader("full"), add_reader("linked")
    add_reader("gone")
    token = stop_address_of(linked).split("/")[-2]
    reports = [
        DeliveryReport(addresses=("gone@example.org",), action="failed", status="5.1.1"),
        DeliveryReport(addresses=("full@example.org",), action="failed", status="5.2.2"),
        DeliveryReport(addresses=("full@example.org",), action="delayed", status="4.4.1"),
        DeliveryReport(token, ("elsewhere@example.org",), "failed", "5.1.1"),
        DeliveryReport(addresses=("who@example.org",), action="failed", status="5.1.1"),
    ]
    told = "2 taken off, 1 counted, 0 before, 1 unknown, 1 no failure."
    assert str(take_off_reported(reports)) == told
    assert set(Subscriber.objects.in_force()) == {full}
    for _day in range(settings.BLOG_MOST_BOUNCES - 1):
        assert Subscriber.objects.get(pk=full.pk).is_in_force
        assert take_off_reported(reports[1:2] * 2).before >= 1
        Subscriber.objects.filter(pk=full.pk).update(bounced_at=timezone.now() - timedelta(days=2))
        take_off_reported(reports[1:2])
    full.refresh_from_db()
    assert full.ending == Ending.BOUNCED
    reader = add_reader()
    publish()
    refused = SMTPRecipientsRefused({"ada@example.org": (550, b"5.1.1 no such user")})
    monkeypatch.setattr(EmailBackend, "send_messages", lambda *_: (_ for _ in ()).throw(refused))
    MailingRounds().mail_batch()
    reader.refresh_from_db()
    assert reader.ending == Ending.BOUNCED


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
