import pytest

from blog.markup import COMMENT, render
from blog.markup.document.tex_macros import Macros, TexError
from blog.markup.formulas.mathml import to_mathml
from blog.markup.formulas.tex import prepare_tex
from tests.blog.markup.documents import faults, html


@pytest.mark.parametrize(
    "source",
    ["$x_1$", "$$x_1$$ in line", "\\(x_1\\)", "\\[x_1\\]", "\\\\(x_1\\\\)", "\\\\[x_1\\\\]"],
)
def test_all_delimiters(source: str) -> None:
    assert '<annotation encoding="application/x-tex">x_1</annotation>' in html(source)


@pytest.mark.parametrize(
    "source", ["It costs $5 or $6.", "US$5 and $ 6$", "\\$x$", "a $5-$10 range"]
)
def test_prices_stay(source: str) -> None:
    assert "<math" not in html(source)


def test_block_is_display_and_span_is_inline() -> None:
    assert html("$$\na\n\nb\n$$").startswith('<math display="block">')
    assert '<p>a <math display="inline">' in html("a $$b$$")


def test_markdown_eats_nothing_of_a_formula() -> None:
    assert ">a_i * b_j * c \\\\ d<" in html("$a_i * b_j * c \\\\ d$")
    assert "<em>" not in html("$$a\n+ b_1 *c*$$ end")


def test_formula_in_a_paragraph_of_html() -> None:
    assert "<math" in html("<p>so $x<y$</p>".replace("<y", " y"))


def test_formula_in_code_is_code() -> None:
    assert "<math" not in html("`$x$` and <code>$y$</code>")


def test_unknown_command_shows_the_source_and_is_told() -> None:
    rendered = render("one\n\n$\\foo x$")
    assert '<code class="math-error">\\foo x</code>' in rendered.html
    assert rendered.problems[0].line == 3
    assert "“\\foo”" in rendered.problems[0].message


@pytest.mark.parametrize(
    "tex",
    [
        "\\frac{1",
        "\\begin{foo}a\\end{foo}",
        "a & b",
        "{" * 60 + "}" * 60,
        "\\left( x",
        "x" * 20_000,
    ],
)
def test_wrong_formulas_raise_a_reason(tex: str) -> None:
    with pytest.raises(TexError):
        to_mathml(tex, Macros(), display=True)


@pytest.mark.parametrize(
    "tex",
    [
        "\\text{<script>alert(1)</script>}",
        "\\href{javascript:alert(1)}{x}",
        "\\style{background:url(x)}{y}",
        "\\unicode{x3c}img src=x onerror=alert(1)\\unicode{x3e}",
        "\\color{red;background:url(//x)}x",
    ],
)
def test_formulas_hold_no_html(tex: str) -> None:
    markup = html(f"$${tex}$$")
    assert faults(markup) == []
    assert "href" not in markup.split("<annotation")[0]


def test_environments_are_understood() -> None:
    assert (
        to_mathml("\\begin{aligned}a&=b\\\\c&=d\\end{aligned}", Macros(), display=True).count(
            "<mtr>"
        )
        == 2
    )
    made = to_mathml("\\begin{equation}x\\label{a}\\end{equation}", Macros(), display=True)
    assert made.split("<annotation")[0].endswith("<semantics><mi>x</mi>")


def test_macros_last_for_the_post() -> None:
    source = "$$\\newcommand{\\R}{\\mathbb{R}}\\def\\sq#1{#1^2}$$\n\nLet $\\sq{x} \\in \\R$."
    rendered = render(source)
    assert rendered.problems == ()
    assert "<mi>ℝ</mi>" in rendered.html


def test_endless_macro_is_refused() -> None:
    with pytest.raises(TexError, match="grow"):
        prepare_tex("\\newcommand{\\a}{\\a\\a}\\a", Macros())


def test_spaces_are_lengths_that_browsers_know():
    assert '<mspace width="-0.167em">' in render(r"$a\!b$").html


def test_a_pipe_inside_a_formula_makes_no_table():
    html = render("Here $D(p||q)$ is not the same as $D(q||p)$.").html
    assert "<table>" not in html
    assert html.count("<math") == 2


ARROWS = [f"\\{name}" for name in ("rightarrow", "leftarrow", "leftrightarrow", "rightharpoonup")]


@pytest.mark.parametrize("command", [*ARROWS, "\\leftrightharpoons", "\\rightsquigarrow"])
def test_arrows_are_no_brackets(command: str) -> None:
    rendered = render(f"$f: X {command} Y$")
    assert rendered.problems == ()
    assert rendered.html.count("<mo") == 2


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        ("\\arg x", ">arg</mo>"),
        ("a \\& b", "<mtext>&amp;</mtext>"),
        ("\\theta^\\*", "<mi>θ</mi>"),
        ("a \\\n b", ">\u00a0</mtext>"),
        ("\\text{a \\& b}", "<mtext>a\u00a0&amp;\u00a0b</mtext>"),
        ("\\begin{aligned}a&=b\\\\&=c\\end{aligned}", "<mtable"),
        ("\\operatorname{D_{KL}}(p)", "<msub>"),
        ("\\operatorname{\\mathbb E}_x", "𝔼"),
        ("\\require{cancel} x", "<mi>x</mi>"),
        ("\\begin{rcases}a\\\\b\\end{rcases}", "}</mo>"),
        ("\\begin{aligned}[t]a&=b\\end{aligned}", "<mtable"),
        ("\\left(\\begin{array}{@{}c@{}}a\\\\b\\end{array}\\right)", "<mtable"),
        ("\\begin{alignat}{2}a&=b\\end{alignat}", "<mtable"),
    ],
)
def test_what_mathjax_knows_is_known(tex: str, shown: str) -> None:
    made = to_mathml(tex, Macros(), display=True).split("<annotation")[0]
    assert shown in made
    assert "@" not in made


def test_a_macro_may_have_an_optional_argument() -> None:
    macros = Macros()
    text = "\\newcommand{\\mid}[2][|]{#2 #1}\\let\\same\\mid\\mid{a} \\mid[!]{b} \\same{c}"
    assert prepare_tex(text, macros) == "a | b ! c |"


def test_an_argument_may_name_another_ones_place() -> None:
    text = "\\newcommand{\\two}[2]{#1/#2}\\two{x}{y}"
    assert prepare_tex(text, Macros()) == "x/y"


@pytest.mark.parametrize(
    ("model", "values", "color"),
    [
        ("rgb", "0.5, 0, 1", "#8000ff"),
        ("RGB", "128,0,255", "#8000ff"),
        ("HTML", "8000FF", "#8000ff"),
        ("gray", "0", "#000000"),
    ],
)
def test_colours_may_be_defined(model: str, values: str, color: str) -> None:
    source = f"$$\\definecolor{{own}}{{{model}}}{{{values}}}$$\n\n$\\textcolor{{own}}{{x}}$"
    rendered = render(source)
    assert rendered.problems == ()
    assert f'mathcolor="{color}"' in rendered.html


def test_a_wrong_colour_is_told() -> None:
    with pytest.raises(TexError, match="colour"):
        to_mathml("\\definecolor{a}{rgb}{red}", Macros(), display=True)


def test_accents_of_letters_without_a_dot() -> None:
    assert ">naïve" in render(r"$\text{na\"{\i}ve}$").html
    assert ">naïf" in render(r"$\text{na\"{\i }f}$").html


def test_blanks_count_as_what_they_take_in_the_page() -> None:
    rendered = render(f"$${'~' * 4_990}$$", policy=COMMENT)
    assert rendered.problems or len(rendered.html) < 20 * 5_000
