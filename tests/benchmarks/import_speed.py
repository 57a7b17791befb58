"""Time and memory of importing many posts of 3 kB, and of importing them again unchanged.

    python -m tests.benchmarks.import_speed --posts 20000

Writes the posts to a temporary folder and imports them into the database that DATA_DIR or
DATABASE_URL names; it should be a new one. With ``--citing`` each cites two of 200 works of a .bib
by key. Prints posts a second of wall clock and of CPU, that of the processes which read and render
apart, and the peak memory of the first process as it grows and of the greatest of the others.
"""

import argparse
import os
import resource
import tempfile
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from blog.transfer.storing.post_import import import_posts  # noqa: E402  (Django must be set up)
from blog.transfer.storing.workers import usable_cores  # noqa: E402
from tests.benchmarks.posts import post  # noqa: E402

KILOBYTES = 1 << 10
WORKS = 200
ENTRY = "@article{{w{0}, title={{What {0} sentences mean}}, author={{Weber, A{0}}}, year={{1999}}}}"


def peak(who: int = resource.RUSAGE_SELF) -> int:
    """Megabytes."""
    return resource.getrusage(who).ru_maxrss // KILOBYTES


def cpu(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def write_posts(folder: Path, count: int, cites: bool) -> int:
    """Their bytes."""
    posts = folder / "_posts"
    posts.mkdir()
    if cites:
        (folder / "works.bib").write_text("\n".join(map(ENTRY.format, range(WORKS))))
    size = 0
    for number in range(count):
        text = post(number)
        if cites:
            text += f"\nAs [@w{number % WORKS}] and [@w{number * 7 % WORKS}] say.\n"
        size += len(text.encode())
        (posts / f"2023-09-14-post-{number:06}.md").write_text(text)
    return size


def main(count: int, processes: int, cites: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        size = write_posts(Path(name), count, cites)
        load = f"load {os.getloadavg()[0]:.1f}"
        print(f"{count} posts of {size // count} bytes, {processes} processes, {load}; {peak()} MB")
        for run in ("first", "again"):
            own, others = cpu(resource.RUSAGE_SELF), cpu(resource.RUSAGE_CHILDREN)
            began = time.monotonic()
            outcomes = import_posts([Path(name)], processes=processes)
            for done, outcome in enumerate(outcomes, start=1):
                if outcome.refusal or outcome.remarks:
                    raise SystemExit(outcome)
                if done % max(1, count // 4) == 0:
                    print(f"  {done} done, {time.monotonic() - began:.1f} s, peak {peak()} MB")
            wall = time.monotonic() - began
            own = cpu(resource.RUSAGE_SELF) - own
            others = cpu(resource.RUSAGE_CHILDREN) - others
            print(
                f"{run}: {count / wall:.0f} a second, {count / (own + others):.0f} a CPU second; "
                f"{own:.1f} and {others:.1f} s of CPU, {peak(resource.RUSAGE_CHILDREN)} MB at most "
                "in each other process"
            )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="How fast posts are imported.")
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--processes", type=int, default=usable_cores())
    parser.add_argument("--citing", action="store_true")
    given = parser.parse_args()
    main(given.posts, given.processes, given.citing)
