"""What a start costs: seconds until the first page, and the memory of each process.

    python -m tests.benchmarks.cold_start [--starts 5]

Serves a new data folder with the demo as ``make run`` does (the first start), and then again and
again. Seconds from the command to its first page, and of the first page and the next one alone; on
a busy machine the processor's seconds beside them say more. Memory is told after a reader's first
twenty pages: what a process holds (RSS), and its fair share of what it has in common with the
others (PSS), whose sum is what a machine must have. On Linux.
"""

import argparse
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.kept_pages import processor_seconds
from tests.guards.sources import ROOT
from tests.support.serving import environment, free_port

PATIENCE = 300
"""Seconds for a start."""
PAGES = ("/", "/archive/", "/papers/", "/tags/", "/feeds/posts.atom")


@dataclass
class Start:
    """Seconds by the wall's clock, then of the processor, then megabytes by process."""

    until_page: float
    first_page: float
    next_page: float
    processor: float
    held: dict[str, float] = field(default_factory=dict)
    shared: dict[str, float] = field(default_factory=dict)


def fetch(port: int, path: str = "/") -> float:
    """Seconds that a page takes."""
    begun = time.monotonic()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
        answer.read()
    return time.monotonic() - begun


@contextmanager
def served(folder: Path, port: int) -> Iterator[subprocess.Popen]:
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=environment(folder, PORT=str(port), BLOG_DEMO="1"),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield server
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def started(folder: Path) -> Start:
    port, begun = free_port(), time.monotonic()
    with served(folder, port) as server:
        while True:
            with suppress(OSError):
                first = fetch(port)
                break
            if server.poll() is not None or time.monotonic() - begun > PATIENCE:
                raise SystemExit((folder / "log").read_text())
            time.sleep(0.01)
        until, processor = time.monotonic() - begun, processor_seconds(server.pid)
        start = Start(until, first, fetch(port), processor)
        for _round in range(20 // len(PAGES)):
            for path in PAGES:
                fetch(port, path)
        for pid in processes_of(server.pid):
            name = f"{len(start.held)}: {role_of(pid, server.pid)}"
            start.held[name], start.shared[name] = memory_of(pid)
    return start


def processes_of(pid: int) -> list[int]:
    """It and all that it started, with those of its threads."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        for task in Path(f"/proc/{one}/task").iterdir():
            waiting += map(int, (task / "children").read_text().split())
    return found


def role_of(pid: int, first: int) -> str:
    """Whether it listens: the first process does not, and neither does that of the jobs."""
    if pid == first:
        return "the first process"
    sockets = [str(one.readlink()) for one in Path(f"/proc/{pid}/fd").iterdir()]
    listening = {
        f"socket:[{line.split()[9]}]"
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
        if line.split()[3] == "0A"
    }
    return "web" if listening & set(sockets) else "jobs"


def memory_of(pid: int) -> tuple[float, float]:
    """Megabytes held, and the fair share."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    found = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}
    return found["Rss"], found["Pss"]


def tell(name: str, starts: list[Start]) -> None:
    def middle(what: str) -> float:
        return statistics.median(getattr(start, what) for start in starts)

    print(
        f"{name}: {middle('until_page'):.2f} s to a page, {middle('processor'):.2f} s of CPU; "
        f"that page {middle('first_page') * 1000:.0f} ms, the next {middle('next_page') * 1000:.0f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cold-start-") as name:
        tell("first start, with the demo", [started(Path(name))])
        starts = [started(Path(name)) for _number in range(asked.starts)]
        tell(f"a later start (median of {asked.starts})", starts)
        last = starts[-1]
        for process, held in last.held.items():
            print(f"  {process}: {held:.0f} MB, share {last.shared[process]:.0f} MB")
        print(f"  all: {sum(last.shared.values()):.0f} MB")


if __name__ == "__main__":
    main()
