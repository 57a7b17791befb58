"""Two machines that serve and one that does jobs, on one PostgreSQL and one Redis: processes on
loopback, each in a data folder of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

from tests.guards.sources import ROOT
from tests.support.flooding import MAKE_POST, own_database, stamp_in
from tests.support.serving import environment, free_port, manage, read_page, start

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.redis]
FILL = f"""
{MAKE_POST}
from django.contrib.auth.models import User
from django.test import Client
from blog.models import Comment
from tests.support.factories import make_comment
held = make_comment(Post.objects.get(), source="Thorium too.", state="pending")
client = Client()
client.force_login(User.objects.create_superuser("ed"))
print(held.pk, client.cookies["sessionid"].value)
"""
PAGE = "/posts/flooded/"
CLIENTS, EACH, KILLED_AFTER = 6, 20, 30


def ask(port: int, method: str, path: str, fields: dict | None = None, cookie: str = "") -> tuple:
    """The status and the text of the answer."""
    headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        body = urlencode(fields) if fields else None
        connection.request(method, path, body, headers | ({"Cookie": cookie} if cookie else {}))
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@contextmanager
def machine(folder: Path, port: int, place: dict[str, str]) -> Iterator[subprocess.Popen]:
    server = start(folder, port, "--without-jobs", **place)
    try:
        read_page(port, server)
        yield server
    finally:
        end(server)


@contextmanager
def machine_for_jobs(folder: Path, place: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_jobs"],
        cwd=ROOT,
        env=environment(folder, **place),
        start_new_session=True,
    )
    try:
        yield
    finally:
        end(process)


def end(process: subprocess.Popen) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


@contextmanager
def three_machines(folder: Path, place: dict[str, str]) -> Iterator[tuple]:
    """Both servers start at once on a database without tables: one of them makes them."""
    ports = [free_port(), free_port()]
    with ExitStack() as stack, ThreadPoolExecutor() as pool:
        waiting = [machine(folder / str(port), port, place) for port in ports]
        servers = list(pool.map(stack.enter_context, waiting))
        stack.enter_context(machine_for_jobs(folder / "jobs", place))
        yield ports, servers


def approve(port: int, comment: str, session: str) -> None:
    """As a moderator's browser does by the button of the queue."""
    token, queue = "a" * 32, "/admin/blog/comment/?tab=pending"
    fields = {"decide": f"{comment} published", "csrfmiddlewaretoken": token}
    cookie = f"sessionid={session}; csrftoken={token}"
    assert ask(port, "POST", queue, fields, cookie)[0] == 302


def send_by_either(ports: list[int], text: str, stamp: str) -> int:
    """As through a load balancer: to the first machine that takes the connection to its end."""
    fields = {"name": "Reader", "source": text, "email": "", "website": "", "parent": ""}
    for port in ports:
        try:
            return ask(port, "POST", f"{PAGE}comments/", fields | {"stamp": stamp, "subject": ""})[
                0
            ]
        except (OSError, HTTPException):
            continue
    return 0


def count_jobs(database: str, *statuses: str) -> int:
    with psycopg.connect(database) as connection:
        counted = "SELECT COUNT(*) FROM django_tasks_database_dbtaskresult WHERE status = ANY(%s)"
        return connection.execute(counted, [list(statuses)]).fetchone()[0]


def test_what_one_does_the_others_know_and_a_killed_one_loses_nothing(
    tmp_path: Path, redis_url: str
):
    with own_database(os.environ["DATABASE_URL"]) as database:
        place = {
            "DATABASE_URL": database,
            "REDIS_URL": redis_url,
            "SECRET_KEY": "the same on all machines " * 3,
            "DJANGO_SETTINGS_MODULE": "tests.support.flood_settings",
            "LOG_LEVEL": "CRITICAL",
        }
        with three_machines(tmp_path, place) as (ports, servers):
            shell = ("shell", "--no-imports", "-v0", "-c", FILL)
            filled = manage(environment(tmp_path / "jobs", **place), *shell)
            assert filled.returncode == 0, filled.stderr
            comment, session = filled.stdout.split()
            for port in ports * 2:  # the second time as it was kept
                status, page = ask(port, "GET", PAGE)
                assert status == 200 and "Thorium too." not in page
            approve(ports[0], comment, session)
            for port in reversed(ports):
                assert "Thorium too." in ask(port, "GET", PAGE)[1]

            stamp = stamp_in(ports[1])
            texts = [f"Thought number {number}." for number in range(CLIENTS * EACH)]
            taken: list[str] = []

            def send(text: str) -> None:
                if send_by_either(ports, text, stamp) == 302:
                    taken.append(text)
                if len(taken) == KILLED_AFTER:
                    os.killpg(servers[0].pid, signal.SIGKILL)

            with ThreadPoolExecutor(CLIENTS) as pool:
                list(pool.map(send, texts))
            assert servers[0].poll() is not None
            with psycopg.connect(database) as connection:
                rows = connection.execute("SELECT source FROM blog_comment").fetchall()
            stored = [source for (source,) in rows]
            assert sorted(taken) == sorted(texts)  # the other one took what this one could not
            assert sorted(stored) == sorted([*texts, "Thorium too."])

            end_at = time.monotonic() + 60
            while waiting := count_jobs(database, "READY", "RUNNING"):  # one queues another
                assert time.monotonic() < end_at, waiting
                time.sleep(0.1)
            assert count_jobs(database, "SUCCESSFUL") > 0
