import pytest

from papers.records.printable_text import MOST_MARKS, printable


@pytest.mark.parametrize("joiner", ["", "\u200d", "\u200c", "\u2060", "\u00ad", "\ufe0f"])
def test_no_letter_has_a_pile_of_marks_whatever_joins_them(joiner):
    piled = printable("a" + ("\u0301" * MOST_MARKS + joiner) * 9 + "b")
    assert piled.startswith("a\u0301") and piled.endswith("b")
    assert piled.count("\u0301") == MOST_MARKS
    for written in ("क्‍ष", "👩\u200d❤\ufe0f\u200d👩", "Việt", "שָׁ"):
        assert printable(written) == written
