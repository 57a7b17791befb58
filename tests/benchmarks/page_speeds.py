"""Every kind of reader's page of a corpus, kept and not, beside nginx with the same bytes in a file
and a bare Django view on the same server.

    python -m tests.benchmarks.page_speeds FOLDER 1000 [--rounds 5]

Makes the corpus in FOLDER/1000 where it is not there yet (``growth_speed``). Each page has as many
statements as a visitor's first request makes, in one process; then, by server, the processor's
milliseconds for a request (the median of the rounds, in each of which all servers take their
turn), the median wait and what 1 in 100 requests waited longer than. In brackets, how many times
the bare view's. One worker with one thread; nginx is left out where it is not installed.
"""

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.cold_start import memory_of, processes_of
from tests.benchmarks.growth_speed import corpus, in_environment
from tests.benchmarks.kept_pages import (
    Kind,
    granian,
    keep_page,
    measured,
    running,
    started_nginx,
)
from tests.guards.sources import ROOT
from tests.support.serving import environment, free_port

HERE = "tests.benchmarks.page_speeds"
SERVERS = ("nginx", "bare view", "kept", "not kept")
REQUESTS = {"nginx": 200, "bare view": 100, "kept": 200, "not kept": 8}
"""Of each page in a round."""


@dataclass
class Measured:
    processor: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)


def known_pages() -> Iterator[tuple[str, str, int]]:
    """Name, address and statements of each page of the corpus that this environment names."""
    import django  # the environment decides what it reads

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import connection  # the same
    from django.test import Client  # the same
    from django.test.utils import CaptureQueriesContext, override_settings  # the same

    from papers.queries.statistics import renew_statistics  # the same
    from tests.support.corpus_pages import corpus_pages  # the same

    renew_statistics()
    client = Client()
    with override_settings(ALLOWED_HOSTS=["testserver"], DEBUG=False):
        for name, address in list(corpus_pages()):
            client.get(address)  # the site is known
            with CaptureQueriesContext(connection) as asked:
                b"".join(client.get(address))
            yield name, address, len(asked)


@contextmanager
def served(data: Path) -> Iterator[dict[str, tuple[int, int]]]:
    """Port and process of each server, but those of files, which are not there yet."""
    with ExitStack() as stack:
        found = {}
        for name, more in (("kept", {}), ("not kept", {"PAGE_STORE_MB": "0"})):
            port = free_port()
            env = environment(data, PYTHONPATH=str(ROOT), SITE_URL=f"http://127.0.0.1:{port}")
            command = granian("config.wsgi:application", port)
            found[name] = port, stack.enter_context(running(command, port, env | more))
        yield found


def page_of(port: int, address: str) -> bytes | None:
    """Its bytes as gzip has them; nothing for what is sent in parts, led on or not packed."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status >= 500:
        raise SystemExit(f"{address}: {answer.status}")
    is_whole = answer.status == 200 and answer.headers["Content-Length"]
    return body if is_whole and answer.headers["Content-Encoding"] == "gzip" else None


def compare(data: Path, rounds: int) -> None:
    pages = json.loads(in_environment(data, "-m", HERE, "--known", str(data), "0"))
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, cwd=ROOT, env=environment(data), check=True)
    with TemporaryDirectory(prefix="page-speeds-") as name, served(data) as servers:
        folder, whole = Path(name), []
        for number, (title, address, statements) in enumerate(pages):
            if packed := page_of(servers["not kept"][0], address):
                keep_page(folder, f"p{number}", packed)
                whole.append((title, address, statements, f"/p{number}/"))
        with ExitStack() as stack:
            env = environment(data, PYTHONPATH=str(ROOT), BARE_FOLDER=str(folder / "files"))
            port = free_port()
            command = granian("tests.benchmarks.bare_view:application", port)
            servers["bare view"] = port, stack.enter_context(running(command, port, env))
            port = free_port()
            if process := started_nginx(folder, port, env, stack):
                servers["nginx"] = port, process
            tell([server for server in SERVERS if server in servers])
            for title, address, statements, copied in whole:
                places = dict.fromkeys(("nginx", "bare view"), copied)
                tell_page(title, statements, measured_at(servers, places, address, rounds))
            tell_memory(servers)


def measured_at(
    servers: dict[str, tuple[int, int]], places: dict[str, str], address: str, rounds: int
) -> dict[str, Measured]:
    found = {server: Measured() for server in SERVERS if server in servers}
    for _round in range(rounds):
        for server, kept in found.items():
            kind = Kind(server, *servers[server], places.get(server, address))
            processor, waits = measured(kind, REQUESTS[server], first=2)
            kept.processor.append(processor)
            kept.waits += waits
    return found


def tell(servers: list[str]) -> None:
    print(f"| page | statements | {' | '.join(f'{one}: CPU, p50, p99' for one in servers)} |")
    print(f"| --- | ---: |{' ---: |' * len(servers)}")


def tell_page(title: str, statements: int, found: dict[str, Measured]) -> None:
    bare = statistics.median(found["bare view"].processor)
    cells = []
    for one in found.values():
        processor = statistics.median(one.processor)
        waits = statistics.quantiles(one.waits, n=100, method="inclusive")
        cells.append(f"{processor:.3f} ({processor / bare:.2f}), {waits[49]:.2f}, {waits[98]:.2f}")
    print(f"| {title} | {statements} | {' | '.join(cells)} |", flush=True)


def tell_memory(servers: dict[str, tuple[int, int]]) -> None:
    for server in ("kept", "not kept"):
        held = [memory_of(pid)[0] for pid in processes_of(servers[server][1])]
        print(f"Memory of the process that answers, {server}: {max(held):.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("posts", type=int)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--known", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.known:
        json.dump(list(known_pages()), sys.stdout)
        return
    data = asked.folder.resolve() / str(asked.posts)
    corpus(data, asked.posts)
    compare(data, asked.rounds)


if __name__ == "__main__":
    main()
