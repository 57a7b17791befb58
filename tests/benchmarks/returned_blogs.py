"""Blogs of other systems, imported, exported, and imported again into an empty database.

    python -m tests.benchmarks.returned_blogs PATH… [--for hugo] [--keep FOLDER]

Each PATH is what `import_posts` takes. The rows of every table and the pages at every address that
a visitor reaches are compared, and the folder is built by Jekyll (or by the program of `--for`).
Ends with 1 where anything differs or the program complains.
"""

import argparse
import pickle
import re
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.support.serving import environment, manage

TOLD = """
import pickle
from pathlib import Path
from django.test.utils import setup_test_environment
setup_test_environment()
from blog.server.static_files import collect_static
collect_static()
from tests.support.whole_site import all_pages, all_rows, finish_jobs
finish_jobs()
Path({target!r}).write_bytes(pickle.dumps((all_rows(), all_pages())))
"""
BUILT_BY = {
    "jekyll": ("jekyll", "build", "--source", "{source}", "--destination", "{target}"),
    "hugo": ("hugo", "--source", "{source}", "--destination", "{target}"),
}
COMPLAINTS = re.compile(r".*(?:error|warn|deprecat).*", re.IGNORECASE)
Told = tuple[dict[str, list[dict[str, Any]]], dict[str, tuple[int, str, str | None]]]


def done(place: dict[str, str], *arguments: str) -> str:
    """What a command says. A figure of what it did not do would be none: it ends the run."""
    told = manage(place, *arguments)
    if told.returncode:
        sys.exit(f"{arguments[0]}: {told.stdout[-2000:]}{told.stderr[-2000:]}")
    return told.stdout


def told_site(place: dict[str, str], target: Path) -> Told:
    done(place, "shell", "--no-imports", "-v0", "-c", TOLD.format(target=str(target)))
    return pickle.loads(target.read_bytes())


def complaints(program: str, source: Path, target: Path) -> list[str]:
    """Lines in which the program that builds the folder says that something is amiss."""
    command = [part.format(source=source, target=target) for part in BUILT_BY[program]]
    run = subprocess.run(command, capture_output=True, text=True, cwd=target.parent, check=False)
    found = COMPLAINTS.findall(run.stdout + run.stderr)
    return [*found, *([f"{program} ended with {run.returncode}"] if run.returncode else [])]


def different(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    names = sorted(one.keys() | other.keys())
    return [name for name in names if one.get(name) != other.get(name)]


def returned(blog: Path, folder: Path, program: str) -> bool:
    first, second, files = (folder / name for name in ("first", "second", "files"))
    option = () if program == "jekyll" else (f"--{program}",)
    place, empty = environment(first), environment(second)
    began = time.perf_counter()
    done(place, "migrate", "-v0")
    done(place, "import_posts", str(blog), "--take-site")
    rows, pages = told_site(place, folder / "first.pickle")
    done(place, "export_site", str(files), *option)
    done(empty, "migrate", "-v0")
    done(empty, "import_site", str(files))
    rows_again, pages_again = told_site(empty, folder / "second.pickle")
    tables, addresses = different(rows, rows_again), different(pages, pages_again)
    said = complaints(program, files, folder / "built")
    counts = {name: len(rows[name]) for name in ("Post", "Page", "Paper", "Comment")}
    print(f"{blog}: {', '.join(f'{name} {count}' for name, count in counts.items())}")
    print(f"  {sum(map(len, rows.values()))} rows of {len(rows)} tables, differ: {tables}")
    print(f"  {len(pages)} addresses, differ: {addresses[:20]}")
    print(f"  {program}: {said[:20] or 'no complaint'}; {time.perf_counter() - began:.0f} s")
    return not (tables or addresses or said)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("blogs", nargs="+", type=Path)
    parser.add_argument("--for", dest="program", choices=BUILT_BY, default="jekyll")
    parser.add_argument("--keep", type=Path, help="where the databases and folders stay")
    asked = parser.parse_args()
    with TemporaryDirectory() as made:
        kept = asked.keep or Path(made)
        results = []
        for number, path in enumerate(asked.blogs):
            (kept / f"{number}").mkdir(parents=True)
            results.append(returned(path.resolve(), kept / f"{number}", asked.program))
    sys.exit(not all(results))
