"""The words by which texts are found: one reading for what is stored and what is asked, in every
database. No Django here.

Case, width, accents and a plural's ``s`` make no difference. Chinese, Japanese and Korean, and
scripts that write no blanks, are read as pairs of neighbouring signs, and each sign for itself.
``C++`` and ``C#`` are words.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from papers.records.folded_text import PLAIN_LETTERS, fold_case, is_letter

LONGEST_WORD = 64  # characters; what is longer is found by its beginning
LONGEST_RUN = 500
"""Characters folded at once: composing takes the square of the marks on one letter."""
MOST_BYTES = 500_000
"""Of the words of one text: PostgreSQL takes a million in a ``tsvector``."""
BOUND = "."
"""Stands between the parts of a text, so that no phrase goes across; no word has it."""

RUN = re.compile(
    r"[A-Za-z](?:\+\+|#)(?![0-9A-Za-z])"
    rf"|[0-9A-Za-z\x80-\u1fff\u2070-\u2fff\u3004-\ufeff\uff10-\U0010ffff]{{1,{LONGEST_RUN}}}"
)
POSSESSIVE = re.compile(r"['’]s\b", re.I)
PAIRED = (
    "\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u318f\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
"""Thai and Lao, Burmese, Khmer; Han, Kana, Bopomofo, Hangul."""
IS_PAIRED = re.compile(f"[{PAIRED}]")
PART = re.compile(f"[{PAIRED}]+|[^{PAIRED} ]+")
ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u20d0-\u20ff]"
)
"""Marks of Latin, Greek and Cyrillic letters, the vowel points of Hebrew and Arabic."""


def words(text: str) -> list[str]:
    if text.isascii():  # the same, in a third of the time
        return [stem(run) for run in RUN.findall(without_possessives(text.lower()))]
    return [word for word, _start, _end in located_words(text)]


def located_words(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a text in order, with the places in it where each begins and ends."""
    for run in RUN.finditer(without_possessives(text)):
        raw, start = run[0], run.start()
        if raw.isascii():
            yield stem(raw.lower()), start, run.end()
            continue
        folded = fold_run(raw)
        is_same_length = len(folded) == len(raw)
        for part in PART.finditer(folded):
            for word, first, last in words_of_part(part[0]):
                if is_same_length:
                    yield word, start + part.start() + first, start + part.start() + last
                else:
                    yield word, start, run.end()


def without_possessives(text: str) -> str:
    """The text, as long as it was."""
    return POSSESSIVE.sub(lambda match: " " * len(match[0]), text)


def words_of_part(part: str) -> Iterator[tuple[str, int, int]]:
    if not IS_PAIRED.match(part):
        yield stem(part), 0, len(part)
    elif len(part) == 1:
        yield part, 0, 1
    else:
        for place in range(len(part) - 1):
            yield part[place : place + 2], place, place + 2


def fold_run(run: str) -> str:
    """Case, compatible forms and accents folded; what is no letter is a blank."""
    bare = ACCENTS.sub("", unicodedata.normalize("NFKD", fold_case(run)))
    folded = fold_case(unicodedata.normalize("NFKC", bare)).translate(PLAIN_LETTERS)
    return "".join(c if is_letter(c) else " " for c in folded)


def stem(word: str) -> str:
    """A word without its plural's ``s``, bounded."""
    word = word[:LONGEST_WORD]
    is_plural = len(word) > 3 and word[-1] == "s" and word[-2] not in "sui"
    return word[:-1] if is_plural else word


def is_pair(word: str) -> bool:
    """Whether it is of a script that is read in pairs."""
    return IS_PAIRED.match(word) is not None


def index_words(parts: Iterable[str]) -> str:
    """What is stored of a text to find it by: its words in order, and the signs of its pairs.

    Ends at a word of the first ``MOST_BYTES``.
    """
    found: list[str] = []
    for part in parts:
        found += [BOUND] if found else []
        found += words(part)
    signs = sorted({sign for word in found if len(word) == 2 and is_pair(word) for sign in word})
    return bounded_words([*found, *([BOUND, *signs] if signs else [])])


def bounded_words(found: list[str]) -> str:
    text = " ".join(found)
    encoded = text.encode()
    if len(encoded) <= MOST_BYTES:
        return text
    return encoded[:MOST_BYTES].decode(errors="ignore").rpartition(" ")[0]
