from time import process_time

import pytest

from blog.transfer.rewriting.addresses_in_text import find_addresses, rewrite_addresses


def targets(text, is_html=False):
    return [address.target for address in find_addresses(text, is_html)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('![a](img/a.png "t") [b](<c d.md>)', ["img/a.png", "c d.md"]),
        ("[x]: /y/ 'z'\n[^1]: Not this", ["/y/"]),
        ("![](a_(b).png)", ["a_(b).png"]),
        ("<img src=\"a.png\"><a href='/b'>", ["a.png", "/b"]),
        ("![]({{ site.baseurl }}/a.png)", ["/a.png"]),
        ('<img src="{{ "/a.png" | relative_url }}">', ["/a.png"]),
        ('{% assign dir = "/img" %}![]({{ dir }}/a.png)', ["/img/a.png"]),
        ("[p]({% post_url 2020-01-02-x %})", ["post_url:2020-01-02-x"]),
        ("[p]({% link _posts/2020-01-02-x.md %})", ["link:_posts/2020-01-02-x.md"]),
        ('{% include figure.liquid path="assets/a.png" class="z" %}', ["/assets/a.png"]),
        ("`[a](b)` [c](d)\n\n~~~\n![](e)\n~~~\n", ["d"]),
        ("![]({{ page.unknown }}/a.png)", []),
        ('<source srcset="/a.png 1x, b,c.png 480w,d.png">', ["/a.png", "b,c.png", "d.png"]),
    ],
)
def test_addresses_of_every_form(text, expected):
    assert targets(text) == expected


def test_html_is_read_as_html():
    assert targets('[a](b) <img src="c.png">', is_html=True) == ["c.png"]


def test_only_the_address_is_replaced():
    new = rewrite_addresses('![a]({{ site.baseurl }}/a.png "t"){: .b}', False, lambda one: "/new")
    assert new == '![a](/new "t"){: .b}'


@pytest.mark.parametrize(
    "text",
    ["](" * 40_000, '<a href="' + "{{x}}" * 20_000, "[a](" + "{" * 50_000, "`" * 50_000,
     "<pre>" * 20_000, "```\n" * 20_000, "$$" * 30_000, "{% include " * 8_000, "[@" * 40_000,
     '<img srcset="' + "a, " * 30_000 + '">', '<img srcset="' + "a," * 30_000 + '">'],
    ids=["brackets", "liquid", "braces", "ticks", "pre", "fences", "tex", "include", "keys",
         "srcset", "commas"],
)  # fmt: skip
def test_hostile_sources_take_no_time(text):
    start = process_time()
    find_addresses(text)
    assert process_time() - start < 3


def test_addresses_with_blanks_and_brackets_are_found_whole() -> None:
    text = "![i](/my pic (2).png) [a](/a b.pdf \"t\") [c](/x.png 'one') [d]({{ site.url }}/a.png)"
    found = [text[one.start : one.end] for one in find_addresses(text)]
    assert found == ["/my pic (2).png", "/a b.pdf", "/x.png", "{{ site.url }}/a.png"]
