import pytest

from blog.markup import render
from tests.blog.markup.documents import html


def test_markdown_is_read_only_where_asked() -> None:
    assert html("<div>\n*a*\n</div>") == "<div>\n*a*\n</div>"
    assert html('<div markdown="1">\n*a*\n</div>') == "<div><p><em>a</em></p>\n</div>"
    assert html('<div>\n<p markdown="span">*a*</p>\n</div>') == "<div>\n<p><em>a</em></p>\n</div>"


def test_html_may_follow_a_line_and_text_may_follow_html() -> None:
    assert html("a\n<div>b</div> *c*") == "<p>a</p>\n<div>b</div>\n<p><em>c</em></p>"


@pytest.mark.parametrize("tag", ["div", "details", "figure", "section", "center", "blockquote"])
def test_markdown_is_read_behind_a_blank_line(tag: str) -> None:
    inside = html(f"<{tag}>\n*a*\n\n  *b*\n\n  - c\n\n</{tag}>\n*d*")
    assert "*a*\n<p><em>b</em></p>\n<ul>" in inside
    assert inside.endswith("<p><em>d</em></p>")


def test_markdown_in_the_cells_of_a_table() -> None:
    table = "<table>\n  <tr>\n    <td>\n\n    *a*\n\n    </td>\n  </tr>\n</table>"
    assert "<td>\n<p><em>a</em></p>\n" in html(table)


def test_markdown_0_keeps_an_element_raw() -> None:
    assert html('<div markdown="0">\n\n*a*\n\n</div>\nb') == "<div>\n\n*a*\n\n</div>\n<p>b</p>"
    inside = '<div markdown="0">\n\n*a*\n\n<p markdown="1">*b*</p>\n</div>'
    assert "*a*" in html(inside) and "<em>b</em>" in html(inside)


@pytest.mark.parametrize("name", ["pre", "xmp", "textarea"])
def test_blank_lines_of_literal_text_end_nothing(name: str) -> None:
    assert "<em>" not in html(f"<div><{name}>\n\n*a*</{name}>\n</div>")
    assert "<em>" in html(f"<div><{name}>\n\n*a*</{name}>\n\n*b*</div>")


def test_nested_elements_of_one_name() -> None:
    inside = html("<div><div>a</div>\n\nb</div>\n\nc")
    assert inside == "<div><div>a</div>\n<p>b</p>\n</div>\n<p>c</p>"


def test_comments_are_dropped() -> None:
    assert html("a <!-- b\nc --> d\n\n<!-- e\n\nf -->\ng") == "<p>a  d</p>\n<p>g</p>"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<p style="text-align: center">a</p>', '<p class="align-center">a</p>'),
        ("<center>a</center>", '<div class="align-center">a</div>'),
        ('<a name="x">a</a>', '<p><a id="x">a</a></p>'),
        ("<d-footnote>a</d-footnote>", '<p><small class="sidenote">a</small></p>'),
        ('<img src="a.png" width="3">', '<p><img src="a.png" width="3" loading="lazy"></p>'),
    ],
)
def test_harmless_equivalents(source: str, expected: str) -> None:
    assert html(source) == expected


def test_frame_becomes_a_link_and_is_told() -> None:
    rendered = render('a\n\n<iframe src="https://e.org/v"></iframe>')
    assert '<a class="embed" href="https://e.org/v">e.org/v</a></figure>' in rendered.html
    assert rendered.problems[0].line == 3


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<style>a{}</style>",
        '<b onclick="x()">a</b>',
        '<a href="javascript:x()">a</a>',
        "<form><input></form>",
    ],
)
def test_removed_things_are_told(source: str) -> None:
    rendered = render(f"first\n\n{source}")
    assert [problem.line for problem in rendered.problems][:1] == [3]
    assert "alert" not in rendered.html
