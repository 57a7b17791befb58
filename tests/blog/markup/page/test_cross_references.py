"""Places that a text names, their numbers, and what refers to them."""

import html as html_module
import re
import time

import pytest

from blog.markup import COMMENT, render
from papers.citing.citation_marks import citing_text

TABLE = "| a |\n|---|\n| b |\n"
TEXT = f"""
See HERE.

![A *loss*](a.png){{#fig-loss}}

![Another](b.png){{#fig:two}}

{TABLE}
: Numbers {{#tbl-n}}

$$ a = b $$ {{#eq-main}}

\\begin{{align}}
x &= y \\label{{eq:x}} \\\\
z &= w \\label{{eq:z}}
\\end{{align}}

## Methods {{#sec-m}}

### Data \\label{{sec:data}}
"""


def html(text: str, **options) -> str:
    return render(text, **options).html


def shown(reference: str, text: str = TEXT) -> str:
    """The HTML of what stands for a reference."""
    found = re.search(r"<p>See (.*?)\.</p>", html(text.replace("HERE", reference)))
    return found[1] if found else ""


def link(name: str, words: str) -> str:
    return f'<a href="#{name}">{words}</a>'


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("@fig-loss", link("fig-loss", "Figure 1")),
        ("[@fig-loss]", link("fig-loss", "Figure 1")),
        ("@Fig-loss", link("fig-loss", "Figure 1")),
        ("[-@fig-loss]", link("fig-loss", "1")),
        ("[Fig. @fig-loss]", link("fig-loss", "Fig. 1")),
        ("@fig:two", link("fig:two", "Figure 2")),
        ("[@fig:two]", link("fig:two", "Figure 2")),
        ("[@fig-loss; @tbl-n]", f"{link('fig-loss', 'Figure 1')}, {link('tbl-n', 'Table 1')}"),
        ("[@fig-loss, left]", f"{link('fig-loss', 'Figure 1')}, left"),
        ("@eq-main", link("eq-main", "Equation 1")),
        ("\\eqref{eq:z}", link("eq:z", "(3)")),
        ("\\ref{eq:x}", link("eq:x", "2")),
        ("$\\eqref{eq:x}$", link("eq:x", "(2)")),
        ("\\autoref{tbl-n}", link("tbl-n", "Table 1")),
        ("\\cref{tbl-n,eq-main}", f"{link('tbl-n', 'Table 1')}, {link('eq-main', 'Equation 1')}"),
        ("@sec-m", link("sec-m", "Section 1")),
        ("\\ref{sec:data}", link("sec:data", "1.1")),
        ("[](#fig-loss)", link("fig-loss", "Figure 1")),
        ("[](#sec-m)", link("sec-m", "Methods")),
        ("[as @fig-loss](https://e.org)", '<a href="https://e.org">as Figure 1</a>'),
        ("见@fig-loss所示", f"见{link('fig-loss', 'Figure 1')}所示"),
        ("{numref}`Fig. %s <fig-loss>`", link("fig-loss", "Fig. 1")),
        ("{eq}`eq-main`", link("eq-main", "(1)")),
        ("<em>@fig-loss</em>", f"<em>{link('fig-loss', 'Figure 1')}</em>"),
        ("`@fig-loss`", "<code>@fig-loss</code>"),
        ("<code>@fig-loss</code>", "<code>@fig-loss</code>"),
    ],
)
def test_a_reference_is_a_link_with_the_number_of_its_place(reference, expected):
    assert shown(reference) == expected


@pytest.mark.parametrize("name", ["fig-no", "tbl-no", "eq-no", "sec-no", "fig:no", "eq:no"])
@pytest.mark.parametrize("form", ["@{}", "[@{}]", "[see @{}]", "[@{}; @fig-loss]"])
def test_an_unknown_place_is_told_with_its_line_and_is_no_citation(name, form):
    written = form.format(name)
    rendered = render(TEXT.replace("HERE", written))
    assert [problem.line for problem in rendered.problems] == [2]
    assert name in rendered.problems[0].message
    assert f"@</span>{name}" in rendered.html
    assert citing_text(rendered.html).keys == frozenset()


def test_unknown_references_of_latex_stay_and_are_told():
    rendered = render("a\n\nSee \\ref{fig:no} and $x \\text{ by } \\eqref{eq:no}$.")
    assert [problem.line for problem in rendered.problems] == [3, 3]
    assert "\\ref{fig:no}" in rendered.html


def test_a_key_in_braces_is_a_citation_whatever_it_looks_like():
    assert citing_text(html("As [@{fig-loss}] says.")).keys == {"fig-loss"}


def test_captions_headings_and_equations_show_their_numbers():
    text = html(TEXT.replace("HERE", "@fig-loss, @tbl-n and @sec-m"))
    assert '<figcaption><span class="number">Figure 1:</span> A <em>loss</em></figcaption>' in text
    assert '<caption><span class="number">Table 1:</span> Numbers</caption>' in text
    assert '<h2 id="sec-m"><span class="number">1</span> Methods</h2>' in text
    assert '</math><span class="number">(1)</span></div>' in text
    assert "<mtext>2</mtext>" in text


def test_numbers_stand_where_the_text_refers_to_one_of_their_kind():
    text = html(TEXT)
    assert "<figcaption>A <em>loss</em></figcaption>" in text
    assert '<h2 id="sec-m">Methods</h2>' in text
    assert '<span class="number">(1)</span>' in text


def test_words_are_in_the_language_of_the_text():
    text = TEXT.replace("HERE", "@fig-loss, @tbl-n, @eq-main, @sec-m")
    german = html(text, language="de")
    words = re.findall(r'<a href="#[^"]*">([^<]*)</a>', german)
    assert words == ["Abbildung 1", "Tabelle 1", "Gleichung 1", "Abschnitt 1"]
    assert ">图 1<" in html(text, language="zh")
    assert ">Figure 1<" in html(text, language="not a language")


def test_contents_list_the_numbers_of_sections():
    rendered = render("[TOC]\n\n# Title\n\n## One {#sec-1}\n\n### Two\n\n## Three\n\nBy @sec-1.")
    assert [one.text for one in rendered.headings] == ["Title", "1 One", "1.1 Two", "2 Three"]
    assert '<a href="#sec-1">1 One</a>' in rendered.html


def test_headings_that_are_unnumbered_stay_so():
    text = html("## A {.unnumbered}\n\n## B {-}\n\n## C {#sec-c}\n\n@sec-c")
    assert re.findall(r'"number">([^<]*)<', text) == ["1"]


def test_parts_of_a_figure_have_letters():
    text = html(
        "::: {#fig-e layout-ncol=2}\n![Surus](a.png){#fig-s}\n\n![Hanno](b.png){#fig-h}\n\n"
        "Elephants\n:::\n\nSee @fig-e, @fig-h."
    )
    assert link("fig-h", "Figure 1 (b)") in text
    assert '<span class="number">(a)</span> Surus' in text
    assert '<figcaption><span class="number">Figure 1:</span> Elephants</figcaption>' in text


def test_a_label_in_a_caption_is_the_figures_or_the_tables():
    text = html(
        f"![Loss \\label{{fig:l}}](a.png)\n\n{TABLE}\n: T \\label{{tab:t}}\n\n\\ref{{tab:t}}"
    )
    assert '<figure id="fig:l"><img src="a.png" alt="Loss"' in text
    assert '<table id="tab:t">' in text
    assert link("tab:t", "1") in text


def test_a_tag_of_an_equation_is_its_number():
    text = html("$$a \\tag{A} \\label{eq:a}$$\n\n$$b \\label{eq:b}$$\n\n\\eqref{eq:a} \\ref{eq:b}")
    assert link("eq:a", "(A)") in text
    assert link("eq:b", "1") in text
    assert text.count('class="number"') == 1


def test_a_caption_that_is_numbered_by_hand_keeps_its_number():
    figure = '<figure id="fig-1"><img src="a.png"><figcaption>Figure 7. X</figcaption></figure>'
    text = html(f"{figure}\n\n@fig-1")
    assert "<figcaption>Figure 7. X</figcaption>" in text


def test_places_of_one_name_are_counted_each_and_the_first_is_meant():
    twice = "![a](a.png){#fig-a}\n\n![b](b.png){#fig-a}\n\n![c](c.png){#fig-c}\n\n@fig-a, @fig-c"
    assert re.findall(r"Figure \d", html(twice)) == [f"Figure {n}" for n in (1, 2, 3, 1, 3)]
    rows = "\\begin{align} a \\label{e} \\\\ b \\label{e} \\end{align}\n\n\\ref{e}"
    assert re.findall(r"<mtext>(\d)</mtext>", html(rows)) == ["1", "2"]
    assert '<a href="#e">1</a>' in html(rows)


@pytest.mark.parametrize("name", ["sec: my data", "sec:a b", "a&b<c>", 'a"b', "é한", " eq: x  y "])
def test_names_of_latex_have_any_characters(name):
    """A name with a blank was shown as it was written, with its command."""
    for place in (f"## A\n\n## B \\label{{{name}}}", f"$$a$$\n\n$$a \\label{{{name}}}$$"):
        rendered = render(f"{place}\n\nSee \\ref{{{name}}}, $\\ref{{{name}}}$.")
        assert not rendered.problems
        target = html_module.escape("-".join(name.split()))
        assert f'id="{target}"' in rendered.html
        assert rendered.html.count(f'<a href="#{target}">') == 2


def test_comments_number_nothing():
    text = html("$$x \\label{eq:a}$$ see [@eq:a] and \\ref{eq:a}", policy=COMMENT)
    assert "number" not in text
    assert "\\ref{eq:a}" in text
    assert citing_text(text).keys == frozenset()


MACROS = r"""
\newcommand{\half}{\frac12} % of one
\DeclareMathOperator{\best}{best}
\def\be{\begin{equation}}\def\ee{\end{equation}}
\newcommand\eqlab[1]{\label{eq:#1}}
\newcommand{\lab}[1]{\eqlab{#1}}
\newcommand{\eqr}[1]{\eqref{eq:#1}}
"""


@pytest.mark.parametrize("mark", ["", "$$", "$"])
def test_commands_of_a_post_stand_for_labels_and_formulas(mark):
    """Defined bare, as Pandoc reads them, or in formulas of their own, before or in a line."""
    lines = [f"{mark}{line}{mark}" for line in MACROS.strip().split("\n")]
    lines = lines if mark == "$" else [f"{mark}{MACROS}{mark}"]
    text = (
        "\n".join(lines).replace(" % of one$", "$")
        + r"""

$$\be \half = \best_x \lab{one} \ee$$

$$\begin{align} a &= \half \lab{two} \\ b &= c \lab{three} \end{align}$$

See \eqref{eq:one}, $\eqr{three}$, $\eqr{two} + x$.
"""
    )
    rendered = render(text)
    assert rendered.problems == ()
    assert rendered.html.startswith('<div class="equation" id="eq:one"><math display="block">')
    assert rendered.html.count("<mfrac><mn>1</mn><mn>2</mn></mfrac>") == 2
    assert f"See {link('eq:one', '(1)')}, {link('eq:three', '(3)')}, <math" in rendered.html
    assert "<mtext>(2)</mtext>" in rendered.html
    assert "newcommand" not in rendered.html


def test_a_text_about_commands_of_tex_is_shown():
    text = (
        "\\newcommand defines, as \\newcommand{\\a}{b} does.\n\n\\def\\c{unclosed\n\n`\\def\\d{e}`"
    )
    shown = render(text).text
    assert shown == text.replace("`", "")


def test_a_label_in_a_comment_names_nothing():
    text = "$$\na = b % \\label{eq:old}\n\\label{eq:new}\n$$\n\nSee \\eqref{eq:new}."
    assert f"See {link('eq:new', '(1)')}." in html(text)
    assert "eq:old" not in html(text)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "".join(f"\\def\\{name}{{\\label{{a}}}}\n\n" for name in ["a", "b"] * 10_000)
        + "$\\a$" * 9_000,
        '{a="' * 60_000,
        "![a](b.png){#fig-a}\n\n" + "@fig-a *x* " * 20_000,
        "![a](b.png){#fig-a}\n\n" + "[@fig-a " * 30_000,
        "@fig-" * 60_000,
        "\\ref{" * 60_000,
        "\\label{a}" * 30_000,
        "## A {#sec-a}\n\n" + "@sec-a; " * 40_000,
        "[;@fig-a" * 40_000,
        "\\begin{align}" + "a \\label{a} \\\\" * 600 + "\\end{align}",
        "::: {#fig-a}\n" * 300 + "![](a)\n" + ":::\n" * 300,
        "# " + "long " * 2_000 + "{#sec-a}\n\n" + "[](#sec-a) " * 20_000,
    ],
)
def test_time_and_size_grow_with_the_text(text):
    started = time.process_time()
    rendered = render(text)
    assert time.process_time() - started < 4
    assert len(rendered.html) < 20 * len(text) + 100_000


@pytest.mark.parametrize("address", ["#nowhere", "https://example.org/a", "/a/b"])
def test_a_link_without_words_shows_where_it_leads(address: str) -> None:
    rendered = render(f"See []({address}).")
    assert f'href="{address}">{address}</a>' in rendered.html
    told = [problem.message for problem in rendered.problems]
    assert told == ["The place “nowhere” that a link means is not here."] * address.startswith("#")
