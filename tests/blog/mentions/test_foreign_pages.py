"""Pages of other sites as they come: what they link, what they are called, where they are told."""

import time
from contextlib import suppress

import pytest

from blog.markup import MarkupError
from blog.mentions.foreign_pages import endpoint_in_header, read_foreign_page

HERE = "https://their.example/notes/one?x=1"


def read(html: str):
    return read_foreign_page(html.encode(), HERE)


def test_an_entry_says_its_title_author_and_what_it_says_around_a_link():
    page = read(
        """<!doctype html><html><head><title>Their blog</title><base href="/deep/"></head><body>
        <script>"<a href=/no/1>"</script><!-- <a href="/no/2">x</a> --><template><a href="/no/3">
        </a></template><textarea><a href="/no/4"></textarea>
        <article class="h-entry"><h1 class="p-name">On <em>ELBO</em> &amp; us</h1>
        <a class="p-author h-card" href="https://ada.example"><img src="ada.png"><span
        class="p-name">Ada Lovelace</span> (she)</a><p class="p-summary">A note.</p>
        <div>Before <p>As <a href="https://our.example/posts/a/?x=1&amp;y=2">they</a> say,
        <b>all</b> is well.</p> after <a href="b">b</a></div></article>"""
    )
    assert (page.title, page.author, page.summary) == ("On ELBO & us", "Ada Lovelace", "A note.")
    assert page.links["https://our.example/posts/a/?x=1&y=2"] == "As they say, all is well."
    assert page.links["https://their.example/deep/b"] == "Before after b"
    assert not [one for one in page.links if "/no/" in one]
    plain = read("<title>Only a title</title><p>Text</p>")
    assert (plain.title, plain.author, plain.links, plain.endpoint) == (
        "Only a title",
        "",
        {},
        None,
    )


@pytest.mark.parametrize(
    ("html", "endpoint"),
    [
        ('<link rel="webmention" href="/m">', "https://their.example/m"),
        (
            '<a href="m?a=1&amp;b=2" rel="nofollow WebMention">m</a>',
            "https://their.example/notes/m?a=1&b=2",
        ),
        ('<link rel="webmention" href="">', HERE),
        ('<link rel="webmention"><a rel=webmention href=/a></a>', "https://their.example/a"),
        ("<a rel=webmention href=/a></a><link rel=webmention href=/b>", "https://their.example/a"),
        ('<!-- <link rel="webmention" href="/m"> -->', None),
        ('&lt;a rel="webmention" href="/m"&gt;', None),
        ('<link rel="not-webmention" href="/m">', None),
        ('<a rel="webmention" href="javascript:x">', None),
    ],
)
def test_the_first_element_with_the_relation_and_an_address_is_the_endpoint(html, endpoint):
    assert read(html).endpoint == endpoint


@pytest.mark.parametrize(
    ("header", "endpoint"),
    [
        ("<https://e.example/m>; rel=webmention", "https://e.example/m"),
        ('</m>; rel="hub webmention"', "https://their.example/m"),
        (
            '<a>; rel="next", <https://e.example/m?x=1,2>; title="; rel=no, x"; REL="Webmention"',
            "https://e.example/m?x=1,2",
        ),
        ("<m>; rel=other", None),
        ('<m>; title="rel=webmention"', None),
        ("", None),
    ],
)
def test_a_header_names_the_endpoint(header, endpoint):
    assert endpoint_in_header(header, HERE) == endpoint


@pytest.mark.slow
@pytest.mark.parametrize(
    "html",
    ["<a href=x>" * 90_000, "<div>" * 180_000, "<script" * 140_000, "<p class=p-name>x" * 55_000,
     f'<base href="http://e.example/{"a/" * 400_000}">' + "<a href=b>" * 9_000,
     "\u00a0\u00e9&amp;" * 100_000, '<a href="/a">b</a>' * 50_000, "<" * 900_000],
    ids=lambda html: html[:8],
)  # fmt: skip
def test_hostile_pages_cost_little(html):
    start = time.process_time()
    with suppress(MarkupError):
        read(html)
    assert time.process_time() - start < 4
    value = ('<a>; x="' * 9_000)[:65_000]
    start = time.process_time()
    endpoint_in_header(value, HERE)
    assert time.process_time() - start < 1
