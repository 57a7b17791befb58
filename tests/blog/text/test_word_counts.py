import pytest

from blog.text.word_counts import count_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Four words are here.", 4),
        ("a – b", 2),
        ("这是一篇文章", 3),
        ("これは文章です", 4),
        ("이 글은 한국어다", 3),
        ("Two words 和四个字", 4),
        ("สวัสดี", 2),
    ],
)
def test_words_of_every_script_are_counted(text: str, words: int):
    assert count_words(text) == words
