"""How long a post with many citations takes to save: new, unchanged, and after a paper changed.

``DATABASE_URL=sqlite:////tmp/some/file.sqlite3 python -m tests.benchmarks.citing_speed`` makes a
database of its own there, with 300 citations of 150 papers by default (``[citations] [papers]``).
"""

import cProfile
import os
import pstats
import sys
from time import perf_counter

import django

WORDS = ["attention", "depth", "gradient", "kernel", "margin", "network", "prior", "sample"]
WORDS += ["token", "vector"]
FORMS = [
    "It is known [@{0}, p. {2}].",
    "As @{0} [sec. {2}] shows, it holds.",
    "It was found twice [see @{0}; @{1}, and elsewhere].",
    "It is new [-@{0}].",
]


def main(citations: int = 300, papers: int = 150) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    # Django's models load only after the settings.
    from django.core.management import call_command
    from django.db import connection  # the same

    call_command("migrate", verbosity=0)
    keys = [make(number) for number in range(papers)]
    post = write(keys, citations)
    count = len(connection.queries)
    connection.force_debug_cursor = True
    timed("saved first", lambda: save(post))
    print(f"{len(connection.queries) - count} queries")
    timed("saved again, unchanged", lambda: save(post))
    change(keys[0])
    timed("saved after one paper changed", lambda: save(post))
    timed("lists in the other seven styles", lambda: lists(post))
    if "profile" in sys.argv:
        change(keys[1])
        profile = cProfile.Profile()
        profile.runcall(save, post)
        pstats.Stats(profile).sort_stats("cumulative").print_stats(35)


def make(number: int) -> str:
    from papers.library.paper_rows import add_paper  # after django.setup()

    family = f"{WORDS[number % 10].title()}{WORDS[number // 10 % 10]}"
    names = [{"family": f"{family}{i or ''}", "given": "Ada B."} for i in range(1 + number % 4)]
    record = {
        "type": "article-journal",
        "title": f"On the {WORDS[number % 7]} of the {WORDS[number % 9]} number {number}",
        "author": names,
        "container-title": "Journal of Things",
        "issued": {"date-parts": [[1990 + number % 30]]},
        "page": f"{number}–{number + 9}",
    }
    doi = f"10.1000/{os.getpid()}.{number}"
    return add_paper(record, [("doi", doi)]).key


def write(keys: list[str], citations: int):
    from blog.models import Post  # after django.setup()

    lines = []
    for number in range(citations):
        pair = keys[number % len(keys)], keys[(number * 7 + 1) % len(keys)]
        lines.append(FORMS[number % len(FORMS)].format(*pair, number + 1))
    paragraphs = ["\n".join(lines[i : i + 5]) for i in range(0, len(lines), 5)]
    return Post(title="Many citations", source="\n\n".join(paragraphs))


def save(post) -> None:
    from blog.posts.saving_posts import save_post  # after django.setup()

    save_post(post)


def change(key: str) -> None:
    from papers.models import Paper  # after django.setup()

    paper = Paper.objects.get(key=key)
    paper.record = paper.record | {"title": paper.title + ", again"}
    paper.save()


def lists(post) -> None:
    from blog.posts.saving_posts import format_lists  # after django.setup()

    format_lists.call(post.pk)


def timed(what: str, work) -> None:
    start = perf_counter()
    work()
    print(f"{what}: {perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:] if word.isdigit()))
