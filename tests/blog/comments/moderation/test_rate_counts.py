"""Limits by the database. That two processes share them is a matter of one UPDATE statement."""

import time

import pytest
from django.db import OperationalError, connection
from django.db.models import QuerySet

from blog.comments.moderation.rate_counts import (
    Spending,
    fill_bucket,
    forget_rates,
    return_rate,
    spend_rate,
)
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


def test_a_clock_that_is_put_back_keeps_nobody_out(clock):
    day = 86400
    clock[0] += day
    assert [fill_bucket("b", 3, 60) for _number in range(4)] == [True, True, True, False]
    clock[0] -= day
    assert [fill_bucket("b", 3, 60) for _number in range(4)] == [True, True, True, False]
    clock[0] -= 30  # as another machine's clock may be
    assert not fill_bucket("b", 3, 60)


def test_a_bucket_that_another_process_makes_meanwhile_refuses_nobody(monkeypatch):
    look = QuerySet.exists

    def make_and_look(rows):
        Rate.objects.create(bucket="b", free_at=0)
        return look(rows)

    monkeypatch.setattr(QuerySet, "exists", make_and_look)
    assert fill_bucket("b", 3, 60)


def test_who_only_reads_goes_on_where_no_row_can_be_written(clock, rf, settings):
    settings.BLOG_RATE_LIMITS = {"search": ((2, 60), (100, 60))}

    def full_disk(execute, sql, params, many, context):
        if sql.lstrip().startswith("INSERT"):
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    def spent(address: str) -> bool:
        return spend_rate(sender(rf, address), "search", only_reads=True).is_free

    with connection.execute_wrapper(full_disk):
        assert [spent("192.0.2.1") for _number in range(3)] == [True, True, False]
        assert spent("192.0.2.2")
        wait = spend_rate(sender(rf, "192.0.2.1"), "search", only_reads=True).wait
        clock[0] += wait
        assert spent("192.0.2.1")
        with pytest.raises(OperationalError):
            spend_rate(sender(rf, "192.0.2.1"), "search")
    assert [spent("192.0.2.1") for _number in range(3)] == [True, True, False], "Rows again."
    settings.BLOG_RATE_LIMITS = {"search": ((9, 60), (2, 60))}
    clock[0] += 600
    waits = [spend_rate(sender(rf, ""), "search", only_reads=True).wait for _number in range(3)]
    assert waits == [0, 0, 30], "What was counted in memory then is over."


def sender(rf, address: str):
    return rf.post("/", REMOTE_ADDR=address)


def test_each_sender_is_limited_and_told_when_it_ends(rf, settings, clock):
    settings.BLOG_RATE_LIMITS = {"comment": ((2, 60), (9, 60))}
    one, neighbour, other = (
        sender(rf, address) for address in ("2001:db8::1", "2001:db8::2", "203.0.113.1")
    )
    waits = [spend_rate(request, "comment").wait for request in (one, neighbour, one, other)]
    assert waits == [0, 0, 30, 0]
    refused = spend_rate(one, "comment")
    assert "at most 2 are taken in 60 seconds" in str(refused)
    assert "in 30 seconds, at " in str(refused)
    clock[0] += 30
    assert spend_rate(one, "comment").is_free


def test_all_together_can_lock_nobody_out(rf, settings, clock):
    settings.BLOG_RATE_LIMITS = {"comment": ((2, 60), (3, 60))}
    flood = [spend_rate(sender(rf, f"203.0.113.{number}"), "comment") for number in range(9)]
    assert [(one.is_free, one.is_busy) for one in flood] == [(True, False)] * 3 + [(True, True)] * 6
    clock[0] += 60
    assert not spend_rate(sender(rf, "198.51.100.7"), "comment").is_busy


def test_a_whole_network_of_addresses_has_its_own_limit(rf, settings, clock):
    settings.BLOG_RATE_LIMITS = {"comment": ((2, 60), (99, 60))}
    spent = [
        spend_rate(sender(rf, f"2001:db8:0:{number:x}::1"), "comment").is_free
        for number in range(10)
    ]
    assert spent == [True] * 8 + [False] * 2
    assert spend_rate(sender(rf, "2001:db8:1::1"), "comment").is_free


def test_senders_without_an_address_share_the_limit_of_all(rf, settings, clock):
    settings.BLOG_RATE_LIMITS = {"comment": ((1, 60), (2, 60))}
    unknown = sender(rf, "")
    assert [spend_rate(unknown, "comment").wait for _number in range(3)] == [0, 0, 30]


def test_what_came_to_nothing_is_taken_back(rf, settings, clock):
    settings.BLOG_RATE_LIMITS = {"comment": ((1, 60), (1, 60))}
    one = sender(rf, "203.0.113.1")
    assert spend_rate(one, "comment").is_free
    return_rate(one, "comment")
    assert spend_rate(one, "comment") == Spending()


def test_a_forged_header_makes_no_second_sender(rf, settings, clock):
    settings.BLOG_RATE_LIMITS = {"comment": ((1, 60), (9, 60))}
    settings.TRUSTED_PROXIES = 1
    results = []
    for number in range(3):
        forwarded = f"198.51.100.{number}, 203.0.113.1"
        request = rf.post("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": forwarded})
        results.append(spend_rate(request, "comment").is_free)
    assert results == [True, False, False]


def test_empty_buckets_are_forgotten():
    fill_bucket("b", 3, 60)
    forget_rates()
    assert Rate.objects.exists()
    Rate.objects.update(free_at=1)
    forget_rates()
    assert not Rate.objects.exists()
