"""Very many comments at once, sent to a server of its own as readers' browsers send them.

Each comment is sent twice, and the two at the same moment by different clients: a double click.
"""

import os
import re
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

from tests.guards.sources import ROOT
from tests.support.serving import environment, read_page, start

CLIENTS = 16
MAKE_POST = """
from datetime import timedelta
from django.utils import timezone
from blog.models import Post
from blog.posts.saving_posts import save_post
now = timezone.now() - timedelta(days=1)
save_post(Post(title="Flooded", slug="flooded", source="Text.", published_at=now))
"""
COUNT = """
SELECT COUNT(*), COUNT(DISTINCT source), COUNT(CASE WHEN state = 'spam' THEN 1 END)
FROM blog_comment
"""


@dataclass(frozen=True)
class Flood:
    """``statuses``: how many answers of each kind; then what is in the database afterwards.
    ``complaints`` are the server's lines on its standard error."""

    statuses: dict[int, int]
    stored: int
    different: int
    spam: int
    seconds: float
    complaints: list[str]


@contextmanager
def own_database(url: str) -> Iterator[str]:
    """A new database beside the one of a ``postgres://`` address; for an empty one, SQLite's file
    is in the data folder."""
    if not url:
        yield ""
        return
    import psycopg  # only where PostgreSQL is used

    name = f"flood_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def served(
    data_dir: Path, port: int, settings: dict[str, str], *options: str
) -> Iterator[list[str]]:
    """A server at the port; after it has ended, what it complained of is in the list."""
    complaints: list[str] = []
    server = start(data_dir, port, *options, **settings)
    try:
        read_page(port, server)
        yield complaints
    finally:
        server.kill()
        complaints += server.communicate()[1].splitlines()


def run_in_shell(code: str, data_dir: Path, settings: dict[str, str], folder: Path = ROOT) -> str:
    """What the code printed."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-v0", "-c", code]
    env = environment(data_dir, **settings)
    done = subprocess.run(command, cwd=folder, env=env, check=True, capture_output=True, text=True)
    return done.stdout


def stamp_in(port: int) -> str:
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", "/posts/flooded/")
        page = connection.getresponse().read().decode()
    return re.search(r'name="stamp" value="([^"]+)"', page)[1]


def send_all(port: int, texts: list[str], stamp: str) -> Counter[int]:
    """One client: a connection that stays open."""
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Sec-Fetch-Site": "same-origin",
    }
    statuses: Counter[int] = Counter()
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        for text in texts:
            fields = {"name": "Reader", "source": text, "email": "", "website": "", "parent": ""}
            body = urlencode(fields | {"stamp": stamp, "subject": ""})
            connection.request("POST", "/posts/flooded/comments/", body, headers)
            answer = connection.getresponse()
            answer.read()
            statuses[answer.status] += 1
    return statuses


def flood(data_dir: Path, port: int, count: int, database: str = "") -> Flood:
    """Sends ``count`` comments, each of them twice, by ``CLIENTS`` at once to a new server."""
    settings = {"DJANGO_SETTINGS_MODULE": "tests.support.flood_settings", "LOG_LEVEL": "ERROR"}
    settings |= {"DATABASE_URL": database} if database else {}
    with served(data_dir, port, settings) as complaints:
        run_in_shell(MAKE_POST, data_dir, settings)
        statuses, seconds = send_from_all(port, count)
    stored, different, spam = count_stored(data_dir, database)
    return Flood(dict(statuses), stored, different, spam, seconds, complaints)


def count_stored(data_dir: Path, database: str) -> tuple[int, int, int]:
    if database:
        import psycopg  # only where PostgreSQL is used

        with psycopg.connect(database) as connection:
            return connection.execute(COUNT).fetchone()
    with closing(sqlite3.connect(data_dir / "wellcited.sqlite3")) as connection:
        return connection.execute(COUNT).fetchone()


def send_from_all(port: int, count: int) -> tuple[Counter[int], float]:
    stamp = stamp_in(port)
    texts = [f"Thought number {number} of very many." for number in range(count)]
    half = CLIENTS // 2
    shares = [texts[start::half] for start in range(half)] * 2
    start = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = pool.map(lambda share: send_all(port, share, stamp), shares)
        statuses = sum(answers, Counter())
    seconds = time.perf_counter() - start
    return statuses, seconds
