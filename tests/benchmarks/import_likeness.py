"""Writes what an import made of posts beside what Jekyll makes of them, for a scorer.

    python -m tests.benchmarks.import_likeness REFERENCE POSTS FOLDER [--like-for-like]

Import POSTS/<blog> first, one folder for each blog. REFERENCE/<blog>/meta.json lists {"path",
"html", "title", "date", "tags", "categories", "draft"}. FOLDER gets a page for each post and
pairs.tsv (reference, page, source). What this blog adds itself is taken off the pages first: the
links of hashtags and of works' titles (their text stays), and citations shown for keys. A link that
stands for a picture of another site is put back as that picture.

With --like-for-like what the house does on purpose in another way is taken off too, by the rules of
`POLICIES`, and counted.
"""

import html
import json
import os
import re
import sys
from collections import Counter
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

BARE = re.compile(
    r'<a [^<>]*href="([^"]*)"[^<>]*>((?:https?://|www\.)[^<>\s]*|[\w.-]+/[^<>\s]*)</a>'
)
EMBEDDED = re.compile(r'<a class="embed" href="([^"]*)"[^<>]*>[^<>]*</a>')
CODE = re.compile(r"(<code\b[^<>]*>)(.*?)(</code>)", re.DOTALL)
SHOWN = re.compile(r"\{\{.*?\}\}")
INCLUDED = re.compile(r"<figure\b(?:(?!</figure>).)*<img\b(?:(?!</figure>).)*</figure>", re.DOTALL)


def bare_address(found: re.Match[str], reference: str) -> str:
    """GFM links an address that stands bare in a text, kramdown does not."""
    return found[0] if f'href="{found[1]}"' in reference else found[2]


def embedded_page(found: re.Match[str], reference: str) -> str:
    """What is embedded from elsewhere, or is not in the site, is a link here."""
    return f'<iframe src="{found[1]}"></iframe>' if f'src="{found[1]}"' in reference else ""


def liquid_in_code(found: re.Match[str], reference: str) -> str:
    """Liquid that stands in code is code here; Jekyll runs it, and loses what it names."""
    kept = SHOWN.sub(lambda one: one[0] if one[0] in reference else "", found[2])
    return found[1] + kept + found[3] if kept else ""


def included_figure(found: re.Match[str], reference: str) -> str:
    """Figures of a theme's own include, for which the reference was built with an empty one."""
    return "" if 'data-tag="include"' in reference else found[0]


POLICIES = {
    embedded_page: EMBEDDED,
    bare_address: BARE,
    liquid_in_code: CODE,
    included_figure: INCLUDED,
}


def like_for_like(body: str, reference: str, counts: Counter[str]) -> str:
    for policy, pattern in POLICIES.items():
        for found in reversed(list(pattern.finditer(body))):
            if (other := policy(found, reference)) != found[0]:
                counts[policy.__name__] += 1
                body = body[: found.start()] + other + body[found.end() :]
    return body


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


def main(reference: Path, posts: Path, folder: Path, *, takes_off: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    pairs = []
    counts: Counter[str] = Counter()
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
            expected = meta.parent / entry["html"]
            body = page(post)
            if takes_off:
                body = like_for_like(body, expected.read_text(), counts)
            written.write_text(body)
            (source,) = (posts / meta.parent.name).rglob(Path(path).name)
            pairs.append(f"{expected}\t{written}\t{source}")
    (folder / "pairs.tsv").write_text("\n".join(pairs) + "\n")
    print(f"{len(pairs)} posts")
    for policy in POLICIES if takes_off else ():
        print(f"{counts[policy.__name__]:4} × {policy.__name__}: {policy.__doc__}")


if __name__ == "__main__":
    asked = [one for one in sys.argv[1:] if one != "--like-for-like"]
    main(*map(Path, asked[:3]), takes_off="--like-for-like" in sys.argv)
