"""What a request costs: a kept post page, a 304, one that is not kept, beside nginx with the same
bytes compressed in a file and a bare Django view on the same server.

    python -m tests.benchmarks.kept_pages [--rounds 25] [--requests 500]

Processor time of the server's processes for each request, by their own clocks, which count
nanoseconds; the client's is not counted. All kinds take turns in each round, since a shared machine
has slower and faster minutes: times are the median of the rounds, and so are the ratios, each of
which is of two kinds of one round. One worker with one thread, one connection, in a
temporary folder on SQLite or beside the database that DATABASE_URL names (emptied before: give it
one of its own). nginx is left out where it is not installed.
"""

import argparse
import gzip
import os
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.guards.sources import ROOT
from tests.support.serving import environment, free_port

SLOW = 10  # requests of a round where each takes tens of milliseconds
NGINX_FILE, BARE_VIEW = "nginx, the same bytes in a file", "bare Django view"
SET_UP = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.support.factories import cite, make_author, make_comment, make_paper, make_post
post = make_post(slug="kept", title="Kept", authors=[make_author(name="Ada")], tags=["a", "b"],
                 source="Some *words* of a text that goes on, as texts do [@work-1]. " * 250)
papers = [make_paper(key=f"work-{n}") for n in range(12)]
for n in range(40):
    other = make_post(slug=f"other-{n}", tags=["a"], source="Words. " * 300)
    cite(other, papers[n % 12])
for paper in papers[2:]:
    cite(post, paper)
for n in range(8):
    make_comment(post, source="A comment of some words. " * 9)
call_command("run_jobs", "--once", verbosity=0)  # pictures are there, as on a site that lives
"""
NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ }}
http {{
  access_log off; sendfile on; keepalive_requests 100000000; types {{ text/html html; }}
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port}; root {folder}/files; gzip_static on; gunzip off; }}
}}
"""


@dataclass
class Kind:
    """One way to ask: ``between`` is done before each request, and not counted."""

    name: str
    port: int
    pid: int
    path: str
    headers: str = ""
    between: Callable[[], None] | None = None
    is_slow: bool = False


def processor_seconds(pid: int) -> float:
    """Of all threads of a process and of those that it started, in Linux."""
    total, waiting = 0.0, [pid]
    while waiting:
        one = waiting.pop()
        with suppress(OSError):  # it has ended
            waiting += map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())
            total += time.clock_gettime(clock_of(one))
    return total


def clock_of(pid: int) -> int:
    """As ``clock_getcpuclockid`` of the C library makes it, which Python has for threads alone."""
    return ~pid << 3 | 2  # 2: as the scheduler counts, in nanoseconds and not in ticks


class Connection:
    """Asks one request after the other on one connection, without a library's own cost."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.port = port

    def ask(self, kind: Kind) -> tuple[int, bytes, bytes]:
        """Status, headers, body."""
        self.socket.sendall(
            f"GET {kind.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Accept-Encoding: gzip\r\n{kind.headers}\r\n".encode()
        )
        data = b""
        while b"\r\n\r\n" not in data:
            data += self.more()
        head, _blank, body = data.partition(b"\r\n\r\n")
        status = int(head.split(b" ", 2)[1])
        lengths = [
            int(line.partition(b":")[2])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        ]
        while status != 304 and len(body) < lengths[0]:
            body += self.more()
        return status, head, body

    def more(self) -> bytes:
        data = self.socket.recv(1 << 18)
        if not data:
            raise ConnectionError("The server closed the connection.")
        return data


def measured(kind: Kind, requests: int, first: int = 10) -> tuple[float, list[float]]:
    """The server's processor milliseconds a request, and the milliseconds that the client waited
    for each, after some ``first`` ones that are not counted."""
    connection, waits = Connection(kind.port), []
    for _number in range(first):
        connection.ask(kind)
    before = processor_seconds(kind.pid)
    for _number in range(requests):
        if kind.between:
            kind.between()
        begun = time.perf_counter()
        connection.ask(kind)
        waits.append((time.perf_counter() - begun) * 1000)
    return (processor_seconds(kind.pid) - before) / requests * 1000, waits


@contextmanager
def running(command: list[str], port: int, env: dict[str, str]) -> Iterator[int]:
    server = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True)
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                Connection(port)
                break
            except OSError:
                time.sleep(0.1)
        yield server.pid
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def granian(application: str, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "1", "--log-level", "error", application),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--requests", type=int, default=500)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kept-pages-") as name, ExitStack() as stack:
        folder = Path(name)
        more = {"DATABASE_URL": os.environ["DATABASE_URL"]} if "DATABASE_URL" in os.environ else {}
        env = environment(folder, PYTHONPATH=str(ROOT), **more)
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", SET_UP]
        subprocess.run(command, cwd=ROOT, env=env, check=True)
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"],
            cwd=ROOT,
            env=env,
            check=True,
        )
        kinds = all_kinds(folder, env, stack)
        times: dict[str, list[float]] = {kind.name: [] for kind in kinds}
        for _round in range(asked.rounds):
            for kind in kinds:
                requests = SLOW if kind.is_slow else asked.requests
                times[kind.name].append(measured(kind, requests)[0])
        tell(times)


def all_kinds(folder: Path, env: dict[str, str], stack: ExitStack) -> list[Kind]:
    ports = [free_port() for _number in range(4)]
    serve = {**env, "SITE_URL": f"http://127.0.0.1:{ports[0]}"}
    site = stack.enter_context(
        running(granian("config.wsgi:application", ports[0]), ports[0], serve)
    )
    off = {**env, "SITE_URL": f"http://127.0.0.1:{ports[1]}", "PAGE_STORE_MB": "0"}
    bare_site = stack.enter_context(
        running(granian("config.wsgi:application", ports[1]), ports[1], off)
    )
    kept = Kind("kept", ports[0], site, "/posts/kept/")
    status, head, body = Connection(kept.port).ask(kept)
    etag = next(line for line in head.decode().split("\r\n") if line.lower().startswith("etag:"))
    unchanged = f"If-None-Match: {etag.partition(':')[2].strip()}\r\n"
    told = Connection(kept.port).ask(Kind("", kept.port, site, kept.path, unchanged))
    sys.stdout.write(
        f"The page: {status}, {len(gzip.decompress(body)):,} bytes, {len(body):,} compressed; "
        f"a {told[0]} has {len(told[1]) + 4}\n"
    )
    keep_page(folder, "page", body)
    bare_env = {**env, "BARE_FOLDER": str(folder / "files")}
    bare = stack.enter_context(
        running(granian("tests.benchmarks.bare_view:application", ports[2]), ports[2], bare_env)
    )
    kinds = [
        kept,
        Kind("304", ports[0], site, kept.path, unchanged),
        Kind(BARE_VIEW, ports[2], bare, "/page/"),
        Kind("not kept", ports[1], bare_site, kept.path, is_slow=True),
    ]
    if "DATABASE_URL" not in env:
        write = writer(folder / "wellcited.sqlite3")
        rate = "INSERT OR REPLACE INTO blog_rate (bucket, free_at) VALUES ('a', abs(random()) / 2)"
        post = "UPDATE blog_post SET words_count = words_count + 1 WHERE slug = 'other-3'"
        kinds += [
            Kind("kept, a rate limit written before each", *kept_at(kept), between=write(rate)),
            Kind("kept, another post changed before each", *kept_at(kept), between=write(post)),
        ]
    if nginx := started_nginx(folder, ports[3], env, stack):
        kinds.insert(0, Kind(NGINX_FILE, ports[3], nginx, "/page/"))
    return kinds


def keep_page(folder: Path, name: str, packed: bytes) -> None:
    """For nginx and the bare view."""
    place = folder / "files" / name
    place.mkdir(parents=True)
    (place / "index.html").write_bytes(gzip.decompress(packed))
    (place / "index.html.gz").write_bytes(packed)


def started_nginx(folder: Path, port: int, env: dict[str, str], stack: ExitStack) -> int | None:
    """Its process, which serves what ``keep_page`` kept; ``None`` where it is not installed."""
    if not shutil.which("nginx"):
        return None
    settings = folder / "nginx.conf"
    settings.write_text(NGINX.format(folder=folder, port=port))
    folder.chmod(0o755)
    (folder / "files").chmod(0o755)
    command = ["nginx", "-c", str(settings), "-p", str(folder), "-g", "user root;"]
    return stack.enter_context(running(command, port, env))


def kept_at(kept: Kind) -> tuple[int, int, str]:
    return kept.port, kept.pid, kept.path


def writer(database: Path) -> Callable[[str], Callable[[], None]]:
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")  # the disk is not what is measured

    def write(sql: str) -> Callable[[], None]:
        return lambda: connection.execute(sql).fetchall() and None

    return write


def tell(times: dict[str, list[float]]) -> None:
    others = [name for name in (NGINX_FILE, BARE_VIEW) if name in times]
    for name, found in times.items():
        sys.stdout.write(f"{name:42}{spread(found)} ms")
        for other in others:
            ratios = [one / beside for one, beside in zip(found, times[other], strict=True)]
            sys.stdout.write(f"{spread(ratios)} x {other.partition(',')[0]}")
        sys.stdout.write("\n")


def spread(found: list[float]) -> str:
    """The median, and between what the middle half lies."""
    low, middle, high = statistics.quantiles(found, n=4, method="inclusive")
    return f"{middle:10.3f} ({low:.3f} to {high:.3f})"


if __name__ == "__main__":
    main()
