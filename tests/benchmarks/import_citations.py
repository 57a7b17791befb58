"""How many of the works that real posts cite an import finds.

    python -m tests.benchmarks.import_citations GOLD.json

Import the posts first, into the database that DATA_DIR or DATABASE_URL names. GOLD.json lists
posts as {"path", "works": [{"key", "title", "ids": [[scheme, value]]}]}; a post's path ends in its
path of import.
"""

import json
import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from blog.models import Post  # noqa: E402  (Django must be set up)
from papers.models import CitedWork  # noqa: E402
from papers.records.folded_text import title_key  # noqa: E402


def post_of(path: str) -> Post | None:
    """The imported post whose path is the longest end of `path`."""
    posts = [post for post in Post.objects.exclude(import_path=None) if ends(path, post)]
    return max(posts, key=lambda post: len(post.import_path), default=None)


def ends(path: str, post: Post) -> bool:
    return path == post.import_path or path.endswith(f"/{post.import_path}")


def names_of(work: CitedWork) -> tuple[set[str], set[tuple[str, str]], str]:
    identifiers = set(work.paper.identifiers.values_list("scheme", "value"))
    keys = set(work.paper.keys.values_list("value", flat=True))
    return keys, identifiers, title_key(work.paper.title)


def is_same(gold: dict, names: tuple[set[str], set[tuple[str, str]], str]) -> bool:
    keys, identifiers, title = names
    wanted = {named(*one) for one in gold["ids"]} & identifiers
    return bool(wanted) or (title == title_key(gold["title"])) or gold["key"] in keys


def named(scheme: str, value: str) -> tuple[str, str]:
    """NeurIPS gives its papers numbers in addresses, not identifiers."""
    return (
        ("url", f"https://papers.nips.cc/paper/{value}") if scheme == "neurips" else (scheme, value)
    )


def main(gold_file: str) -> None:
    counts = dict.fromkeys(("posts", "works", "found", "ids", "ids found", "rows", "right"), 0)
    for entry in json.loads(Path(gold_file).read_text()):
        post = post_of(entry["path"])
        if post is None:
            print("not imported:", entry["path"])
            continue
        rows = [names_of(row) for row in post.cited_works.filter(is_confirmed=True)]
        counts["posts"] += 1
        counts["rows"] += len(rows)
        for gold in entry["works"]:
            found = [names for names in rows if is_same(gold, names)]
            counts["works"] += 1
            counts["found"] += bool(found)
            known = {named(*one) for one in gold["ids"]}
            counts["ids"] += bool(known)
            counts["ids found"] += any(known & names[1] for names in found)
            if not found:
                print("not found:", entry["path"], gold["key"])
        right = [names for names in rows if any(is_same(gold, names) for gold in entry["works"])]
        counts["right"] += len(right)
        for names in rows:
            if names not in right:
                print("not in the gold:", entry["path"], names)
    print(counts)


if __name__ == "__main__":
    main(sys.argv[1])
