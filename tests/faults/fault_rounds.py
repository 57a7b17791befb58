"""Rounds of a fault while a crowd writes, and what must hold after each of them."""

import random
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

from tests.faults.accounts import Account, account_of
from tests.faults.counted_rounds import CountedRounds
from tests.faults.served_site import ServedSite
from tests.faults.writers import Crowd

Fault = Callable[[], AbstractContextManager[None]]


def check_round(
    site: ServedSite, crowd: Crowd, rounds: CountedRounds, recovery: float = 0.0
) -> Account:
    """All that was acknowledged is there once; who was refused knows why, and has their text."""
    crowd.settle()
    account = account_of(site, crowd)
    rounds.count(account, recovery)
    wrong = (account.lost, account.doubled, crowd.broken())
    assert wrong == ([], [], []), wrong
    return account


def start_again(site: ServedSite) -> float:
    """As an init system does; in how many seconds all was well."""
    begun = time.monotonic()
    site.start()
    site.wait_until_well()
    return time.monotonic() - begun


def kill_and_start(
    site: ServedSite,
    rounds: CountedRounds,
    chance: random.Random,
    after_the_kill: Callable[[], None] = lambda: None,
) -> None:
    """``kill -9`` of a site that has begun, again and again."""
    crowd = Crowd(site)
    for _number in rounds:
        with crowd.writing():
            time.sleep(chance.uniform(0.3, 2))
            site.kill()
        after_the_kill()
        recovery = start_again(site)
        check_round(site, crowd, rounds, recovery)


def fail_and_go_on(
    site: ServedSite,
    fault: Fault,
    rounds: CountedRounds,
    chance: random.Random,
    readers_get: int = 200,
) -> None:
    """The site is not told and not started again. While the fault lasts ``/healthz`` says so."""
    site.begin()
    crowd = Crowd(site)
    for _number in rounds:
        with crowd.writing():
            time.sleep(chance.uniform(0.3, 1.5))
            with fault():
                site.wait_for_status(503)
                assert site.read("/posts/flooded/")[0] == readers_get
                time.sleep(1)
            recovery = site.wait_until_well()
        check_round(site, crowd, rounds, recovery)
        assert crowd.statuses()[503]
