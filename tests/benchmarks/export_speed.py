"""Time and memory of writing a site of many posts as files, and of reading it back.

    python -m tests.benchmarks.export_speed 1000

Makes posts of 3 kB, a paper for each and two comments on every tenth, in the database that
DATA_DIR or DATABASE_URL names; it should be a new one. Prints seconds of CPU and wall clock of the
export, of a second one, and of the public site as plain files, with the process's peak memory.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from blog.folder.site_export import export_site  # noqa: E402  (Django must be set up)
from blog.folder.static_export import export_static  # noqa: E402
from blog.models import Comment, Post  # noqa: E402
from blog.transfer.storing.post_import import import_posts  # noqa: E402
from tests.benchmarks.posts import post  # noqa: E402
from tests.support.factories import make_comment, make_paper  # noqa: E402

KILOBYTES = 1 << 10


def measured(what: str, work: Callable[[], object]) -> None:
    cpu, wall = time.process_time(), time.monotonic()
    work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KILOBYTES
    cpu, wall = time.process_time() - cpu, time.monotonic() - wall
    print(f"{what}: {cpu:.1f} s of CPU, {wall:.1f} s in all, peak {peak} MB", flush=True)


def fill(folder: Path, count: int) -> None:
    posts = folder / "_posts"
    posts.mkdir()
    for number in range(count):
        (posts / f"2023-09-14-post-{number:06}.md").write_text(post(number))
        make_paper(f"On the number {number}", key=f"n{number}", author="Meitner")
    list(import_posts([folder]))
    for row in Post.objects.order_by("pk")[::10]:
        for source in ("Well *said*.", "And more."):
            make_comment(row, source=source)


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        measured("made", lambda: fill(Path(folder), count))
        print(f"{Post.objects.count()} posts, {Comment.objects.count()} comments")
        root = Path(folder)
        for name in ("export_site", "again"):
            measured(name, lambda: export_site(root / "site"))
        for name in ("export_static", "again"):
            measured(name, lambda: export_static(root / "static"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
