import pytest

from blog.markup import COMMENT, MarkupError, render


def test_empty_text() -> None:
    rendered = render(" \n")
    assert (rendered.html, rendered.text, rendered.headings) == ("", "", ())


def test_line_ends_and_controls() -> None:
    assert render("\ufeffa\r\nb\x00\rc").html.strip() == "<p>a\nb\nc</p>"


@pytest.mark.parametrize(
    ("source", "policy"), [("a" * 5_001, COMMENT), ("학" * 170_000, None), ("a" * 500_001, None)]
)
def test_long_texts_are_refused_in_a_sentence(source: str, policy: object) -> None:
    options = {"policy": policy} if policy else {}
    with pytest.raises(MarkupError, match="at most"):
        render(source, **options)


def test_link_url_changes_links_and_images_also_in_html() -> None:
    known = {"old": "/new/", "a.png": "/media/a.png", "javascript:x": "/no/"}
    rendered = render('[a](old) ![b](a.png) <a href="old">c</a> [d](other)', link_url=known.get)
    assert rendered.html.count('href="/new/"') == 2
    assert 'src="/media/a.png"' in rendered.html
    assert 'href="other"' in rendered.html


def test_link_url_cannot_make_a_script() -> None:
    assert "javascript" not in render("[a](b)", link_url=lambda url: "java\tscript:alert(1)").html


@pytest.mark.parametrize(
    "source",
    ["[a](xref:b)", "![a](foo:b)", '<a href="foo:b">a</a>', "[a](localhost:8000/b)", "[a](data:b)"],
)
def test_an_address_that_leads_nowhere_is_told(source: str) -> None:
    assert ["leads nowhere" in one.message for one in render(source).problems] == [True]


@pytest.mark.parametrize("source", ["[a](TEL:1)", "[a](//b.c/d)", "[a](?b=c:d)"])
def test_an_address_of_the_web_is_not(source: str) -> None:
    assert not render(source).problems
