import pytest

from blog.markup import COMMENT, render
from tests.blog.markup.documents import html

NOTE = '<div class="admonition note" role="note"><p class="admonition-title">Note</p>'


@pytest.mark.parametrize(
    "source",
    [
        "::: note\nHi *there*\n:::",
        "::: {.note}\nHi *there*\n:::",
        ":::{note}\nHi *there*\n:::",
        ":::: {.callout-note}\nHi *there*\n::::",
        "```{note}\nHi *there*\n```",
        ":::{admonition} Note\n:class: note\nHi *there*\n:::",
    ],
)
def test_box_is_an_admonition_in_each_dialect(source: str) -> None:
    assert html(source) == f"{NOTE}\n<p>Hi <em>there</em></p>\n</div>"


def test_division_may_follow_a_line_and_hold_others() -> None:
    markup = html("a\n::: note\nb\n\n::: {.warning}\nc\n:::\n\n```\n:::\n```\n:::\nd")
    assert markup.startswith(f"<p>a</p>\n{NOTE}\n<p>b</p>\n<div class")
    assert markup.endswith("</div>\n</div>\n<p>d</p>")


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ('::: {.tip title="My *T*"}\na\n:::', "My <em>T</em>"),
        ("::: {.callout-tip}\n## My T\na\n:::", "My T"),
        (":::tip[My T]\na\n:::", "My T"),
        (":::tip My T\na\n:::", "My T"),
        (":::{prf:theorem} My T\na\n:::", "My T"),
    ],
)
def test_box_takes_its_title(source: str, title: str) -> None:
    assert f'<p class="admonition-title">{title}</p>\n<p>a</p>' in html(source)


def test_margin_column_is_an_aside() -> None:
    markup = html("::::{.column-margin}\na\n::::")
    assert markup == '<aside class="column-margin"><p>a</p>\n</aside>'


def test_other_division_keeps_its_classes_and_id() -> None:
    assert html("::: {#x .a .b}\nc\n:::") == '<div id="x" class="a b"><p>c</p>\n</div>'


@pytest.mark.parametrize("source", ["::: note\na", "::: three words more\na\n:::", ":::\na\n:::"])
def test_division_without_end_or_name_is_text(source: str) -> None:
    assert ":::" in html(source)
    assert "<div" not in html(source)


def test_myst_figure_has_caption_and_size() -> None:
    source = "```{figure} /a.png\n:alt: Alt\n:width: 50%\n:name: f\nCaption *here*.\n```"
    assert html(source) == (
        '<figure id="f"><img src="/a.png" alt="Alt" loading="lazy" width="50%">'
        "<figcaption>Caption <em>here</em>.</figcaption>\n</figure>"
    )


def test_myst_code_formula_and_folded_text() -> None:
    markup = html(
        "````{dropdown} More\n```{code-block} python\n---\nlinenos: true\n---\nx = 1\n```\n"
        "````\n\n```{math}\n:label: e\nx^2\n```"
    )
    assert "<details><summary>More</summary>" in markup
    assert '<code class="language-python">' in markup
    assert "linenos" not in markup
    assert 'display="block"' in markup


def test_unknown_directive_is_shown_and_reported() -> None:
    rendered = render(":::{weird} arg\na\n:::\n\n```{odd} b\nc\n```")
    assert "<p><strong>arg</strong></p>\n<p>a</p>" in rendered.html
    assert '<code class="language-odd">c\n</code>' in rendered.html
    assert [problem.line for problem in rendered.problems] == [1, 5]


def test_chunk_of_a_notebook_is_code() -> None:
    assert '<code class="language-r">' in html("```{r setup, include=FALSE}\nx <- 1\n```")
    assert render("```{r setup, include=FALSE}\nx <- 1\n```").problems == ()


def test_comments_have_no_divisions() -> None:
    assert "<div" not in html("::: note\na\n:::", COMMENT)


def test_label_is_the_id_of_what_follows() -> None:
    assert '<h2 id="lab">H</h2>' in html("a\n\n(lab)=\n## H")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{cite:p}`a, b`", "<p>[@a; @b]</p>"),
        ("{cite:t}`a` says", "<p>@a says</p>"),
        ("H{sub}`2`O", "<p>H<sub>2</sub>O</p>"),
        ("{abbr}`ML (machine learning)`", '<abbr title="machine learning">ML</abbr>'),
        ("{ref}`there <lab>`", '<a href="#lab">there</a>'),
        ("{doc}`the guide <guide>`", "<p>the guide</p>"),
        ("{math}`x^2`", "<msup>"),
        ("{odd}`x`", "<p>{odd}<code>x</code></p>"),
    ],
)
def test_roles(source: str, expected: str) -> None:
    assert expected in html(source)


ROWS = "<tr>\n<th>a</th>\n<th>b</th>\n</tr>"
TABLES = {
    "{table} A *cap* $x$\n:name: NAME": "| a | b |\n|---|---|\n| 1 | *2* |",
    "{list-table} A *cap* $x$\n:header-rows: 1\n:label: NAME": "* - a\n  - b\n* - 1\n  - *2*",
    '{csv-table} A *cap* $x$\n:header: "a", b\n:name: "NAME"': '1, "*2*"',
    "{csv-table} A *cap* $x$\n---\nheader-rows: 1\ndelim: ;\nname: NAME\n---": "a;b\n1;*2*",
}


@pytest.mark.parametrize("opening", TABLES)
@pytest.mark.parametrize("name", ["tbl-x", "results"])
def test_tables_of_myst_are_numbered_by_their_names(opening: str, name: str) -> None:
    """Of any name where a role means it, as ``@tbl-x`` where that says that it is one."""
    opened = opening.replace("NAME", name)
    at = "@tbl-x" if name == "tbl-x" else "{numref}`results`"
    text = f"```{opened}\n\n{TABLES[opening]}\n```\n\nSee {at}, {{numref}}`Tab. %s <{name}>`."
    rendered = render(text)
    assert rendered.problems == ()
    caption = '<caption><span class="number">Table 1:</span> A <em>cap</em> <math'
    assert f'<table id="{name}">\n{caption}' in rendered.html
    assert ROWS in rendered.html
    assert "<tbody>\n<tr>\n<td>1</td>\n<td><em>2</em></td>\n</tr>\n</tbody>" in rendered.html
    shown = f'<a href="#{name}">Table 1</a>, <a href="#{name}">Tab. 1</a>'
    assert f"<p>See {shown}.</p>" in rendered.html


def test_table_has_columns_of_heads_and_its_place_and_short_rows_are_filled_up() -> None:
    markup = html("```{list-table}\n:stub-columns: 1\n:align: right\n\n* - a\n  - b\n* - c\n```")
    assert '<table class="align-right">' in markup
    assert "<th>a</th>\n<td>b</td>" in markup
    assert "<th>c</th>\n<td></td>" in markup


@pytest.mark.parametrize("opening", ["{table} T", "{list-table} T", "{csv-table} T\n:delim: ;;"])
def test_what_holds_no_table_is_shown_and_told(opening: str) -> None:
    rendered = render(f"```{opening}\nwords; more\n```")
    assert "words; more" in rendered.html
    assert "<strong>T</strong>" in rendered.html
    assert "holds no table" in rendered.problems[0].message
    assert render("::: {.table}\nwords\n:::").problems == ()


def test_tables_in_tables_take_no_longer_than_their_text() -> None:
    lines = [f"{':' * (40 - depth)}{{table}} T" for depth in range(30)]
    ends = [":" * (40 - depth) for depth in reversed(range(30))]
    assert "words" in render("\n".join([*lines, "words", *ends])).html
