"""Editors are mailed once a day of what happened to papers."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.mail.backends import locmem
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from blog.server.failed_jobs import let_wait_again
from blog.server.notice_digest import MAILED_EVERY, SHOWN, queue_notice_digest
from papers.models import Notice
from tests.support.factories import make_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def editors(django_user_model) -> list[str]:
    addresses = ["ada@example.org", "lise@example.org"]
    for address in [*addresses, ""]:
        user = django_user_model.objects.create_user(f"e{address[:3]}", address, is_staff=True)
        user.groups.add(Group.objects.get(name="Editors"))
    moderator = django_user_model.objects.create_user("m", "m@example.org", is_staff=True)
    moderator.groups.add(Group.objects.get(name="Moderators"))
    return addresses


def make_notice(title: str, **values) -> Notice:
    return Notice.objects.create(**{"paper": make_paper(title), "kind": "retraction"} | values)


def test_editors_have_one_letter_of_what_is_new(editors, do_jobs):
    make_notice("On <rays>")
    make_notice("Proposed", is_confirmed=False)
    make_notice("Looked at", looked_at=timezone.now())
    make_notice("Mere news", kind="published")
    do_jobs()  # the tidying queues it
    do_jobs()
    assert sorted(letter.to[0] for letter in mail.outbox) == editors
    letter = mail.outbox[0]
    assert letter.subject.startswith("2 notices about papers on ")
    assert "retracted: On <rays>" in letter.body
    assert "retracted (only proposed): Proposed" in letter.body
    assert "/admin/papers/notice/" in letter.body
    assert not {"Looked at", "Mere news"} & set(letter.body.replace(": ", "\n").split("\n"))
    assert "On &lt;rays&gt;" in letter.alternatives[0][0]


def test_there_is_one_letter_a_day(editors, do_jobs):
    make_notice("First")
    for _time in range(3):
        do_jobs()
    make_notice("Second")
    do_jobs()
    do_jobs()
    assert len(mail.outbox) == 2
    Notice.objects.filter(paper__title="First").update(mailed_at=timezone.now() - MAILED_EVERY)
    do_jobs()
    do_jobs()
    assert len(mail.outbox) == 4
    assert "Second" in mail.outbox[-1].body
    assert "First" not in mail.outbox[-1].body


def test_what_was_looked_at_meanwhile_is_not_mailed(editors, do_jobs):
    notice = make_notice("First")
    queue_notice_digest()
    notice.looked_at = timezone.now()
    notice.save()
    do_jobs()
    assert not mail.outbox


def test_a_mail_server_that_is_away_is_tried_again(editors, do_jobs, monkeypatch):
    make_notice("First")
    queue_notice_digest()
    with monkeypatch.context() as patch:
        patch.setattr(locmem.EmailBackend, "send_messages", lambda *_args: 1 / 0)
        do_jobs()
    assert not mail.outbox
    assert let_wait_again(DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)) == 2
    do_jobs()
    assert len(mail.outbox) == 2


def test_many_are_counted_and_without_mail_nothing_is_queued(editors, do_jobs, settings):
    for number in range(SHOWN + 2):
        make_notice(f"Work {number}", first_seen_at=timezone.now() - timedelta(days=number))
    queued = DBTaskResult.objects.count()
    settings.BLOG_SENDS_MAIL = False
    queue_notice_digest()
    assert DBTaskResult.objects.count() == queued
    settings.BLOG_SENDS_MAIL = True
    queue_notice_digest()
    do_jobs()
    body = mail.outbox[0].body
    assert body.startswith(f"{SHOWN + 2} notices")
    assert body.count("/change/") == SHOWN
    assert "…" in body
