from time import process_time

import pytest

from blog.markup import render
from blog.transfer.rewriting.dialect_rewrites import (
    COMMONMARK,
    KRAMDOWN,
    MYST,
    PANDOC,
    PYTHON_MARKDOWN,
    bracket_spans,
    dialect_of,
    formula_spans,
    rewrite_dialect,
    without_templates,
)

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("system", "path", "dialect"),
    [
        ("jekyll", "_posts/a.md", KRAMDOWN),
        ("hugo", "content/a.md", COMMONMARK),
        ("hugo", "content/a.Rmd", PANDOC),
        ("quarto", "a.md", PANDOC),
        ("", "a.qmd", PANDOC),
        ("myst", "a.md", MYST),
        ("pelican", "a.md", PYTHON_MARKDOWN),
        ("", "a.md", ""),
    ],
)
def test_the_dialect_is_that_of_the_source(system: str, path: str, dialect: str):
    assert dialect_of(system, path) == dialect


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("x^2^ and H~2~O", "x<sup>2</sup> and H<sub>2</sub>O"),
        ("P~a\\ b~", f"P<sub>a{NBSP}b</sub>"),
        ("~~a~~ \\^b\\^ [^1] and [^2], ^[a note^]", "~~a~~ \\^b\\^ [^1] and [^2], ^[a note^]"),
        ("$x^2+y^2$ and `a^2^`", "$x^2+y^2$ and `a^2^`"),
        (
            "https://e.org/~a~b [x](/~a~/) <b id='~a~'>",
            "https://e.org/~a~b [x](/~a~/) <b id='~a~'>",
        ),
        ("![A *cap*](a.png)", "![A *cap*](a.png){.figure}"),
        ("![A](a.png){width=50%}", "![A](a.png){.figure width=50%}"),
        ("[![A](a.png)](https://e.org)", "[![A](a.png){.figure}](https://e.org)"),
        ("![A](a.png)\\", "![A](a.png)"),
        ("see ![A](a.png)", "see ![A](a.png)"),
        ("| One\n|   two\n|\n| three", f"One  \n{NBSP * 2}two  \n{NBSP}  \nthree"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
        ("(@) one\n\n(@good) two\n\nAs (@good) says.", "1. one\n\n2. two\n\nAs (2) says."),
        ("<td>*a*</td>", '<td markdown="span">*a*</td>'),
        ("<div>\n*a*\n</div>", '<div markdown="1">\n*a*\n</div>'),
        ("<div>\n<p>a</p>\n</div>", "<div>\n<p>a</p>\n</div>"),
        ("one\\\ntwo", "one\\\\\ntwo"),
        ("    x^2^\n\n```\nx^2^\n```", "    x^2^\n\n```\nx^2^\n```"),
        ("$ x $", "$ x $"),
    ],
)
def test_marks_of_pandoc(written: str, meant: str):
    assert rewrite_dialect(written, PANDOC) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("% a remark\ntext", "\ntext"),
        ("+++ {}\ntext", "\ntext"),
        ("50 % of\n`% code`\n\n```\n% code\n```", "50 % of\n`% code`\n\n```\n% code\n```"),
        ("{doc}`other`", "[](<other.md>)"),
        ("{doc}`Words <../other.md>`", "[Words](<../other.md>)"),
        ("{download}`data.csv`", "[data.csv](<data.csv>)"),
        ("`{doc}` is a role", "`{doc}` is a role"),
    ],
)
def test_marks_of_myst(written: str, meant: str):
    assert rewrite_dialect(written, MYST) == meant


@pytest.mark.parametrize("dialect", [KRAMDOWN, COMMONMARK, MYST, PYTHON_MARKDOWN])
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("$ x $", "$x$"),
        ("$ h_t = f(x) $, $y $", "$h_t = f(x)$, $y$"),
        ("$ a + b $", "$a + b$"),
        ("$ \\text{the rate} = 1 $", "$\\text{the rate} = 1$"),
        ("$ 5 and $ 6", "$ 5 and $ 6"),
        ("it costs $ 5k = about $ 6k", "it costs $ 5k = about $ 6k"),
        ("type $ my_tool and $ other", "type $ my_tool and $ other"),
        ("$5 or $x$ and $y$", "$5 or $x$ and $y$"),
        ("`$ x $`", "`$ x $`"),
    ],
)
def test_formulas_with_blanks(written: str, meant: str, dialect: str):
    assert rewrite_dialect(written, dialect) == meant


def test_lists_of_attributes_behind_a_block_of_goldmarks():
    table = "| a |\n|---|\n| 1 |\n{%s.striped #t}\n"
    assert rewrite_dialect(table % "", COMMONMARK) == table % ": "
    assert '<table class="striped" id="t">' in render(table % ": ").html
    for text in ("a {.b}\n", "a\n\n{.b}\n", "```\na\n{.b}\n```\n", "a\n{b}\n"):
        assert rewrite_dialect(text, COMMONMARK) == text


def test_html_of_kramdown_is_raw():
    text = "<details>\n\n*a*\n\n<div>\n\nb</div>\n</details>\n\n<div>\nc\n</div>"
    meant = text.replace("<details>", '<details markdown="0">')
    assert rewrite_dialect(text, KRAMDOWN) == meant
    own = '<div markdown="1">\n\n*a*\n\n</div>\n\n    <div>\n\n    </div>'
    assert rewrite_dialect(own, KRAMDOWN) == own


def test_lines_keep_their_number():
    text = "% a\n\n+++\n| a\n| b\n\n(@) c\n\\\n![d](e.png)\n\n<div>\n\n$ x $\n\n</div>\n"
    for dialect in ("", KRAMDOWN, COMMONMARK, MYST, PANDOC, PYTHON_MARKDOWN):
        assert rewrite_dialect(text, dialect).count("\n") == text.count("\n")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"see \[tag\] and \(1\)", "<p>see [tag] and (1)</p>"),
        (r"[a]\(2\) \(see 3\)\(4\)", "<p>[a](2) (see 3)(4)</p>"),
        (r"[see \[1\] there](/u)", '<p><a href="/u">see [1] there</a></p>'),
        (r"`\(c\)`", "<p><code>\\(c\\)</code></p>"),
    ],
)
def test_kramdown_shows_brackets_with_one_backslash_as_brackets(written: str, shown: str) -> None:
    assert render(rewrite_dialect(written, KRAMDOWN)).html.strip() == shown


@pytest.mark.parametrize(
    "written",
    [r"\\(x\\)", r"\\[x\\]", r"\(\alpha\)", r"\(x+1\)", r"\[h\]", "<div>\n\\(x\\)\n</div>"],
)
def test_what_mathjax_finds_in_a_jekyll_page_stays_a_formula(written: str) -> None:
    assert "<math" in render(rewrite_dialect(written, KRAMDOWN)).html


def test_html_that_is_indented_inside_of_html_is_no_code() -> None:
    source = "<div>\n    <div>\n\n        <p>a</p>\n    </div>\n\n        <p>b</p>\n</div>"
    made = render(rewrite_dialect(source, KRAMDOWN)).html
    assert "<pre>" not in made and made.count("<p>") == 2


def test_an_element_that_ends_itself_stays_open_for_nothing_behind_it() -> None:
    raw = "<div>\n\n*a*\n\n</div>\n"
    kept = rewrite_dialect(raw, KRAMDOWN)
    assert kept != raw
    assert rewrite_dialect(f'<div id="toc"/>\n\n{raw}', KRAMDOWN).endswith(kept)
    code = "a\n\n    \\(1\\)\n"
    assert rewrite_dialect(f'<div id="x" />\n\n{code}', KRAMDOWN).endswith(code)


def test_escaped_dollar_signs_are_looked_at_once() -> None:
    began = process_time()
    assert formula_spans("$\\" * 50_000) == []
    assert process_time() - began < 1


def test_brackets_without_an_end_are_looked_at_once() -> None:
    began = process_time()
    assert bracket_spans("\\[a " * 25_000) == []
    assert process_time() - began < 5


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Use {{ggraph}} and {{ a | b }}.", "Use &#123;{ggraph}} and &#123;{ a | b }}."),
        ("{% raw %} {%- if x -%} {{{a}}}", "&#123;% raw %} &#123;%- if x -%} {&#123;{a}}}"),
        *((same, same) for same in ("{{< video x >}}", "{{% note %}}", "{% \\alpha %} {{")),
        ("`{{a}}`\n\n    {{b}}\n\n```\n{{c}}\n```\n", "`{{a}}`\n\n    {{b}}\n\n```\n{{c}}\n```\n"),
        ("$x^{{a}}$ $$y_{{b}}$$ \\(z_{{c}}\\)", "$x^{{a}}$ $$y_{{b}}$$ \\(z_{{c}}\\)"),
        ("\\begin{a}\n{{a}}\n\\end{a} {{b}}", "\\begin{a}\n{{a}}\n\\end{a} &#123;{b}}"),
        ("\\begin{x} {{a}} costs $5", "\\begin{x} &#123;{a}} costs $5"),
    ],
)  # fmt: skip
def test_what_looks_like_a_template_is_words_where_none_is_run(written: str, read: str) -> None:
    assert without_templates(written) == read
