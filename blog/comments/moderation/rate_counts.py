"""How often one sender may do a thing, and from when on all together do so much of it that the site
is careful. Kept in the database, so that all processes share it and a restart forgets nothing."""

import math
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.comments.moderation.sender_hashes import (
    client_address,
    hash_address,
    hash_networks,
    keyed_hash,
)
from blog.models import Rate

NEIGHBOURS = 4
"""How many times as much as one subscriber the wider network of IPv6 addresses may, since one may
well have all of it."""
CLOCKS_DIFFER = 60_000
"""Milliseconds by which the clocks of two machines on one database may."""
BUSY_WAIT = 600
"""Seconds to wait where it is not one sender who asks too much, but all together."""
Limit = tuple[int, int]
Fill = Callable[[str, int, int], bool]
KEY_OF_PROCESS = secrets.token_bytes(32)
MOST_IN_MEMORY = 10_000
_in_memory: dict[str, int] = {}
"""When buckets are empty again, in milliseconds of the clock, of those that no row could hold."""


@dataclass(frozen=True)
class Spending:
    """What came of one more: ``wait`` is how many seconds its sender must wait, 0 where it was
    free; ``limit`` the (how many, in how many seconds) that was met. ``is_busy``: all together
    are over the site's limit, so what is free may be held or done with less work, not refused."""

    wait: int = 0
    limit: Limit = (0, 0)
    is_busy: bool = False

    @property
    def is_free(self) -> bool:
        return self.wait == 0

    def __str__(self) -> str:
        """For the person who must wait: how many in how long, and when again."""
        again = timezone.localtime(timezone.now() + timedelta(seconds=self.wait))
        many, seconds = self.limit
        return _(
            "From one address at most %(many)d are taken in %(span)s. "
            "Please send it again in %(wait)s, at %(time)s."
        ) % {
            "many": many,
            "span": span_in_words(seconds),
            "wait": span_in_words(self.wait),
            "time": f"{again:%H:%M:%S %Z}",
        }


def span_in_words(seconds: int) -> str:
    if seconds < 120:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    minutes = math.ceil(seconds / 60)
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def spend_rate(request: HttpRequest, what: str, *, only_reads: bool = False) -> Spending:
    """Counts one ``what`` ("comment", "preview", "report") of the request's sender, and, where it
    is free, of the whole site. Call it before the work that it limits. What ``only_reads`` goes on
    while the database takes no row: it is counted in this process's memory then.

    Nobody can use up another's share: who is within their own is never refused, whatever the
    others do. Senders whose address nobody knows (behind a server that does not tell it) are told
    apart by nothing, so the limit of all is theirs.

    Call it outside of a transaction: inside of one, the site's row would stay locked until the
    transaction ends, and all writers would wait for each other.
    """
    for_one, for_all = settings.BLOG_RATE_LIMITS[what]
    address = client_address(request)
    try:
        return spend_shares(what, limits_of(what, address, for_one), for_all, fill_bucket)
    except DatabaseError:
        if not only_reads:
            raise
    name = f"{what} {keyed_hash(KEY_OF_PROCESS, address)}"
    return spend_shares(what, {name: for_one} if address else {}, for_all, fill_in_memory)


def spend_shares(what: str, limits: dict[str, Limit], for_all: Limit, fill: Fill) -> Spending:
    spent = spend_limits(limits, fill)
    if not spent.is_free:
        return spent
    is_calm = fill(f"{what} *", *for_all)
    if is_calm or limits:
        return Spending(is_busy=not is_calm)
    return Spending(wait_for(f"{what} *", *for_all), for_all)


def return_rate(request: HttpRequest, what: str) -> None:
    """Takes back what ``spend_rate`` counted of a thing that came to nothing."""
    for_one, for_all = settings.BLOG_RATE_LIMITS[what]
    for bucket, limit in limits_of(what, client_address(request), for_one).items():
        empty_bucket(bucket, *limit)
    empty_bucket(f"{what} *", *for_all)


def limits_of(what: str, address: str, limit: Limit) -> dict[str, Limit]:
    """The buckets of a sender: of the address, or of the /64 and the /48 of an IPv6 one."""
    if not address:
        return {}
    limits = {f"{what} {hash_address(address)}": limit}
    for network in hash_networks(address):
        limits[f"{what} {network}"] = (NEIGHBOURS * limit[0], limit[1])
    return limits


def spend_limits(limits: dict[str, Limit], fill: Fill | None = None) -> Spending:
    """Counts one in each of the buckets, up to one that is full."""
    fill = fill or fill_bucket
    for bucket, limit in limits.items():
        if not fill(bucket, *limit):
            return Spending(wait_for(bucket, *limit), limit)
    return Spending()


FILL = """
    INSERT INTO {table} (bucket, free_at) VALUES (%s, %s)
    ON CONFLICT (bucket) DO UPDATE SET free_at = %s + CASE
        WHEN {table}.free_at BETWEEN %s AND %s THEN {table}.free_at ELSE %s END
    WHERE {table}.free_at <= %s OR {table}.free_at > %s
"""


def fill_bucket(bucket: str, most: int, seconds: int) -> bool:
    """Puts one more into a bucket that holds ``most`` and drains in ``seconds``; ``False`` where
    it is full. One statement decides and makes the bucket, so two processes never both get the
    last place. Written by hand: it runs at each comment, and the ORM takes many times as long.

    One that is fuller than full was filled before the clock was put back, and begins anew: else its
    sender would wait for as long as the clock was wrong."""
    now = int(time.time() * 1000)
    one, full = seconds * 1000 // most, now + seconds * 1000
    latest = full + CLOCKS_DIFFER
    with connection.cursor() as cursor:
        statement = FILL.format(table=connection.ops.quote_name(Rate._meta.db_table))
        cursor.execute(statement, [bucket, now + one, one, now, latest, now, full - one, latest])
        return cursor.rowcount == 1


def fill_in_memory(bucket: str, most: int, seconds: int) -> bool:
    """As ``fill_bucket`` where the database takes no row: a full or read-only disk is no reason to
    turn a reader away, and none to serve one sender without end."""
    now = int(time.time() * 1000)
    one, full = seconds * 1000 // most, now + seconds * 1000
    free_at = max(_in_memory.get(bucket, 0), now) + one
    if full < free_at <= full + CLOCKS_DIFFER:
        return False
    if len(_in_memory) >= MOST_IN_MEMORY:
        _in_memory.clear()
    _in_memory[bucket] = min(free_at, full)
    return True


def empty_bucket(bucket: str, most: int, seconds: int) -> None:
    """Takes one out again."""
    Rate.objects.filter(pk=bucket).update(free_at=F("free_at") - seconds * 1000 // most)


def wait_for(bucket: str, most: int, seconds: int) -> int:
    """Whole seconds until a full bucket has room for one, at least 1."""
    free_at = _in_memory.get(bucket, 0)
    if free_at < time.time() * 1000:  # of a time when no row could be written
        free_at = Rate.objects.filter(pk=bucket).values_list("free_at", flat=True).first() or 0
    room_at = free_at + seconds * 1000 // most - seconds * 1000
    return max(1, math.ceil(room_at / 1000 - time.time()))


def forget_rates() -> None:
    Rate.objects.empty().delete()
