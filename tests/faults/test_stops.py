"""What the site stands on ends and is back, and the site itself is told to end: nobody
is cut off."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.accounts import Account, read_column
from tests.faults.fault_rounds import check_round, fail_and_go_on, start_again
from tests.faults.own_postgres import OwnPostgres
from tests.faults.served_site import ServedSite
from tests.faults.writers import CUT, Crowd
from tests.guards.sources import ROOT
from tests.support.serving import PATIENCE, environment, free_port

pytestmark = [pytest.mark.slow, pytest.mark.faults]


def test_postgresql_is_stopped_and_started(
    site_on_postgres: ServedSite, postgres: OwnPostgres, rounds, chance, tell
):
    @contextmanager
    def stopped() -> Iterator[None]:
        postgres.stop()
        yield
        postgres.start()

    rounds = (rounds + 4) // 5
    account, longest = fail_and_go_on(site_on_postgres, stopped, rounds, chance, readers_get=503)
    tell("PostgreSQL stopped and started", rounds, account, longest)


def start_redis(folder: Path, port: int) -> subprocess.Popen:
    options = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
    return subprocess.Popen(["redis-server", *options], cwd=folder, stdout=subprocess.DEVNULL)


@pytest.mark.skipif(not shutil.which("redis-server"), reason="needs redis-server")
def test_redis_is_stopped_and_started(site: ServedSite, tmp_path: Path, rounds, chance, tell):
    """Nobody is refused anything for it, and ``/healthz`` tells it all the same."""
    rounds, port = (rounds + 4) // 5, free_port()
    redis = start_redis(tmp_path, port)
    try:
        site.settings |= {"REDIS_URL": f"redis://127.0.0.1:{port}/0"}
        site.begin()
        crowd, longest, account = Crowd(site), 0.0, Account()
        for _number in range(rounds):
            with crowd.writing():
                time.sleep(chance.uniform(0.3, 1.5))
                redis.kill()
                redis.wait()
                wait_for_words(site, "cache: it does not answer")
                redis = start_redis(tmp_path, port)
                longest = max(longest, wait_for_words(site, ""))
            account = check_round(site, crowd)
        assert crowd.statuses().keys() == {302}
    finally:
        redis.kill()
        redis.wait()
    tell("Redis stopped and started", rounds, account, longest)


def wait_for_words(site: ServedSite, words: str) -> float:
    """Of a site that is well all the time; empty words: it has nothing to tell."""
    begun = time.monotonic()
    while not is_told(site, words):
        assert time.monotonic() - begun < PATIENCE
        time.sleep(0.1)
    return time.monotonic() - begun


def is_told(site: ServedSite, words: str) -> bool:
    status, told = site.health()
    assert status == 200
    return words in told if words else told == "ok\n"


@pytest.mark.sqlite
def test_it_is_told_to_end_under_load(site: ServedSite, rounds, chance, tell):
    """Whoever got through is answered; the others are refused before anything is sent."""
    rounds = (rounds + 4) // 5
    site.begin()
    crowd, longest, account = Crowd(site), 0.0, Account()
    for _number in range(rounds):
        with crowd.writing():
            time.sleep(chance.uniform(1, 2))
            assert site.stop() == 0
        longest = max(longest, start_again(site))
        account = check_round(site, crowd)
        assert crowd.statuses()[CUT] == 0
    tell("SIGTERM under load, SQLite", rounds, account, longest)


def migrate_there_and_back(site: ServedSite) -> None:
    """Takes a table away and makes it again, as an update does and its undoing."""
    for target in ("0016", "0017"):
        command = [sys.executable, "manage.py", "migrate", "-v0", "blog", target]
        env = environment(site.data_dir, **site.environment)
        subprocess.run(command, cwd=ROOT, env=env, check=True)


def migrate_while_serving(site: ServedSite, rounds: int) -> Account:
    site.begin()
    crowd = Crowd(site)
    with crowd.writing():
        for _number in range(rounds):
            migrate_there_and_back(site)
    assert crowd.statuses().keys() <= {302, 503}
    return check_round(site, crowd)


@pytest.mark.sqlite
def test_it_is_migrated_while_it_serves_on_sqlite(site: ServedSite, rounds, tell):
    rounds = (rounds + 9) // 10
    tell("`migrate` while serving, SQLite", rounds, migrate_while_serving(site, rounds), 0)


def test_it_is_migrated_while_it_serves_on_postgresql(site_on_postgres: ServedSite, rounds, tell):
    rounds = (rounds + 9) // 10
    account = migrate_while_serving(site_on_postgres, rounds)
    tell("`migrate` while serving, PostgreSQL", rounds, account, 0)


MAKE_WORK = """
from blog.models import Post
from blog.posts.saving_posts import save_post
from blog.server.jobs import render_citing
from papers.models import Paper
Paper.objects.create(key="often", title="Cited often", type="book", record={"type": "book"})
text = "As [@often] says, $x^2$. " * 100
for number in range(30):
    save_post(Post(title=f"Citing {number}", slug=f"citing-{number}", source=text))
"""
BEGIN_JOB = """
from blog.server.jobs import render_citing
from papers.models import Paper
print(render_citing.enqueue([Paper.objects.get(key="often").pk]).id)
"""
STATE = "SELECT status FROM django_tasks_database_dbtaskresult WHERE id = '{}'"


def job_process(site: ServedSite) -> int:
    """The first that the server forked."""
    tasks = Path(f"/proc/{site.server.pid}/task").glob("*/children")
    return min(int(one) for task in tasks for one in task.read_text().split())


def wait_for_state(site: ServedSite, job: str, state: str) -> float:
    begun = time.monotonic()
    while read_column(site, STATE.format(job.replace("-", ""))) != [state]:
        assert time.monotonic() - begun < PATIENCE
        time.sleep(0.01)
    return time.monotonic() - begun


@pytest.mark.sqlite
def test_the_process_of_jobs_is_killed_while_it_does_one(site: ServedSite, rounds, tell):
    """It is back, and does that job."""
    rounds, longest = min(10, (rounds + 4) // 5), 0.0
    site.begin()
    site.shell(MAKE_WORK)
    for _number in range(rounds):
        job = site.shell(BEGIN_JOB).split()[-1]
        wait_for_state(site, job, "RUNNING")
        os.kill(job_process(site), signal.SIGKILL)
        longest = max(longest, wait_for_state(site, job, "SUCCESSFUL"))
    tell("a job killed in the middle", rounds, Account(rounds), longest)
