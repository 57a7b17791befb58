import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.records.address_forms import slugify
from papers.records.citekeys import make_key
from papers.records.folded_text import ascii_letters, fold_text, says_enough, title_key


@pytest.mark.parametrize(
    "written",
    [
        "1. PyTorch: An Imperative Style High-Performance Deep Learning Library",
        "PyTorch: An Imperative Style, High-Performance Deep Learning Library",
        "  pytorch — an imperative style high performance deep-learning library ",
        "(2) “PyTorch: An Imperative Style, High-Performance Deep Learning Library”",
        "IV. PyTorch: an imperative style, high-performance deep learning library.",
    ],
)
def test_title_key_ignores_numbering_case_and_punctuation(written):
    wanted = "pytorch an imperative style high performance deep learning library"
    assert title_key(written) == wanted


def test_title_key_keeps_numbers_that_are_no_numbering():
    assert title_key("1984") == "1984"
    assert title_key("3D Gaussian Splatting") == "3d gaussian splatting"


@pytest.mark.parametrize(
    ("family", "year", "title", "key"),
    [
        ("Paszke", 2019, "PyTorch: An Imperative Style", "paszke2019pytorch"),
        ("Müller", 2001, "The Größe of Things", "muller2001grosse"),
        ("学", 2020, "深度学习", "学2020深度学习"),
        ("Baker", 2016, "1,500 scientists lift the lid", "baker2016scientists"),
        ("Orwell", 1949, "1984", "orwell19491984"),
        ("", None, "", "work"),
    ],
)
def test_make_key(family, year, title, key):
    assert make_key(family, year, title) == key


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_is_folded_as_it_is_beside_other_letters(text):
    """A text of ASCII takes a shorter way; a sign of another script sends it the long one."""
    assert title_key(text + " \u2014") == title_key(text)
    assert slugify(text + " \u2014") == slugify(text)
    assert ascii_letters(text + "\u2014") == ascii_letters(text)
    assert fold_text(text + " é") == f"{fold_text(text)} é".lstrip()


@pytest.mark.parametrize(
    ("text", "is_enough"),
    [
        ("deep residual learning", True),
        ("deep learning", False),
        ("überraschungseffekte", False),
        ("электродинамика", False),
        ("深層学習による画像認識", True),
        ("bertによる文書分類の手法", True),
        ("深層学習", False),
        ("การเรียนรู้เชิงลึก", True),
    ],
)
def test_words_are_counted_where_blanks_part_them(text, is_enough):
    assert says_enough(text, 3, 10) == is_enough
