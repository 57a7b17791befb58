import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.search.search_words import MOST_BYTES, index_words, located_words, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Łukasz Kaiser's Networks", ["lukasz", "kaiser", "network"]),
        ("C++ and C#, not c", ["c++", "and", "c#", "not", "c"]),
        ("naïve Ångström İstanbul straße", ["naive", "angstrom", "istanbul", "strasse"]),
        ("cafe\u0301 = café", ["cafe", "cafe"]),
        ("深度学习", ["深度", "度学", "学习"]),
        ("논문을 Transformer를", ["논문", "문을", "transformer", "를"]),
        ("ﬁne ｆｕｌｌ", ["fine", "full"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("bias class analysis corpus 1980s", ["bia", "class", "analysis", "corpus", "1980"]),
        ("🎉 — \0 ' \" * -", []),
    ],
)
def test_words_are_read(text: str, found: list[str]):
    assert words(text) == found


@given(st.text(max_size=200))
def test_words_hold_what_both_databases_take_as_one_word(text: str):
    for word in words(text):
        assert word
        assert all(c.isalnum() or ord(c) > 127 or c in "+#" for c in word)


@given(st.text(st.characters(codec="ascii"), max_size=200))
def test_words_of_words_are_the_same(text: str):
    assert words(" ".join(words(text))) == words(text)


@given(st.text(max_size=100))
def test_words_are_found_in_any_case(text: str):
    assert words(text.upper().lower()) == words(text.lower().upper().lower())


@given(st.text(max_size=200))
def test_words_stand_where_they_are_said_to(text: str):
    places = [(start, end) for _word, start, end in located_words(text)]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert [start for start, _end in places] == sorted(start for start, _end in places)


@pytest.mark.parametrize("piece", ["a ", "é\u0316\u0301", "深", "'s ", "+", "\u0301\u0316"])
def test_reading_takes_time_that_grows_with_the_text_alone(piece: str):
    def seconds(length: int) -> float:
        begin = time.process_time()
        words(piece * (length // len(piece)))
        return time.process_time() - begin

    seconds(1_000)
    short = min(seconds(16_000) for _try in range(3))
    # The square of the length would take 100 times as long.
    assert any(seconds(160_000) < 50 * max(short, 0.002) for _try in range(3))


def test_a_stored_text_is_bounded_and_ends_at_a_word():
    stored = index_words(["palabra " * 200_000])
    assert len(stored.encode()) <= MOST_BYTES
    assert set(stored.split()) == {"palabra"}


def test_single_signs_are_stored_behind_the_words():
    assert index_words(["深度", "x"]) == "深度 . x . 度 深"
