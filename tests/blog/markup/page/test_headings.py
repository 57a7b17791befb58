import pytest

from blog.markup import Heading, render
from blog.markup.page.headings import heading_id
from tests.blog.markup.documents import html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Other Typography?", "other-typography"),
        ("1. Jinja2 설치하기", "1-jinja2-설치하기"),
        ("A & B", "a--b"),
        ("snake_case – x", "snake_case--x"),
        ("हिन्दी", "हिन्दी"),
        ("???", ""),
    ],
)
def test_ids_are_those_of_gfm(text: str, expected: str) -> None:
    assert heading_id(text) == expected


def test_headings_are_listed_with_scope() -> None:
    rendered = render("# A *b* `c`\n\n## A b c\n\n[x](#a-b-c)\n\n## ?", scope="p1-")
    assert rendered.headings == (
        Heading(1, "p1-a-b-c", "A b c"),
        Heading(2, "p1-a-b-c-1", "A b c"),
        Heading(2, "p1-section", "?"),
    )
    assert 'href="#p1-a-b-c"' in rendered.html


def test_own_id_is_not_given_twice() -> None:
    rendered = render("# A {#b}\n\n# B\n\n# B")
    assert [heading.id for heading in rendered.headings] == ["b", "b-1", "b-2"]


def test_contents_are_filled_in() -> None:
    markup = html("# No\n{:.no_toc}\n\n* x\n{:toc}\n\n# One\n\n## Two\n\n# Three")
    assert '<ul class="toc" id="markdown-toc">\n<li><a href="#one">One</a><ul>' in markup
    assert 'href="#no"' not in markup


def test_plain_text_has_blocks_and_formulas_but_no_marks_of_notes() -> None:
    source = "# T\n\na *b* $x^2$[^1]\n\n- c\n- d\n\n```\ne\n\nf\n```\n\n[^1]: note"
    assert render(source).text == "T\n\na b x^2\n\nc\n\nd\n\ne\n\nf\n\nnote"
