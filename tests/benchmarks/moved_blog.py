"""A blog backed up under load, restored elsewhere, copied to PostgreSQL, and compared.

    python -m tests.benchmarks.moved_blog --to postgres://user@host/an-existing-one

It makes a blog with media, backs it up while clients post comments, restores the backup, copies it
to a new database beside the named one, and copies that back to SQLite: both copies tell of each
table how many rows it has and their digest. Ends with 1 where anything differs.
"""

import argparse
import sys
import threading
import time
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.flooding import MAKE_POST, own_database, send_all, served, stamp_in
from tests.support.serving import environment, free_port, manage

SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.support.flood_settings", "LOG_LEVEL": "ERROR"}
WRITERS = 4
MEDIA = """
from random import Random
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
random = Random(1)
for number in range({count}):
    picture = ContentFile(random.randbytes(40_000))
    default_storage.save(f"posts/{{number % 12}}/{{number}}.png", picture)
"""


def done(place: dict[str, str], *arguments: str) -> str:
    began = time.perf_counter()
    told = manage(place, *arguments)
    if told.returncode:
        sys.exit(f"{arguments[0]}: {told.stdout}{told.stderr}")
    print(f"{arguments[0]:14} {time.perf_counter() - began:6.1f} s", flush=True)
    return told.stdout


def told_tables(said: str) -> dict[str, str]:
    lines = (line.split() for line in said.splitlines() if " rows  " in line)
    return {table: f"{rows} rows {digest}" for table, rows, _word, digest in lines}


def media_in(data_dir: Path) -> dict[str, str]:
    media = data_dir / "media"
    return {
        path.relative_to(media).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in media.rglob("*")
        if path.is_file()
    }


class Writers:
    """Clients that post comments until they are stopped, and what was answered to them."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.stamp = stamp_in(port)
        self.stopping = threading.Event()
        self.accepted = 0
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.write, args=(n,)) for n in range(WRITERS)]

    def write(self, number: int) -> None:
        count = 0
        while not self.stopping.is_set():
            count += 1
            statuses = send_all(self.port, [f"Thought {count} of writer {number}."], self.stamp)
            with self.lock:
                self.accepted += statuses[302] + statuses[303]

    def __enter__(self) -> "Writers":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stopping.set()
        for thread in self.threads:
            thread.join()


def backed_up(place: dict[str, str], data_dir: Path, kept: Path) -> Path:
    """The backup, made while comments are posted."""
    port = free_port()
    with served(data_dir, port, SETTINGS, "--without-jobs"):  # which would outlive it
        done(place, "shell", "--no-imports", "-v0", "-c", MAKE_POST)
        with Writers(port) as writers:
            while writers.accepted < 20:
                time.sleep(0.05)
            before = writers.accepted
            done(place, "backup", str(kept))
            during = writers.accepted - before
    print(f"{before} comments were taken before the backup, {during} while it was made")
    return next(path for path in kept.iterdir() if not path.name.startswith("."))


def move(folder: Path, url: str, posts: int, media: int) -> bool:
    one, two, three = (folder / name for name in ("one", "two", "three"))
    place = environment(one, **SETTINGS)
    done(place, "migrate", "-v0")
    counts = ("--posts", str(posts), "--comments", str(2 * posts), "--papers", str(posts // 3))
    done(place, "make_corpus", *counts)
    done(place, "shell", "--no-imports", "-v0", "-c", MEDIA.format(count=media))
    before = media_in(one)
    backup = backed_up(place, one, folder / "kept")
    restored, moved, back = environment(two), environment(two, DATABASE_URL=url), environment(three)
    done(restored, "restore", str(backup))
    done(moved, "migrate", "-v0")
    there = told_tables(done(restored, "copy_database", "--to", url))
    done(back, "migrate", "-v0")
    database = three / "wellcited.sqlite3"
    again = told_tables(done(moved, "copy_database", "--to", f"sqlite:///{database}"))
    for table in ("blog_post", "blog_comment", "papers_paper"):
        print(f"{table:14} {there[table]}")
    are_files_same = before.items() <= media_in(two).items() <= media_in(one).items()
    print(f"{len(there)} tables there and back: {'equal' if there == again else 'DIFFERENT'}")
    print(f"{len(media_in(two))} media: {'equal' if are_files_same else 'DIFFERENT'}")
    return there == again and are_files_same


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--to", required=True, help="a PostgreSQL database, beside which one is made"
    )
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--media", type=int, default=300)
    asked = parser.parse_args()
    with own_database(asked.to) as url, TemporaryDirectory() as folder:
        sys.exit(not move(Path(folder), url, asked.posts, asked.media))
