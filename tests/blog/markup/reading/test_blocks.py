import pytest

from blog.markup import COMMENT
from tests.blog.markup.documents import html


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# One\n", '<h1 id="one">One</h1>'),
        ("## C# ##", '<h2 id="c">C#</h2>'),
        ("## Two {#own}", '<h2 id="own">Two</h2>'),
        ("One\n===", '<h1 id="one">One</h1>'),
        ("a\n# b", '<p>a</p>\n<h1 id="b">b</h1>'),
        ("***", "<hr>"),
        ("a  \nb", "<p>a<br>\nb</p>"),
        ("> a\nb\n\nc", "<blockquote>\n<p>a\nb</p>\n</blockquote>\n<p>c</p>"),
        ("para\n> quote", "<p>para</p>\n<blockquote>\n<p>quote</p>\n</blockquote>"),
    ],
)
def test_blocks_are_read_as_kramdown_reads_them(source: str, expected: str) -> None:
    assert html(source) == expected


def test_hashtag_line_is_no_heading() -> None:
    assert html("#One #Two") == (
        '<p><a class="hashtag" href="/tags/One">#One</a> '
        '<a class="hashtag" href="/tags/Two">#Two</a></p>'
    )


def test_fence_right_after_a_line_is_code() -> None:
    markup = html("Run:\n```\na\n\nb\n```\nDone")
    assert markup == (
        '<p>Run:</p>\n<div class="highlight"><pre><code>a\n\nb\n</code></pre></div>\n<p>Done</p>'
    )


def test_fence_without_end_is_text() -> None:
    assert "<pre>" not in html("```\nno end")


def test_indented_code_keeps_blank_lines() -> None:
    assert "<code>a\n\n  b\n</code>" in html("    a\n\n      b")


def test_admonition_holds_blocks() -> None:
    markup = html('!!! warning "Mind"\n    - a\n')
    assert '<div class="admonition warning" role="note">' in markup
    assert '<p class="admonition-title">Mind</p>\n<ul>' in markup


def test_github_alert_is_an_admonition() -> None:
    assert '<div class="admonition tip" role="note">' in html("> [!TIP]\n> Do it")


def test_kramdown_comment_is_dropped() -> None:
    assert html("{::comment}\nsecret\n{:/}\nopen") == "<p>open</p>"


def test_comment_policy_has_no_headings_and_tables() -> None:
    assert html("# One\n\na | b\n", COMMENT) == "<p># One</p>\n<p>a | b</p>"


def test_depth_is_limited_and_told() -> None:
    markup = html("> " * 60 + "deep")
    assert markup.count("<blockquote>") == 33
    assert "deep" in markup


def test_a_lazy_line_of_a_quotation_keeps_its_own_signs() -> None:
    source = "> one if a > b\nif a > b <br />\n  > three > two\n"
    shown = "one if a &gt; b\nif a &gt; b <br>\nthree &gt; two"
    assert html(source) == f"<blockquote>\n<p>{shown}</p>\n</blockquote>"
