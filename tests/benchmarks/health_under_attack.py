"""How long ``/healthz`` takes while one client floods previews, one takes the whole library as a
file, one logs in wrongly, and one posts comments over the limit.

    python -m tests.benchmarks.health_under_attack [SECONDS] [--papers 3000]

Serves a copy as ``manage.py serve`` does, in a temporary folder, on SQLite or beside the database
that DATABASE_URL names. Prints the answers to each client by status, the times of ``/healthz`` and
of a post's page before and during the attack, and the load of the machine; then kills the process
of queued work and says when it lived again.
"""

import argparse
import itertools
import os
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from tests.support.flooding import MAKE_POST, own_database, run_in_shell, served, stamp_in
from tests.support.serving import free_port

MAKE_PAPERS = """
from papers.models import Paper
record = {"type": "book", "title": "On the long titles of books, and why", "abstract": "a " * 400}
Paper.objects.bulk_create(
    Paper(key=f"book{n}", title=f"Book {n}", type="book", record={"id": f"book{n}", **record},
          is_listed=True, is_in_library=True)
    for n in range(%d)
)
"""
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
PAUSE = 0.02  # seconds between two probes


def ask(connection: HTTPConnection, method: str, path: str, body: str = "", **headers: str) -> int:
    connection.request(method, path, body or None, headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def comment(stamp: str, source: str, **more: str) -> str:
    fields = {"name": "Reader", "source": source, "email": "", "website": "", "parent": ""}
    return urlencode(fields | {"stamp": stamp, "subject": ""} | more)


def attackers(stamp: str) -> dict[str, Callable[[HTTPConnection], int]]:
    add, login = "/posts/flooded/comments/", "/admin/login/"
    preview = comment(stamp, "‘" * 5000, preview="1")
    numbers = itertools.count()
    wrong = urlencode({"username": "ada", "password": "wrong", "csrfmiddlewaretoken": "a" * 32})
    token = {"Cookie": "csrftoken=" + "a" * 32, **FORM}
    return {
        "previews": lambda one: ask(one, "POST", add, preview, **FORM),
        "comments": lambda one: ask(
            one, "POST", add, comment(stamp, f"{next(numbers)}{'> - ' * 1249}"), **FORM
        ),
        "exports": lambda one: ask(one, "GET", "/papers.bib"),
        "logins": lambda one: ask(one, "POST", login, wrong, **token),
    }


def attack(
    port: int, one: Callable[[HTTPConnection], int], statuses: Counter, end: threading.Event
) -> None:
    while not end.is_set():
        with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            for _number in range(100):
                if end.is_set():
                    return
                statuses[one(connection)] += 1


def probe(port: int, path: str, seconds: float) -> list[float]:
    """The milliseconds of each answer, by a connection of its own as a monitor has it; sorted."""
    times, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            start = time.perf_counter()
            assert ask(connection, "GET", path) == 200
            times.append(1000 * (time.perf_counter() - start))
        time.sleep(PAUSE)
    return sorted(times)


def told(name: str, times: list[float]) -> str:
    places = {"median": 0.5, "95 of 100": 0.95, "99 of 100": 0.99}
    parts = [f"{word} {times[int(place * (len(times) - 1))]:.0f}" for word, place in places.items()]
    return f"{name}: {', '.join(parts)}, longest {times[-1]:.0f} ms ({len(times)} answers)"


def measure(port: int, seconds: float) -> Iterator[str]:
    paths = ("/healthz", "/posts/flooded/")
    for path in paths:
        yield told(f"{path} in peace", probe(port, path, seconds / 4))
    end, clients = threading.Event(), attackers(stamp_in(port))
    counts = {name: Counter() for name in clients}
    threads = [
        threading.Thread(target=attack, args=(port, one, counts[name], end))
        for name, one in clients.items()
    ]
    for thread in threads:
        thread.start()
    time.sleep(1)
    for path in paths:
        yield told(f"{path} under attack", probe(port, path, seconds / 2))
    end.set()
    for thread in threads:
        thread.join()
    yield ", ".join(f"{name} {dict(sorted(found.items()))}" for name, found in counts.items())
    yield f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def kill_jobs(port: int, data_dir: Path) -> str:
    """Kills the process of queued work, which is the one that has its mark's time renewed."""
    alive = data_dir / "jobs-alive"
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        ask(connection, "GET", "/healthz")
    processes = [int(one.name) for one in Path("/proc").glob("[0-9]*") if serves(one, data_dir)]
    server = min(processes)
    jobs = min(one for one in processes if one != server)  # the first that was forked
    alive.unlink()
    os.kill(jobs, signal.SIGKILL)
    start = time.monotonic()
    while not alive.exists():
        time.sleep(0.01)
    return f"kill -9 of the process of queued work: back after {time.monotonic() - start:.1f} s"


def serves(process: Path, data_dir: Path) -> bool:
    try:
        environment = (process / "environ").read_bytes()
        return f"DATA_DIR={data_dir}".encode() in environment
    except OSError:
        return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", nargs="?", type=float, default=20)
    parser.add_argument("--papers", type=int, default=3000)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        own_database(os.environ.get("DATABASE_URL", "")) as database,
    ):
        data_dir, port = Path(folder), free_port()
        settings = {"DATABASE_URL": database} if database else {}
        with served(data_dir, port, settings) as complaints:
            run_in_shell(MAKE_POST + MAKE_PAPERS % options.papers, data_dir, settings)
            for line in measure(port, options.seconds):
                print(line, flush=True)
            print(kill_jobs(port, data_dir))
        print(*dict.fromkeys(complaints), sep="\n")


if __name__ == "__main__":
    main()
