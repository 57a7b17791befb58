"""Strings that try to run a script where somebody reads a comment."""

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from blog.comments.rendering_comments import render_comment
from blog.markup import MarkupError
from blog.models import Comment, Post
from tests.guards.sources import ROOT
from tests.support.factories import make_comment

OWN = ROOT / "tests/data"
SHARED = ROOT.parent / "shared/data"
SCRIPTS, NAUGHTY = "xss", "strings"
PAINTED_FAR = [
    "a" + "\u0300\u0323" * 150,
    "\u0e14" + "\u0e49\u0e47" * 140,
    "W" * 300,
    "\u202e\u2066" * 20 + "turned",
    "\ufdfd" * 40,
    "\u12031" * 20,
    "&nbsp;" * 40 + "\u00a0" * 60 + "b",
]
"""Signs that are painted far above, below or beside the place of their line."""
OPENING = [
    (f"<{name}", f"</{name}")
    for name in (
        *("script", "style", "textarea", "title", "xmp", "plaintext", "noscript", "iframe", "svg"),
        *("math", "select", "template"),
    )
]
OPENING += [("<!--", "-->"), ("<![", "]"), ("<?", ">"), ("```", "\n```"), ("$$", "$$\n")]
"""What takes the rest of a text into itself where its end is missing."""


def strings(folder: Path = OWN / SCRIPTS) -> list[str]:
    paths = sorted(folder.glob("*.json"))
    return [text for path in paths for text in json.loads(path.read_text(encoding="utf-8"))]


def all_strings() -> list[str]:
    """Those of the shared data too, where they are at hand."""
    folders = [place / kind for place in (OWN, SHARED) for kind in (SCRIPTS, NAUGHTY)]
    return list(dict.fromkeys(PAINTED_FAR + [text for one in folders for text in strings(one)]))


def some_strings(each: int = 9) -> list[str]:
    """Every ninth or so of those that stand here."""
    return [*strings()[::each], *strings(OWN / NAUGHTY)[::each], *PAINTED_FAR[:2]]


def bundles(texts: Sequence[str], most: int) -> list[str]:
    """Those that end what they begin, many in one text of so many signs, each in a paragraph of its
    own; the others alone, since they would hide what stands behind them."""
    alone = [text for text in texts if hides_what_follows(text)]
    return alone + packs([text for text in texts if not hides_what_follows(text)], most)


def packs(texts: Sequence[str], most: int) -> list[str]:
    """All of them so, for places that show a text as it was typed."""
    found = [""]
    for text in texts:
        joined = f"{found[-1]}\n\n{text}".strip("\n") if found[-1] else text
        if found[-1] and len(joined) > most:
            found.append(text)
        else:
            found[-1] = joined
    return found


def hides_what_follows(text: str) -> bool:
    small = text.lower()
    is_open = any(begin in small and end not in small for begin, end in OPENING)
    is_odd = any(text.count(sign) % 2 for sign in '"`')
    return is_open or is_odd or small.count("<") > small.count(">")


def hostile_comments(post: Post, texts: list[str]) -> None:
    """One published comment for each string that the form takes, which blanks alone are not, with
    the string in every field that is shown."""
    first = make_comment(post)
    rows = []
    for text in filter(str.strip, dict.fromkeys(texts)):
        with suppress(MarkupError):
            html = render_comment(text)
            site = f"https://a.example/{text}"[:200]
            row = Comment(post=post, thread=first, name=text[:100], website=site, source=text)
            row.body_html, row.state = html, "published"
            rows.append(row)
    Comment.objects.bulk_create(rows, batch_size=50)
