import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.markup import POST
from blog.markup.formulas.title_formulas import formula_html
from blog.markup.page.sanitizer import sanitize


@pytest.mark.parametrize(
    "tex", ["x^2", r"\frac{n^2}{\sqrt{m}}", r"a<b \& c", r"\text{<b>}", "x" * 16]
)
def test_a_formula_is_what_the_sanitizer_leaves(tex: str):
    html = formula_html(tex)
    assert "<math" in html
    assert sanitize(html, POST) == html


@pytest.mark.parametrize("tex", [r"\foo{x}", "x^", "{", r"\frac{" * 300, "", "{" * 400])
def test_what_is_not_understood_has_no_markup(tex: str):
    assert formula_html(tex) == ""


def test_the_sites_definitions_are_known():
    definitions = r"\newcommand{\Field}{\mathbb{R}}"
    assert "ℝ" in formula_html(r"x \in \Field", definitions)
    assert formula_html(r"x \in \Field") == ""


def test_definitions_that_grow_are_no_title():
    grown = r"\newcommand{\a}{xxxxxxxxxx}\newcommand{\b}{\a\a\a\a\a\a\a\a\a\a}"
    assert formula_html(r"\b" * 90, grown) == ""


def test_a_formula_that_passes_a_phones_line_has_no_markup():
    assert formula_html("+".join("abcdefghijk")) == ""
    for tex in (r"\mathcal{O}(n \log n)", r"\sum_{i=1}^n \frac{1}{i^2} < 2", r"x^2 + y^2 \le z^2"):
        assert formula_html(tex).startswith("<math")


@pytest.mark.parametrize(
    "tex", [r"\hspace{30em}x", r"\rule{20em}{1em}", r"a\qquad b" * 9, rf"\matrix{{{'&' * 20}x}}"]
)
def test_blanks_are_as_wide_as_letters(tex: str):
    assert formula_html(tex) == ""
    for narrow in (r"a\quad b", r"\begin{pmatrix}1&0&0\\0&1&0\\0&0&1\end{pmatrix}"):
        assert formula_html(narrow).startswith("<math")


@given(st.text(r"\{}^_&<>$'ab 1", max_size=60))
def test_any_formula_is_safe(tex: str):
    html = formula_html(tex)
    assert sanitize(html, POST) == html
