"""Strings that try to run a script where somebody reads a comment."""

import json
from contextlib import suppress
from pathlib import Path

from blog.comments.rendering_comments import render_comment
from blog.markup import MarkupError
from blog.models import Comment, Post
from tests.guards.sources import ROOT
from tests.support.factories import make_comment

OWN = ROOT / "tests/data/xss"
SHARED = ROOT.parent / "shared/data/xss"


def strings(folder: Path = OWN) -> list[str]:
    paths = sorted(folder.glob("*.json"))
    return [text for path in paths for text in json.loads(path.read_text(encoding="utf-8"))]


def all_strings() -> list[str]:
    """Those of the shared data too, where they are at hand."""
    return strings() + strings(SHARED)


def hostile_comments(post: Post, texts: list[str]) -> None:
    """One published comment for each string, with the string in every field that is shown."""
    first = make_comment(post)
    rows = []
    for text in dict.fromkeys(texts):
        with suppress(MarkupError):
            html = render_comment(text)
            site = f"https://a.example/{text}"[:200]
            row = Comment(post=post, thread=first, name=text[:100], website=site, source=text)
            row.body_html, row.state = html, "published"
            rows.append(row)
    Comment.objects.bulk_create(rows, batch_size=50)
