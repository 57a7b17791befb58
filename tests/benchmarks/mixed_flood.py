"""A site under everybody at once: 16 readers who comment, 16 who read, two editors who save posts
of 60 kB, and if wanted clients that ask for the whole library's export.

    python -m tests.benchmarks.mixed_flood [--seconds 120] [--exports 10] [--data FOLDER]

Serves a copy in a temporary folder, on SQLite or beside the database that DATABASE_URL names, with
the limits of rate lifted; with ``--data`` what that folder has (a corpus of ``make_corpus`` with
papers), whose comments and posts it changes. Prints answers by status, comments a second of the
clock and of the servers' processors, how long readers waited, and whether each comment that was
acknowledged is stored once. With ``--exports`` readers are measured without them first.
"""

import argparse
import os
import statistics
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.benchmarks.kept_pages import processor_seconds
from tests.faults.accounts import COMMENTS, Account, read_column
from tests.faults.served_site import ServedSite
from tests.faults.writers import Commenter, Crowd, Editor, keep_writing
from tests.support.flooding import own_database
from tests.support.serving import free_port

COMMENTERS, READERS, EDITORS = 16, 16, 2
PAGES = ("/", "/posts/flooded/", "/archive/", "/papers/", "/feeds/posts.atom", "/posts/flooded/")
FILLING = "This sentence of seventy letters stands here to make the text a long one.\n\n"
LONG = FILLING * (60_000 // len(FILLING))
OTHER_POST = """
from django.utils import timezone
from blog.models import Post
from blog.posts.saving_posts import save_post
print(save_post(Post(title="Edited", source="Text.", published_at=timezone.now())).pk)
"""


class LongEditor(Editor):
    """Saves texts of 60 kB, which end as those of an editor do."""

    def fill(self, form: dict[str, str], text: str) -> dict[str, str]:
        return super().fill(form, LONG + text)


class Reader:
    """Asks for one page after the other on a connection that stays open."""

    def __init__(self, port: int, pages: tuple[str, ...]) -> None:
        self.port, self.pages = port, pages
        self.waits: list[float] = []
        self.statuses: Counter[int] = Counter()

    def read(self, done: threading.Event) -> None:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=120)) as connection:
            while not done.is_set():
                for page in self.pages:
                    begun = time.monotonic()
                    try:
                        connection.request("GET", page)
                        answer = connection.getresponse()
                        answer.read()
                        self.statuses[answer.status] += 1
                    except (OSError, HTTPException):
                        self.statuses[0] += 1
                        connection.close()
                    self.waits.append(time.monotonic() - begun)


def tell_readers(title: str, readers: list[Reader]) -> None:
    waits = [wait * 1000 for reader in readers for wait in reader.waits]
    cuts = statistics.quantiles(waits, n=100, method="inclusive")
    statuses = dict(sum((reader.statuses for reader in readers), Counter()))
    print(f"{title}: {len(waits)} {statuses}, p50 {cuts[49]:.0f} ms, p99 {cuts[98]:.0f} ms")


def work(tasks: list[tuple], seconds: float) -> float:
    """Has all tasks done at once, each told by an event when to end; the seconds that it took."""
    done, begun = threading.Event(), time.monotonic()
    threads = [threading.Thread(target=task, args=(*given, done)) for task, *given in tasks]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    done.set()
    for thread in threads:
        thread.join()
    return time.monotonic() - begun


def write(writer: Commenter | LongEditor, faults: list[BaseException], done: threading.Event):
    keep_writing(writer, done, faults)


def flooded(site: ServedSite, seconds: float) -> None:
    site.begin()
    crowd = Crowd(site)
    crowd.commenters = [Commenter(site, number) for number in range(COMMENTERS)]
    editors = [LongEditor(site, number) for number in range(EDITORS)]
    editors[1].path = f"/admin/blog/post/{site.shell(OTHER_POST).split()[-1]}/change/"
    crowd.writers = [*crowd.commenters, *editors]
    faults: list[BaseException] = []
    for writer in crowd.commenters:
        writer.pause = 0.0
    readers = [Reader(site.port, PAGES) for _number in range(READERS)]
    before = processor_seconds(site.server.pid)
    tasks = [(write, writer, faults) for writer in crowd.writers]
    took = work([*tasks, *((reader.read,) for reader in readers)], seconds)
    used = processor_seconds(site.server.pid) - before
    if faults:
        raise faults[0]
    taken = sum(len(one.ledger.taken) for one in crowd.commenters)
    saved = sum(len(one.ledger.taken) for one in editors)
    print(f"answers to writers {dict(crowd.statuses())}, broken {len(crowd.broken())}")
    print(f"{taken} comments in {took:.0f} s: {taken / took:.1f}/s; {saved} saves of 60 kB")
    print(f"{used:.0f} s of the servers' processors: {taken / used:.1f} comments a second of them")
    tell_readers("pages", readers)
    crowd.settle()
    stored = Account()
    texts = {text for one in crowd.commenters for text in one.ledger.taken}
    stored.compare(texts, read_column(site, COMMENTS))
    print(f"lost {len(stored.lost)}, doubled {len(stored.doubled)}")


def exported(site: ServedSite, seconds: float, clients: int) -> None:
    """How long readers wait without and with clients that ask for the whole library."""
    for number in (0, clients):
        exports = [Reader(site.port, ("/papers.bib",)) for _number in range(number)]
        readers = [Reader(site.port, PAGES[:1] + PAGES[2:5]) for _number in range(READERS)]
        before = processor_seconds(site.server.pid)
        work([(one.read,) for one in (*readers, *exports)], seconds)
        print(f"{processor_seconds(site.server.pid) - before:.0f} s of the servers' processors")
        tell_readers(f"pages beside {number} exports", readers)
        if exports:
            tell_readers("exports", exports)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--exports", type=int, default=0)
    parser.add_argument("--data", type=Path)
    asked = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before")
    with (
        tempfile.TemporaryDirectory(prefix="mixed-flood-") as folder,
        own_database(os.environ.get("DATABASE_URL", "")) as database,
    ):
        settings = {"DATABASE_URL": database} if database else {}
        site = ServedSite(asked.data or Path(folder), free_port(), Path(folder, "log"), settings)
        try:
            if asked.exports:
                site.start()
                site.wait_until_well()
                exported(site, asked.seconds, asked.exports)
            else:
                flooded(site, asked.seconds)
        finally:
            site.kill()


if __name__ == "__main__":
    main()
