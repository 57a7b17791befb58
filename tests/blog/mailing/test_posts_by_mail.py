"""From the form to the letter, through the pages of the site."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from blog.comments.mail.letter_links import refuse_letters
from blog.mailing import post_letters
from blog.mailing.digest_times import last_digest_moment
from blog.mailing.mailing_rounds import IDLE_SECONDS, MailingRounds
from blog.mailing.subscriber_links import stop_address_of
from blog.mailing.subscribing import ask_to_confirm, forget_unconfirmed, send_confirmation
from blog.models import MailAddress, MailedPost, Post, Subscriber
from blog.models.subscribers import Ending, Pace
from tests.support.factories import make_author, make_paper, set_site
from tests.support.mailed_posts import SINCE, add_reader, mailed, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailing_site")]
ADDRESS = re.compile(r"https?://testserver(/subscribe/\w+/[^/\s>]+/)")


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
    module = "blog.mailing.digest_times.last_digest_moment"
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
