"""Letters, words and titles folded, so that they can be compared: case, accents, compatibility
forms and numbering away. No Django here."""

import html
import re
import unicodedata

_NO_LETTERS = re.compile(r"[^0-9A-Za-z]+")
"""In a text of ASCII, as most are: a tenth of the time that looking up each sign takes."""
PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe"}
    | {"þ": "th", "ð": "d", "ĸ": "k", "ŋ": "n", "ς": "σ"}
)
"""Folded letters that stand for others without being made of them and a mark."""
NUMBERING = re.compile(r"^\s*(?:\(?(?:\d{1,3}|[ivxlc]{1,6})[.):]\s+|\d{1,3}\s*[-–—]\s+)", re.I)
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff"
    r"\uff66-\uffdc\U00020000-\U0003ffff]"
)
"""What scripts write that set no blanks between their words: Thai, Khmer, Han, kana…; Hangul too,
in which many titles stand without."""


def fold_case(text: str) -> str:
    """Case folded, composed (Unicode NFC). The Turkish ``İ`` becomes a plain ``i``: folding alone
    leaves a dot above it, which no lower-case letter of the word has."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFC", text).casefold().replace("i\u0307", "i")
    return unicodedata.normalize("NFC", folded)


def fold_text(text: str) -> str:
    """Case and compatibility forms folded (Unicode NFKC and case folding), blanks made one."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return " ".join(fold_case(plain).split())


def title_key(title: str) -> str:
    """A title without numbering, case, punctuation or blanks' differences, for exact comparison.

    ``"1. PyTorch: An Imperative Style"`` and ``"PyTorch an imperative style"`` give one key.
    Letters and digits of every script stay; a title without any gives ``""``.
    """
    return " ".join(words_of(fold_text(NUMBERING.sub("", html.unescape(title)))))


def words_of(text: str) -> list[str]:
    """What letters, digits and their marks make of a text, signs and blanks left out."""
    if text.isascii():
        return _NO_LETTERS.sub(" ", text).split()
    return "".join(c if is_letter(c) else " " for c in text).split()


def says_enough(text: str, words: int, signs: int) -> bool:
    """Whether a text has so many words; in scripts without blanks between them, so many signs."""
    if " " not in text and _UNSPACED.search(text):
        return len(text) >= signs
    return len(text.split()) >= words


def ascii_letters(text: str) -> str:
    """The ASCII letters and digits of a text after its accents are taken off, lower case."""
    if text.isascii():
        return _NO_LETTERS.sub("", text).lower()
    decomposed = unicodedata.normalize("NFKD", fold_case(text).translate(PLAIN_LETTERS))
    return "".join(c for c in decomposed if c.isascii() and c.isalnum())


def is_letter(character: str) -> bool:
    """Whether it is a letter, a digit, or a mark that belongs to one, as Hindi's vowels are: what
    slugs and keys consist of. (Regular expressions count no marks as letters.)"""
    return unicodedata.category(character)[0] in "LNM"
