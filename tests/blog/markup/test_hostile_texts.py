"""Texts made to take long. What is not linear takes minutes or hours: HANGS tells it apart on any
machine. ``tests.benchmarks.markup_speed`` has the figures."""

import contextlib
import html
import time

import pytest

from blog.markup import COMMENT, POST, MarkupError, Policy, render
from blog.text.word_sets import word_set
from tests.support.hostile_shapes import SHAPES

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


@pytest.mark.parametrize(
    "tag", ["{% " + "a" * 300_000, ("{% include a " + "0" * 3900 + " %}") * 80]
)
def test_a_tag_of_liquid_is_read_once(tag: str) -> None:
    assert seconds(tag, POST) < HANGS


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


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize(("policy", "size"), [(POST, 10_000), (COMMENT, 5_000)])
def test_what_grows_is_cut_and_told(name: str, policy: Policy, size: int) -> None:
    source = SHAPES[name](size)
    try:
        rendered = render(source, policy=policy)
    except MarkupError:
        return  # which is told
    assert len(rendered.html) <= 20 * len(source) or rendered.problems
    assert len(rendered.html) <= 60 * len(source)


@pytest.mark.parametrize("letter", ["«", "»", "·", "±", "½", "&", "<", ">"])
@pytest.mark.parametrize("around", ["{}", "`{}`", "> {}", '<p title="{}">{}</p>'])
def test_letters_that_the_cleaner_is_slow_with_come_back(letter: str, around: str) -> None:
    words = f"a {letter} b {letter} c"
    assert words in html.unescape(render(around.replace("{}", words)).html)


def test_addresses_keep_their_letters() -> None:
    found = render("[a](/x?b=1&c=«2»&lt=3) <a href='/y?d=1&amp;e=»'>b</a>").html
    assert 'href="/x?b=1&amp;c=«2»&amp;lt=3"' in found
    assert 'href="/y?d=1&amp;e=»"' in found


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("a\n\n" * 7_000, "more than 6,000 paragraphs"),
        ("*a* " * 20_000, "more than 40,000 marks"),
        ("<p>\n\n" * 10_000, "opens and does not close"),
        ("[a] " * 2_000 + f"\n\n[a]: /{'x' * 1_000}", "would grow too large"),
    ],
)
def test_text_over_its_budget_is_told_and_whole(source: str, message: str) -> None:
    rendered = render(source)
    assert [one for one in rendered.problems if message in one.message]
    letters = source.count("a") if "<" not in source else 0
    assert rendered.text.count("a") >= letters - 30


def test_long_honest_post_is_read_whole() -> None:
    """200 kB with 300 citations and 500 formulas, tables, lists, notes and code."""
    part = (
        "## Part {n}\n\nAs *shown* by @key{n} and [@other{n}, p. 3], `x{n}` is **small** [here]"
        "(https://example.org/{n}).[^{n}] It is “so” for $x_{n}^2$, \\(y_{n}\\) "
        "and\n\n$$\\sum_{n} z$$\n\n"
        "- one\n- two\n\n| a | b |\n|---|---|\n| $c_{n}$ | d |\n\n```python\nx = {n}\n```\n\n"
        "[^{n}]: A note.\n\n" + "Words of prose that go on for a while, as such. " * 19 + "\n\n"
    )
    source = "".join(part.replace("{n}", str(n)) for n in range(170))
    assert len(source) > 190_000
    rendered = render(source)
    assert rendered.problems == ()
    assert rendered.html.count("<math") == 4 * 170
    assert rendered.html.count("<table") == rendered.html.count('role="doc-backlink"') == 170


@pytest.mark.parametrize("unit", ["- word\n", "1. word\n\n", "a\n: word\n", ": word\n"])
def test_a_list_ends_where_the_text_has_too_many_items_and_loses_none(unit: str) -> None:
    """What comes after them stays as it is written."""
    rendered = render(unit * 8_000, policy=POST)
    assert rendered.html.count("<li>") + rendered.html.count("<dd>") <= 6_000
    assert rendered.text.count("word") == 8_000
    assert "more than 6,000" in rendered.problems[0].message


def test_a_macro_that_writes_much_costs_what_it_writes() -> None:
    long = "$\\newcommand{\\a}{" + "x" * 9_000 + "}$ "
    assert render(long + "$\\a$ " * 30_000).html.count("<math") < 8
