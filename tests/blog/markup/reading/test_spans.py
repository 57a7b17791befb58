from html import escape

import pytest

from blog.markup import COMMENT
from tests.blog.markup.documents import html


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("*a* **b** ***c***", "<em>a</em> <strong>b</strong> <em><strong>c</strong></em>"),
        ("_a_ __b__ a_b_c", "<em>a</em> <strong>b</strong> a_b_c"),
        ("**굵은(bold)**은", "<strong>굵은(bold)</strong>은"),
        ("~~gone~~ ~kept~", "<del>gone</del> ~kept~"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("**a", "**a"),
        ("`a*b*` ``c`d``", "<code>a*b*</code> <code>c`d</code>"),
        ("\\*a\\* &copy; &lt; A&B", "*a* © &lt; A&amp;B"),
        ("a <b>*c*</b>", "a <b><em>c</em></b>"),
        ("x `a`{: .c #i}", 'x <code class="c" id="i">a</code>'),
        ("[a](http://x.org){:.k}", '<a href="http://x.org" class="k">a</a>'),
    ],
)
def test_spans(source: str, expected: str) -> None:
    assert html(source) == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[a](b)", '<a href="b">a</a>'),
        ('[a](b "T")', '<a href="b" title="T">a</a>'),
        ("[a](b(c)d)", '<a href="b(c)d">a</a>'),
        ("[a](<b c>)", '<a href="b%20c">a</a>'),
        ("[*a* `]`](b)", '<a href="b"><em>a</em> <code>]</code></a>'),
        ("[a][x], [x], [X][]", '<a href="u">a</a>, <a href="u">x</a>, <a href="u">X</a>'),
        ("[missing][y] [@key, p. 3]", "[missing][y] [@key, p. 3]"),
        ("<http://a.org>", '<a href="http://a.org">http://a.org</a>'),
        ("<me@a.org>", '<a href="mailto:me@a.org">me@a.org</a>'),
        (
            "(see http://a.org/b_c_d).",
            '(see <a class="autolink" href="http://a.org/b_c_d">http://a.org/b_c_d</a>).',
        ),
        ("[see http://a.org](b)", '<a href="b">see http://a.org</a>'),
        ("a@b.org", "a@b.org"),
    ],
)
def test_links(source: str, expected: str) -> None:
    assert html(f"{source}\n\n[x]: u\n") == f"<p>{expected}</p>"


def test_reference_takes_a_title_from_the_next_line() -> None:
    assert html("[a]\n\n[a]: u\n   'T'\n") == '<p><a href="u" title="T">a</a></p>'


def test_links_do_not_nest() -> None:
    assert html("[a [b](c) d](e)").count("<a ") == 1


def test_comment_shows_images_as_links_and_html_as_text() -> None:
    assert html("![a](b.png) <b>c</b>", COMMENT) == (
        '<p><a href="b.png" rel="nofollow ugc noopener">a</a> &lt;b&gt;c&lt;/b&gt;</p>'
    )


def test_quotation_marks_and_dashes() -> None:
    assert html("\"It's 'so',\" -- he --- said... '80s \"*x*\"") == (
        "<p>“It’s ‘so’,” – he — said… ’80s “<em>x</em>”</p>"
    )


def test_unknown_liquid_is_shown_as_code() -> None:
    assert html("a {% foo %}") == '<p>a <code class="liquid">{% foo %}</code></p>'


def test_a_reference_in_a_bare_address_is_read() -> None:
    link = '<a class="autolink" href="https://a.org/?b&amp;c=1">https://a.org/?b&amp;c=1</a>'
    assert html("https://a.org/?b&amp;c=1") == f"<p>{link}</p>"
    assert html("https://a.org/?b&c=1") == f"<p>{link}</p>"
    inside = '<a href="/x">https://a.org/?b&amp;c=1</a>'
    assert html(inside) == f"<p>{inside}</p>"


@pytest.mark.parametrize(
    ("written", "address", "title"),
    [
        ("/a b.pdf", "/a%20b.pdf", ""),
        ("/(SICI)17:15/16<1661::AID>3.0", "/(SICI)17:15/16&lt;1661::AID&gt;3.0", ""),
        ("/files/My File (1).pdf", "/files/My%20File%20(1).pdf", ""),
        ('/a b (2).pdf "t"', "/a%20b%20(2).pdf", "t"),
        ("/a b.pdf 't'", "/a%20b.pdf", "t"),
        ("/it's b.pdf", "/it's%20b.pdf", ""),
        ("/a_(b)_(c (d)) e", "/a_(b)_(c%20(d))%20e", ""),
    ],
)
def test_an_address_may_hold_blanks_and_brackets(written: str, address: str, title: str) -> None:
    titled = f' title="{title}"' if title else ""
    assert html(f"[a]({written})") == f'<p><a href="{address}"{titled}>a</a></p>'


@pytest.mark.parametrize("text", ["[a](b c", '[a](b "c)', "[a](b (c)", "[a](b\nc d)"])
def test_an_address_without_its_end_is_text(text: str) -> None:
    assert "<a " not in html(text)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Vec<Vec<T>> of pair<A, vector<B>>", "Vec<Vec<T>> of pair<A, vector<B>>"),
        ("cin >> x, then cout << y", "cin >> x, then cout << y"),
        ("<<Oui>> et <<non>>", "«Oui» et «non»"),
        ("<<Un <<deux>> trois>>", "«Un «deux» trois»"),
        ("so >>nicht<<", "so >>nicht<<"),
    ],
)
def test_guillemets_stand_in_pairs(source: str, expected: str) -> None:
    assert html(source) == f"<p>{escape(expected)}</p>"
