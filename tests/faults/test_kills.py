"""``kill -9`` in the middle of everything: what was acknowledged is there once, and the next start
needs nobody's hand."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.faults.fault_rounds import fail_and_go_on, kill_and_start
from tests.faults.own_postgres import OwnPostgres
from tests.faults.served_site import ServedSite

pytestmark = [pytest.mark.slow, pytest.mark.faults]


@pytest.mark.sqlite
def test_all_processes_are_killed_on_sqlite(site: ServedSite, rounds, chance):
    site.begin()
    kill_and_start(site, rounds.of("`kill -9` of all processes, SQLite"), chance)


def test_all_processes_are_killed_on_postgresql(site_on_postgres: ServedSite, rounds, chance):
    site_on_postgres.begin()
    kill_and_start(site_on_postgres, rounds.of("`kill -9` of all processes, PostgreSQL"), chance)


def test_the_server_of_postgresql_is_killed(
    site_on_postgres: ServedSite, postgres: OwnPostgres, rounds, chance
):
    @contextmanager
    def killed() -> Iterator[None]:
        postgres.kill()
        yield
        postgres.start()

    rounds.of("`kill -9` of the server of PostgreSQL")
    fail_and_go_on(site_on_postgres, killed, rounds, chance, readers_get=503)
