import pytest

from papers.citing.locators import Locator, split_locator


@pytest.mark.parametrize(
    ("suffix", "language", "expected"),
    [
        (", Kap. 2", "de", ("chapter", "2")),
        (", S. 5", "de", ("page", "5")),
        (", S. 5–7, 9", "de", ("page", "5–7, 9")),
        (", Abschn. 4", "de-AT", ("section", "4")),
        (", Tab. 4", "de", ("table", "4")),
        (", chap. 2", "de", ("chapter", "2")),
        (", {Kap. IV a}", "de", ("chapter", "IV a")),
        (", chapitre 2", "fr", ("chapter", "2")),
        (", página 3", "es", ("page", "3")),
        (", 5쪽", "ko", ("page", "5")),
        (", 쪽 5", "ko", ("page", "5")),
        (", 제2장", "ko", ("chapter", "2")),
        (", 第 5 页", "zh", ("page", "5")),
        (", 第2章", "ja", ("chapter", "2")),
        (", 12頁", "ja", ("page", "12")),
        (", p. 3", "ko", ("page", "3")),
        (", 3.2절", "ko", ("section", "3.2")),
        (", 각주 3", "ko", ("note", "3")),
        (", Fn. 3", "de", ("note", "3")),
        (", éq. 4", "fr", ("equation", "4")),
        (", pág. 5", "es", ("page", "5")),
        (", cap. 2", "it", ("chapter", "2")),
        (", págs. 5-7", "pt-BR", ("page", "5-7")),
        (", blz. 5", "nl", ("page", "5")),
        (", стр. 5", "ru", ("page", "5")),
        (", s. 5", "sv", ("page", "5")),
        (", Kap. 2", "", ("", "")),
        (", Kap. 2", "en", ("", "")),
    ],
)
def test_terms_are_english_or_the_texts_own(suffix, language, expected):
    found = split_locator(suffix, language)
    assert (found.label, found.value) == expected


def test_what_follows_a_number_with_its_term_stays():
    assert split_locator(", 第 5 页和别处", "zh") == Locator("page", "5", "和别处")
