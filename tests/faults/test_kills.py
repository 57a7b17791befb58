"""``kill -9`` in the middle of everything: what was acknowledged is there once, and the next start
needs nobody's hand."""

import random
import time

import pytest

from tests.faults.accounts import Account, account_of
from tests.faults.own_postgres import OwnPostgres
from tests.faults.served_site import ServedSite
from tests.faults.writers import Crowd

pytestmark = pytest.mark.slow


def kill_and_start(site: ServedSite, rounds: int, chance: random.Random) -> tuple[Account, float]:
    site.begin()
    crowd, longest, account = Crowd(site), 0.0, Account()
    for _number in range(rounds):
        with crowd.writing():
            time.sleep(chance.uniform(0.3, 2))
            site.kill()
        begun = time.monotonic()
        site.start()
        site.wait_until_well()
        longest = max(longest, time.monotonic() - begun)
        crowd.settle()
        account = account_of(site, crowd)
        assert (account.lost, account.doubled, crowd.broken()) == ([], [], [])
    return account, longest


@pytest.mark.sqlite
def test_all_processes_are_killed_on_sqlite(site, rounds, chance, tell):
    account, longest = kill_and_start(site, rounds, chance)
    tell("`kill -9` of all processes, SQLite", rounds, account, longest)


@pytest.mark.faults
def test_all_processes_are_killed_on_postgresql(site_on_postgres, rounds, chance, tell):
    account, longest = kill_and_start(site_on_postgres, rounds, chance)
    tell("`kill -9` of all processes, PostgreSQL", rounds, account, longest)


@pytest.mark.faults
def test_the_server_of_postgresql_is_killed(
    site_on_postgres: ServedSite, postgres: OwnPostgres, rounds, chance, tell
):
    """The site runs on, says that it cannot store, and stores again by itself."""
    site = site_on_postgres
    site.begin()
    crowd, longest, account = Crowd(site), 0.0, Account()
    for _number in range(rounds):
        with crowd.writing():
            time.sleep(chance.uniform(0.3, 2))
            postgres.kill()
            time.sleep(0.3)
            assert site.health()[0] == 503
            begun = time.monotonic()
            postgres.start()
            site.wait_until_well()
            longest = max(longest, time.monotonic() - begun)
        crowd.settle()
        account = account_of(site, crowd)
        assert (account.lost, account.doubled, crowd.broken()) == ([], [], [])
    tell("`kill -9` of the server of PostgreSQL", rounds, account, longest)
