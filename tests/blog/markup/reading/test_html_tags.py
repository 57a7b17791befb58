from time import process_time

import pytest

from blog.markup import render
from tests.blog.markup.documents import html


@pytest.mark.parametrize(
    "text",
    [
        "Vec<T> and Map<K, V>",
        "std::vector<std::string> v",
        "if a<b and c>d then x<y>z",
        "G = <S, E>",
        "<i, j> and <a, b>",
        "put <your key> here, <your-key>, <YOUR_KEY>",
        "ssh <user>@<host.name>",
        "<me at example dot org>",
        "Press <Enter>",
        "Foo<A> and Vec<U> and Map<Object> and List<Button> and a<Data>",
    ],
)
def test_what_is_no_tag_is_text(text: str) -> None:
    shown = text.replace("<", "&lt;").replace(">", "&gt;")
    assert html(text) == f"<p>{shown}</p>"
    assert html(f"*{text}*") == f"<p><em>{shown}</em></p>"
    assert html(f"<div>\n{text}\n</div>") == f"<div>\n{shown}\n</div>"
    assert not render(text).problems


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ('<img alt="p < 0.05" src="/a.png">', 'alt="p &lt; 0.05" src="/a.png"'),
        ("<img src='/a.png' alt='a <em>b</em> < c'/>", 'alt="a &lt;em&gt;b&lt;/em&gt; &lt; c"'),
        ('<a href="/b" title="x > y < z">c</a>', 'title="x &gt; y &lt; z">c</a>'),
    ],
)
def test_a_value_in_quotes_may_have_signs_of_tags(tag: str, shown: str) -> None:
    for text in (tag, f"Before {tag} *after*", f"<figure>\n{tag}\n</figure>"):
        assert shown in html(text)
        assert "&lt;img" not in html(text)


def test_a_quote_that_is_not_closed_takes_no_text() -> None:
    assert html('<a href="x>text</a> <b title="y">z</b>').endswith('<b title="y">z</b></p>')
    began = process_time()
    html('<a b="' * 5_000 + "<" * 5_000)
    html('<a b="c<d ' * 5_000)
    assert process_time() - began < 3


def test_an_unknown_name_is_an_element_where_the_text_ends_it() -> None:
    rendered = render("a <x-card kind='b'>*inside*</x-card> b")
    assert rendered.html.strip() == "<p>a <em>inside</em> b</p>"
    assert "<x-card>" in rendered.problems[0].message


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a<B>bold</B>", "a<b>bold</b>"),
        ("H<SUB>2</SUB>O", "H<sub>2</sub>O"),
        ("x<BR>y", "x<br>y"),
    ],
)
def test_a_capital_makes_no_type_of_what_the_text_ends(text: str, shown: str) -> None:
    assert html(text) == f"<p>{shown}</p>"


def test_a_line_that_only_looks_like_html_goes_on_as_a_paragraph() -> None:
    assert html("<T>\nand *more*\n\nb") == "<p>&lt;T&gt;\nand <em>more</em></p>\n<p>b</p>"
    assert html("<meta name=x\n\nb") == "<p>&lt;meta name=x</p>\n<p>b</p>"


@pytest.mark.parametrize("tag", ["a", "a name='x'", "span class='c'", "i", "b"])
def test_a_self_closed_element_holds_nothing_of_what_follows(tag: str) -> None:
    name = tag.split()[0]
    made = html(f"<{tag} />*text* [goes](/on).\n\nNext")
    assert made.endswith(f'</{name}><em>text</em> <a href="/on">goes</a>.</p>\n<p>Next</p>')


@pytest.mark.parametrize("tag", ["div", "section", "p", "script", "style", "svg", "iframe"])
def test_a_self_closed_block_ends_where_it_begins(tag: str) -> None:
    made = html(f'<{tag} class="clear" />\n\n**b**\n\n<div>c</div>')
    assert "<p><strong>b</strong></p>" in made and "<div>c</div>" in made


@pytest.mark.parametrize(
    "tag", ["meta charset='utf-8'\nname='x'", "link rel=a\n  href='b' /", "hr\n/"]
)
def test_a_tag_may_go_on_in_the_next_line(tag: str) -> None:
    made = html(f"a\n\n<{tag}>\n\n*b*")
    assert made.startswith("<p>a</p>") and made.endswith("<p><em>b</em></p>")
    assert "&gt;" not in made
    assert html(f"<{tag}> *b*\n\nc").endswith("<p><em>b</em></p>\n<p>c</p>")


def test_html_that_is_indented_is_no_code_though_its_element_never_ends() -> None:
    made = html("<ul>\n  <li>a\n\n    <p>b</p>\n  </li>\n\nText")
    assert "<pre>" not in made and "<p>b</p>" in made and "<p>Text</p>" in made
    assert "<pre>" in html("<ul>\n  <li>a\n\nText\n\n    code")


@pytest.mark.parametrize("text", ["<a {}>", "<b {}", "<i {}=", "<x {}/>", "<p/{} />", "<T {}>\n\n"])
def test_long_attributes_take_time_in_proportion(text: str) -> None:
    began = process_time()
    for filling in ("y" * 100_000, "y " * 50_000, "/ " * 50_000, "= " * 50_000, "y=" * 50_000):
        html(text.format(filling))
    assert process_time() - began < 20
