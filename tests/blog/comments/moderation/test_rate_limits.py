"""Limits by the database. That two processes share them is a matter of one UPDATE statement."""

import time

import pytest
from django.db.models import QuerySet

from blog.comments.moderation.rate_limits import fill_bucket, forget_rates, spend_rate
from blog.models import Rate

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    now = [1_800_000_000.0]
    monkeypatch.setattr(time, "time", lambda: now[0])
    return now


def test_a_bucket_takes_so_many_at_once_and_then_as_it_drains(clock):
    assert [fill_bucket("b", 3, 60) for _number in range(4)] == [True, True, True, False]
    clock[0] += 19
    assert not fill_bucket("b", 3, 60)
    clock[0] += 1
    assert fill_bucket("b", 3, 60)
    assert not fill_bucket("b", 3, 60)
    clock[0] += 3600
    assert [fill_bucket("b", 3, 60) for _number in range(4)] == [True, True, True, False]


def test_a_bucket_that_another_process_makes_meanwhile_refuses_nobody(monkeypatch):
    look = QuerySet.exists

    def make_and_look(rows):
        Rate.objects.create(bucket="b", free_at=0)
        return look(rows)

    monkeypatch.setattr(QuerySet, "exists", make_and_look)
    assert fill_bucket("b", 3, 60)


def test_each_sender_and_all_together_are_limited(rf, settings, clock):
    settings.BLOG_RATES = {"comment": ((2, 60), (3, 60))}
    one, other, third = (
        rf.post("/", REMOTE_ADDR=address)
        for address in ("2001:db8::1", "2001:db8:1::1", "203.0.113.1")
    )
    assert [spend_rate(one, "comment") for _number in range(3)] == [True, True, False]
    assert [spend_rate(other, "comment"), spend_rate(third, "comment")] == [True, False]


def test_a_forged_header_makes_no_second_sender(rf, settings, clock):
    settings.BLOG_RATES = {"comment": ((1, 60), (9, 60))}
    settings.TRUSTED_PROXIES = 1
    results = []
    for number in range(3):
        forwarded = f"198.51.100.{number}, 203.0.113.1"
        request = rf.post("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": forwarded})
        results.append(spend_rate(request, "comment"))
    assert results == [True, False, False]


def test_empty_buckets_are_forgotten():
    fill_bucket("b", 3, 60)
    forget_rates()
    assert Rate.objects.exists()
    Rate.objects.update(free_at=1)
    forget_rates()
    assert not Rate.objects.exists()
