import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.records.citekeys import make_key
from papers.records.text import (
    MOST_MARKS,
    ascii_letters,
    fold_text,
    printable,
    says_enough,
    slugify,
    title_key,
)


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


def test_slugify_keeps_letters_of_every_script():
    assert slugify("Łukasz Kaiser") == "łukasz-kaiser"
    assert slugify("深度 学习!") == "深度-学习"


@given(st.text())
def test_slugify_is_stable(text):
    assert slugify(slugify(text)) == slugify(text)


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


@pytest.mark.parametrize("joiner", ["", "\u200d", "\u200c", "\u2060", "\u00ad", "\ufe0f"])
def test_no_letter_has_a_pile_of_marks_whatever_joins_them(joiner):
    piled = printable("a" + ("\u0301" * MOST_MARKS + joiner) * 9 + "b")
    assert piled.startswith("a\u0301") and piled.endswith("b")
    assert piled.count("\u0301") == MOST_MARKS
    for written in ("क्‍ष", "👩\u200d❤\ufe0f\u200d👩", "Việt", "שָׁ"):
        assert printable(written) == written
