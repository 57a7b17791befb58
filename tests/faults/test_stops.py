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
from tests.support.older_release import release, release_of_before
from tests.support.serving import PATIENCE, environment, free_port

BEFORE = release_of_before()
pytestmark = [pytest.mark.slow, pytest.mark.faults]


def test_postgresql_is_stopped_and_started(
    site_on_postgres: ServedSite, postgres: OwnPostgres, rounds, chance
):
    @contextmanager
    def stopped() -> Iterator[None]:
        postgres.stop()
        yield
        postgres.start()

    rounds.of("PostgreSQL stopped and started", share=5)
    fail_and_go_on(site_on_postgres, stopped, rounds, chance, readers_get=503)


def start_redis(folder: Path, port: int) -> subprocess.Popen:
    options = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
    return subprocess.Popen(["redis-server", *options], cwd=folder, stdout=subprocess.DEVNULL)


@pytest.mark.skipif(not shutil.which("redis-server"), reason="needs redis-server")
def test_redis_is_stopped_and_started(site: ServedSite, tmp_path: Path, rounds, chance):
    """Nobody is refused anything for it, and ``/healthz`` tells it all the same."""
    port = free_port()
    redis = start_redis(tmp_path, port)
    try:
        site.settings |= {"REDIS_URL": f"redis://127.0.0.1:{port}/0"}
        site.begin()
        crowd = Crowd(site)
        for _number in rounds.of("Redis stopped and started", share=5):
            with crowd.writing():
                time.sleep(chance.uniform(0.3, 1.5))
                redis.kill()
                redis.wait()
                wait_for_words(site, "cache: it does not answer")
                redis = start_redis(tmp_path, port)
                recovery = wait_for_words(site, "")
            check_round(site, crowd, rounds, recovery)
            assert crowd.statuses().keys() == {302}
    finally:
        redis.kill()
        redis.wait()


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


def test_it_is_told_to_end_under_load(site_on_each: ServedSite, database_name: str, rounds, chance):
    """Whoever is heard is answered; the others are refused, or reset where they waited in the
    kernel for the last process when it ended."""
    site = site_on_each
    site.begin()
    crowd = Crowd(site)
    for _number in rounds.of(f"SIGTERM under load, {database_name}", share=5):
        with crowd.writing():
            time.sleep(chance.uniform(1, 2))
            assert site.stop() == 0
        recovery = start_again(site)
        check_round(site, crowd, rounds, recovery)
        assert crowd.statuses()[CUT] == 0


def migrate(site: ServedSite, *target: str) -> None:
    """By the code of now, whatever the site runs."""
    command = [sys.executable, "manage.py", "migrate", "-v0", *target]
    subprocess.run(
        command, cwd=ROOT, env=environment(site.data_dir, **site.environment), check=True
    )


@pytest.mark.skipif(not BEFORE, reason="needs a clone with the release of before in it")
def test_the_release_of_before_serves_while_the_database_is_migrated(
    site_on_each: ServedSite, database_name: str, rounds, tmp_path: Path
):
    """Nobody is refused for good, before and after. Then all is taken back, for the next round."""
    site = site_on_each
    site.folder = release(tmp_path / "before", BEFORE)
    newest = max(one.stem for one in (site.folder / "blog/migrations").glob("0*.py"))
    if database_name == "SQLite":
        migrate(site, "blog", newest)  # it has the tables of now
    site.begin()
    crowd = Crowd(site)
    for _number in rounds.of(f"`migrate` while the release of before serves, {database_name}", 10):
        with crowd.writing():
            time.sleep(2)
            migrate(site)
            time.sleep(2)
        check_round(site, crowd, rounds)
        assert crowd.statuses().keys() <= {302, 503}
        assert site.stop() == 0
        migrate(site, "blog", newest)
        start_again(site)


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
    is_text = "DATABASE_URL" not in site.settings  # SQLite has no type for such numbers
    question = STATE.format(job.replace("-", "") if is_text else job)
    while read_column(site, question) != [state]:
        assert time.monotonic() - begun < PATIENCE
        time.sleep(0.01)
    return time.monotonic() - begun


def test_the_process_of_jobs_is_killed_while_it_does_one(
    site_on_each: ServedSite, database_name: str, rounds
):
    """It is back, and does that job."""
    site, done = site_on_each, 0
    site.begin()
    site.shell(MAKE_WORK)
    for _number in rounds.of(f"a job killed in the middle, {database_name}", share=5, most=10):
        job = site.shell(BEGIN_JOB).split()[-1]
        wait_for_state(site, job, "RUNNING")
        os.kill(job_process(site), signal.SIGKILL)
        recovery, done = wait_for_state(site, job, "SUCCESSFUL"), done + 1
        rounds.count(Account(done), recovery)
