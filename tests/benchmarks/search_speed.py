"""What a search costs with many posts: milliseconds for words of every frequency.

    python -m tests.benchmarks.search_speed [POSTS]

Fills the database of this environment, which should be an empty one (DATA_DIR=/tmp/somewhere or
DATABASE_URL), with POSTS (20,000) posts of some 400 words whose frequencies are like those of a
language (Zipf); a database that is filled already is used as it is. Then searches for each query
11 times and prints the median and the slowest, for the whole site and for posts alone.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import accumulate

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

# They read settings, which have to be set up first.
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from blog.models import Post, Tag, TaggedPost  # noqa: E402
from blog.search.searched_kinds import search_site, titles_being_typed  # noqa: E402

WORDS = 50_000
LENGTH = 400
BATCH = 500
TIMES = 11
START = datetime(2010, 1, 1, tzinfo=UTC)
QUERIES = {
    "in every post": "wab",
    "in half of them": "halfword",
    "in one of 100": "hundredth",
    "in one of 10,000": "rareword",
    "in one": "word17of20000",
    "in none, misspelt": "rarewrod",
    "two, in every one": "wab wac",
    "phrase, in half": '"halfword halfphrase"',
    "phrase, in none": '"wac wab halfword"',
    "prefix of thousands": "wa*",
    "minus, in every other": "wab -halfword",
    "tag of a half": "wab tag:half",
    "tag of one in 100": "wab tag:hundredth",
    "a year": "wab year:2012",
    "filters alone": "tag:hundredth year:2012",
}
random.seed(7)


def vocabulary() -> list[str]:
    letters = "abcdefghijklmnopqrst"
    return ["w" + "".join(letters[n // 20**at % 20] for at in range(4)) for n in range(WORDS)]


def text_of(number: int, words: list[str], weights: list[float]) -> str:
    some = [
        "wab",
        "wac",
        *random.choices(words, cum_weights=weights, k=LENGTH),
        f"word{number}of20000",
    ]
    some += ["halfword", "halfphrase"] if number % 2 else []
    some += ["hundredth"] if number % 100 == 0 else []
    some += ["rareword"] if number % 10_000 == 0 else []
    return " ".join(some)


def fill(count: int) -> None:
    words = vocabulary()
    weights = list(accumulate(1 / (rank + 1) for rank in range(WORDS)))
    half, hundredth = (Tag.objects.create(name=name) for name in ("half", "hundredth"))
    for begin in range(0, count, BATCH):
        numbers = range(begin, min(begin + BATCH, count))
        posts = []
        for n in numbers:
            text, at = text_of(n, words, weights), START + timedelta(hours=n)
            title = " ".join(random.choices(words, cum_weights=weights, k=5))
            title += " rareword" if n % 10_000 == 0 else ""
            posts.append(Post(slug=f"p{n}", title=title, text=text, published_at=at))
        posts = Post.objects.bulk_create(posts)
        tagged = [(n, post, half) for n, post in zip(numbers, posts, strict=True) if n % 2]
        tagged += [
            (n, post, hundredth) for n, post in zip(numbers, posts, strict=True) if n % 100 == 0
        ]
        TaggedPost.objects.bulk_create(
            TaggedPost(tag=tag, content_object=post, published_at=post.published_at)
            for _n, post, tag in tagged
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def clock() -> float:
    """Seconds: of this process alone on SQLite, so that a busy machine changes little."""
    return time.process_time() if connection.vendor == "sqlite" else time.perf_counter()


def milliseconds(call: Callable[[], object]) -> list[float]:
    taken = []
    for _time in range(TIMES):
        begin = clock()
        call()
        taken.append((clock() - begin) * 1000)
    return taken


def main(count: int) -> None:
    call_command("migrate", verbosity=0)
    if not Post.objects.exists():
        begin = time.perf_counter()
        fill(count)
        print(f"filled in {time.perf_counter() - begin:.0f} s")
    print(f"{Post.objects.count()} posts on {connection.vendor}: median and slowest of {TIMES}, ms")
    for name, typed in QUERIES.items():
        found = search_site(typed).kinds
        rows = sum(len(one.page.rows) for one in found)
        site = milliseconds(lambda typed=typed: search_site(typed))
        posts = milliseconds(lambda typed=typed: search_site(typed, "posts"))
        print(
            f"{name:<24}{rows:>3} rows  all {statistics.median(site):>7.1f} {max(site):>7.1f}"
            f"  posts {statistics.median(posts):>7.1f} {max(posts):>7.1f}"
        )
    typing = milliseconds(lambda: titles_being_typed("wa"))
    print(f"titles while typing: {statistics.median(typing):.1f} {max(typing):.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
