"""What each page kind costs on a small blog and on a large one, with statistics and without.

    python -m tests.benchmarks.growth_speed FOLDER 1000 100000

Makes a corpus of each number of posts in FOLDER where it is not there yet (as many comments, a
fifth as many papers), asks for each page through the whole stack, and prints a table of CPU
milliseconds: the median of 7 requests in one process, and how many times the small blog's the
large one's is. On SQLite.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

TIMES = 7
HERE = "tests.benchmarks.growth_speed"


def in_environment(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, "DATA_DIR": str(folder), "DEBUG": "1"}
    run = subprocess.run(
        [sys.executable, "-W", "ignore", *arguments],
        env=environment, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return run.stdout


def corpus(folder: Path, posts: int) -> None:
    if not (folder / "wellcited.sqlite3").exists():
        in_environment(folder, "manage.py", "migrate", "-v0")
        sizes = [f"--posts={posts}", f"--comments={posts}", f"--papers={posts // 5}"]
        in_environment(folder, "manage.py", "make_corpus", *sizes)


def measure(has_statistics: bool) -> dict[str, float]:
    """Milliseconds of each page of the database of this environment."""
    import django  # the environment decides what it reads

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.contrib.auth import get_user_model  # the same
    from django.db import connection  # the same
    from django.test import Client  # the same
    from django.test.utils import override_settings  # the same

    from papers.queries.statistics import renew_statistics  # the same
    from tests.support.corpus_pages import admin_pages, corpus_pages  # the same

    renew_statistics()
    if not has_statistics:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM sqlite_stat1")
    connection.close()  # the next one reads the statistics anew
    user, _is_new = get_user_model().objects.get_or_create(
        username="measuring", defaults={"is_superuser": True, "is_staff": True}
    )
    found = {}
    with override_settings(ALLOWED_HOSTS=["testserver"], DEBUG=False):
        reader, editor = Client(), Client()
        editor.force_login(user)
        for client, pages in ((reader, corpus_pages()), (editor, admin_pages())):
            for name, address in pages:
                found[name] = milliseconds(client, address)
    return found


def milliseconds(client, address: str) -> float:
    taken = []
    b"".join(client.get(address))
    for _time in range(TIMES):
        begun = time.process_time()
        b"".join(client.get(address))
        taken.append((time.process_time() - begun) * 1000)
    return statistics.median(taken)


def table(columns: list[dict[str, float]]) -> str:
    lines = []
    for name, before in columns[0].items():
        cells = [f"{before:.1f}"]
        for column in columns[1:]:
            if name in column:
                cells.append(f"{column[name]:.1f} ({column[name] / before:.1f})")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main(folder: Path, small: int, large: int) -> None:
    columns = []
    for posts, has_statistics in ((small, True), (large, True), (large, False)):
        corpus(folder / str(posts), posts)
        told = in_environment(
            folder / str(posts), "-m", HERE, "--measure", str(int(has_statistics))
        )
        columns.append(json.loads(told))
    print(table(columns))


if __name__ == "__main__":
    if sys.argv[1] == "--measure":
        print(json.dumps(measure(sys.argv[2] == "1")))
    else:
        main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
