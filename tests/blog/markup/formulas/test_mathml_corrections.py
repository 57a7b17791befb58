"""Formulas stand as TeX sets them, with what browsers know of MathML."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.markup.document.tex_macros import Macros
from blog.markup.formulas.mathml import to_mathml
from blog.markup.formulas.mathml_corrections import ALPHABETS, styled_letter


def body(tex: str) -> str:
    return to_mathml(tex, Macros(), display=True).split("<annotation")[0]


def gaps(tex: str) -> str:
    """A formula's characters, with _ for a thin space."""
    made = body(tex).replace('<mspace width="0.167em"></mspace>', "_")
    return re.sub(r"<[^<>]*>", "", made)


@pytest.mark.parametrize(
    ("tex", "letters"),
    [
        ("\\boldsymbol{\\theta}", "𝜽"),
        ("\\boldsymbol{\\Sigma}", "𝜮"),
        ("\\mathbf{ab}", "𝐚𝐛"),
        ("\\mathcal O", "𝒪"),
        ("\\mathscr{B}", "ℬ"),
        ("\\mathfrak{gl}", "𝔤𝔩"),
        ("\\mathbb{RN}", "ℝℕ"),
        ("\\mathds{1}", "𝟙"),
        ("\\mathtt{x1}", "𝚡𝟷"),
        ("\\mathit{hi}", "ℎ𝑖"),
    ],
)
def test_letters_of_other_alphabets_are_characters(tex: str, letters: str) -> None:
    assert gaps(tex) == letters
    assert "mathvariant" not in body(tex)


@given(st.sampled_from(sorted(ALPHABETS.values())), st.characters())
def test_a_letter_in_an_alphabet_is_the_same_letter(alphabet: str, letter: str) -> None:
    made = styled_letter(alphabet, letter)
    assert len(made) == 1
    assert unicodedata.normalize("NFKC", made) == unicodedata.normalize("NFKC", letter)


def test_an_upright_letter_stays_upright() -> None:
    assert '<mi mathvariant="normal">d</mi>' in body("\\mathrm{d}x")


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        ("\\log x", "log_x"),
        ("2\\log x", "2_log_x"),
        ("\\log(x)", "log(x)"),
        ("-\\log_2 x", "−log2_x"),
        ("\\sin x\\cos y", "sin_x_cos_y"),
        ("(a)\\log b", "(a)_log_b"),
        ("\\max_x \\min_y f", "maxx_miny_f"),
        ("\\exp\\left(x\\right)", "exp(x)"),
        ("\\log\\frac{1}{2}", "log_12"),
    ],
)
def test_names_of_functions_stand_apart(tex: str, shown: str) -> None:
    assert gaps(tex) == shown


@pytest.mark.parametrize("name", ["\\max", "\\lim", "\\operatorname*{arg\\,max}", "\\bigoplus"])
def test_limits_stand_below(name: str) -> None:
    assert re.search(r'<munder><mo[^>]* movablelimits="true"', body(f"{name}_x f"))


def test_the_name_of_an_operator_may_have_a_space_and_no_limits() -> None:
    assert "<msub><mo" in body("\\operatorname{arg\\,min}_x f")
    assert "arg\u2009min" in body("\\operatorname{arg\\,min}_x f")
    assert body("\\DeclareMathOperator*{\\most}{arg\\,max}\\most_x").count("<munder>") == 1


def test_relations_are_operators_and_tight_in_scripts() -> None:
    assert "<mo>∼</mo>" in body("x \\sim p")
    assert '<mo lspace="0" rspace="0">∼</mo>' in body("E_{x \\sim p}")
    assert '<mo stretchy="false">⌊</mo>' in body("\\lfloor x \\rfloor")


def test_a_minus_behind_a_bracket_is_a_sign() -> None:
    assert '<mo form="prefix">−</mo>' in body("f(-x)")
    assert '<mo form="prefix">−</mo>' in body("a = -b")
    assert "<mo>−</mo>" in body("a - b")
    assert "<mo>−</mo>" in body("(a) - b")


def test_words_keep_their_blanks_and_may_hold_formulas() -> None:
    made = body("x \\text{ if $y_1$ is } z")
    assert "<mtext>\u00a0if\u00a0</mtext><msub>" in made
    assert "<mtext>\u00a0is\u00a0</mtext>" in made
