"""How fast all of it is, in one run: pages, comments, searches, imports, starts.

    make bench                       (FOLDER=var/bench SIZES=1000 ROUNDS=5)
    make bench SIZES="1000 100000"

Makes each corpus in FOLDER, which keeps it for the next run (100,000 posts take 2.5 GB and some six
minutes), and runs the benchmarks one after the other. Figures of one run can be compared with each
other, those of two machines or days cannot: see their ratios.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.guards.sources import ROOT


def run(title: str, module: str, *arguments: object, **more: str) -> None:
    print(f"\n## {title}\n", flush=True)
    subprocess.run(
        [sys.executable, "-W", "ignore", "-m", f"tests.benchmarks.{module}", *map(str, arguments)],
        cwd=ROOT, env={**os.environ, **more}, check=True,
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / "var/bench")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000])
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    asked.folder = asked.folder.resolve()
    asked.folder.mkdir(parents=True, exist_ok=True)
    load = os.getloadavg()[0]
    print(f"{time.strftime('%Y-%m-%d %H:%M')}, {os.cpu_count()} cores, load {load:.1f} before")
    for posts in asked.sizes:
        arguments = (asked.folder, posts, "--rounds", asked.rounds)
        run(f"Pages of a blog of {posts:,} posts", "page_speeds", *arguments)
    for large in asked.sizes[1:]:
        arguments = (asked.folder, asked.sizes[0], large)
        run(f"{asked.sizes[0]:,} posts and {large:,}", "growth_speed", *arguments)
    run("A kept page, in detail", "kept_pages", "--rounds", asked.rounds)
    run("Comments posted", "posting_flood", 500)
    run("Searches", "search_speed", max(asked.sizes), DATA_DIR=str(search_folder(asked)))
    with TemporaryDirectory(prefix="import-speed-") as folder:
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "-v0"],
            cwd=ROOT, env={**os.environ, "DATA_DIR": folder}, check=True,
        )  # fmt: skip
        run("Posts imported", "import_speed", "--posts", 1000, DATA_DIR=folder)
    run("Starts", "cold_start")


def search_folder(asked: argparse.Namespace) -> Path:
    folder = asked.folder / f"search-{max(asked.sizes)}"
    folder.mkdir(exist_ok=True)
    return folder


if __name__ == "__main__":
    main()
