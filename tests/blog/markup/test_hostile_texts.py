"""Texts made to take long. What is not linear takes minutes or hours: HANGS tells it apart on any
machine. ``tests.benchmarks.markup_speed`` has the figures."""

import contextlib
import time

import pytest

from blog.markup import COMMENT, POST, MarkupError, Policy, render
from blog.text.word_sets import word_set

pytestmark = pytest.mark.slow

PIECES = (
    *sorted(word_set('[ ![ * _ ` < & $ > # " \\ | - ~~ ]( $$ {{ {% <b> <div> <a>')),
    *("* ", "- ", "1. ", "> ", "**a ", "*a _b ", "**a* ", "[a](", "[[a](b)", "[a]: b\n", "<!--"),
    *("` `` ", "&amp;", "$a ", "\\(", "\\[\n", "```a\n", "<div>\n\n", "<p></p>", "a | b\n", "<a "),
    *("{% a %}", "{: .a}", "{::comment}", "https://", "#a ", "# a\n", "a\n=\n", "*a* {: b='"),
    *("\\begin{align}\n", "* a\n{:toc}\n", "<p markdown=1>", "    a\n", "[^a]", "[^a]: b\n"),
    *("a\n: b\n", '<x y="', "!!! a\n    ", "::: a\n", "{{< a >}}", "{a}`b` ", "^[a", "[@a; "),
)
HANGS = 10  # seconds of CPU


def seconds(source: str, policy: Policy) -> float:
    start = time.process_time()
    with contextlib.suppress(MarkupError):
        render(source, policy=policy)
    return time.process_time() - start


@pytest.mark.parametrize("piece", PIECES)
def test_comment_stays_quick(piece: str) -> None:
    assert seconds((piece * 5_000)[:5_000], COMMENT) < HANGS


@pytest.mark.parametrize("piece", PIECES)
def test_post_grows_with_its_length_only(piece: str) -> None:
    assert seconds((piece * 10_000)[:10_000], POST) < HANGS


@pytest.mark.parametrize("mark", sorted(word_set("\" ' ( [ { < a # \\ ` $ 0 /* '''")))
def test_hostile_code_in_comments(mark: str) -> None:
    lines = "\n".join([(mark * 480)[:480]] * 9)
    assert all(
        seconds(f"```{name}\n{lines}\n```", COMMENT) < HANGS for name in ("python", "html", "cpp")
    )


def test_nesting_of_every_kind() -> None:
    lines = ["> " * (n % 40) + "- " * (n % 7) + "*" * (n % 5) + "a" for n in range(300)]
    assert seconds("\n".join(lines), POST) < HANGS


def test_html_without_end_tags_is_refused() -> None:
    with pytest.raises(MarkupError, match="end tags"):
        render("<div>" * 5_000)
