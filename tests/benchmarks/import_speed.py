"""Time and memory of importing many posts of 3 kB that cite nothing.

    python -m tests.benchmarks.import_speed 1000

Writes the posts to a temporary folder and imports them into the database that DATA_DIR or
DATABASE_URL names; it should be a new one. Prints seconds of CPU and wall clock, and the
process's peak memory as it grows.
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from blog.transfer.storing.post_import import import_posts  # noqa: E402  (Django must be set up)
from tests.benchmarks.posts import post  # noqa: E402

KILOBYTES = 1 << 10


def peak() -> int:
    """Megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KILOBYTES


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        posts = Path(folder, "_posts")
        posts.mkdir()
        size = 0
        for number in range(count):
            text = post(number)
            size += len(text.encode())
            (posts / f"2023-09-14-post-{number:06}.md").write_text(text)
        print(f"{count} posts of {size // count} bytes; {peak()} MB before")
        for run in ("first", "again"):
            cpu, wall = time.process_time(), time.monotonic()
            for done, outcome in enumerate(import_posts([Path(folder)]), start=1):
                if outcome.refusal or outcome.remarks:
                    raise SystemExit(outcome)
                if done % max(1, count // 4) == 0:
                    print(f"  {done} done, {time.monotonic() - wall:.1f} s, peak {peak()} MB")
            seconds = time.process_time() - cpu
            print(f"{run}: {seconds:.1f} s of CPU, {time.monotonic() - wall:.1f} s in all")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
