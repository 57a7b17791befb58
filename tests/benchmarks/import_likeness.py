"""Writes what an import made of posts beside what Jekyll makes of them, for a scorer.

    python -m tests.benchmarks.import_likeness REFERENCE POSTS FOLDER

Import POSTS/<blog> first, one folder for each blog. REFERENCE/<blog>/meta.json lists {"path",
"html", "title", "date", "tags", "categories", "draft"}. FOLDER gets a page for each post and
pairs.tsv (reference, page, source). What this blog adds itself is taken off the pages first: the
links of hashtags and of works' titles (their text stays), and citations shown for keys. A link that
stands for a picture of another site is put back as that picture.
"""

import html
import json
import os
import re
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from blog.models import Post  # noqa: E402  (Django must be set up)

OURS = re.compile(
    r'<a class="hashtag"[^<>]*>(.*?)</a>|<a class="citation"[^<>]*href="/papers/[^<>]*>(.*?)</a>',
    re.DOTALL,
)
LINKED = re.compile(r'<a class="picture-elsewhere" href="([^"]*)"[^<>]*>(.*?)</a>', re.DOTALL)
"""What is shown for a picture of another site."""
KEYED = re.compile(r'<span [^<>]*class="citations"[^<>]*>.*?</span>', re.DOTALL)


def page(post: Post) -> str:
    body = OURS.sub(lambda match: match[1] or match[2] or "", KEYED.sub("", post.body_html))
    body = LINKED.sub(r'<img src="\1" alt="\2">', body)
    return f"<article data-post-body>{body}</article>"


def differences(post: Post, entry: dict) -> list[str]:
    """Names of the facts that are not as Jekyll has them."""
    tags = {tag.casefold() for tag in [*entry["tags"], *entry["categories"]]}
    same = {
        "title": post.title == html.unescape(entry["title"]) or not entry["title"].strip(),
        "date": post.published_at
        and f"{post.published_at:%Y-%m-%dT%H:%M:%S+0000}" == entry["date"],
        "tags": {name.casefold() for name in post.tags.names()} == tags,
        "draft": (post.published_at is None) == entry["draft"],
    }
    return [name for name, is_same in same.items() if not is_same]


def main(reference: Path, posts: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    pairs = []
    for meta in sorted(reference.glob("*/meta.json")):
        for entry in json.loads(meta.read_text()):
            path = entry["path"]
            post = next(
                one
                for one in Post.objects.exclude(import_path=None)
                if path.endswith(one.import_path) or one.import_path.endswith(path)
            )
            if wrong := differences(post, entry):
                print(meta.parent.name, path, "differs in", ", ".join(wrong))
            written = folder / f"{post.slug}.html"
            written.write_text(page(post))
            (source,) = (posts / meta.parent.name).rglob(Path(path).name)
            pairs.append(f"{meta.parent / entry['html']}\t{written}\t{source}")
    (folder / "pairs.tsv").write_text("\n".join(pairs) + "\n")
    print(f"{len(pairs)} posts")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
