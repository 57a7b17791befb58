import pytest

from blog.markup import render
from blog.markup.page.pictures_elsewhere import CLASS, elsewhere_in, show_pictures

HERE = {"https://e.org/a.png": "/media/images/1/a.png"}


def shown(source, **given):
    return render(source, kept_pictures=lambda asked: HERE, **given)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("![A plot](https://e.org/b.png)", 'href="https://e.org/b.png">A plot</a>'),
        ("![](https://e.org/x/y/b.png?w=1&h=2)", ">e.org/…/b.png</a>"),
        ('<img src="//e.org/b.png" title="Its title">', 'href="https://e.org/b.png">Its title</a>'),
        ("![a < b](https://e.org/b.png)", ">a &lt; b</a>"),
        ("[![A plot](https://e.org/b.png)](/big)", '<a href="/big"><span class="' + CLASS),
        ("![one](/a.png) ![two](https://e.org/b.png)", '<img src="/a.png" alt="one"'),
        ("![A plot](https://e.org/a.png)", '<img src="/media/images/1/a.png" alt="A plot"'),
        ("![A plot](https://e.org/a.png#top)", '<img src="/media/images/1/a.png"'),
    ],
)
def test_a_picture_of_another_host_is_a_link_or_its_copy(source, expected):
    html = shown(source).html
    assert expected in html
    assert 'src="http' not in html
    assert 'src="//' not in html


def test_no_candidate_leads_elsewhere():
    source = (
        '<picture><source srcset="https://e.org/a.webp 2x"><source srcset="/b.webp">'
        '<img src="https://e.org/a.png" srcset="//e.org/c.png 2x" alt="x"></picture>'
        '<img src="/own.png" srcset="/own.png, https://e.org/own.png 2x" alt="y">'
    )
    html = shown(source).html
    assert "e.org" not in html
    assert '<source srcset="/b.webp">' in html
    assert 'src="/own.png" alt="y"' in html


def test_what_is_a_link_is_told_and_found_again():
    rendered = shown("![a](https://e.org/b?x=1&y=2) [![b](https://e.org/c.png)](/x)")
    assert rendered.pictures_elsewhere == ("https://e.org/b?x=1&y=2", "https://e.org/c.png")
    assert elsewhere_in(rendered.html) == list(rendered.pictures_elsewhere)
    assert "a b" in rendered.text


def test_a_picture_that_counts_readers_goes_and_is_told():
    rendered = shown('Text <img src="https://e.org/stat" width="1" height="1"> goes on.')
    assert "e.org" not in rendered.html
    assert ["counts readers" in one.message for one in rendered.problems] == [True]


def test_a_text_without_pictures_elsewhere_asks_nothing():
    html = '<p><img src="/a.png" alt=""> <a href="https://e.org">x</a></p>'
    assert show_pictures(html, lambda asked: pytest.fail("asked")).html == html
