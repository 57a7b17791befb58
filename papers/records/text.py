"""Scholarly text in normal form: slugs, addresses and titles that can be compared, and no
characters that nothing can show. No Django here."""

import html
import re
import unicodedata
from urllib.parse import unquote

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


def slugify(text: str) -> str:
    """A slug that keeps the letters of every script: words joined by hyphens, lower case.

    ``"Łukasz Kaiser"`` gives ``łukasz-kaiser``; a text without letters or digits gives ``""``.
    """
    return "-".join(words_of(fold_case(text)))


def bounded_slug(text: str, longest: int) -> str:
    """A slug of at most so many characters."""
    return slugify(text)[:longest].strip("-")


def is_letter(character: str) -> bool:
    """Whether it is a letter, a digit, or a mark that belongs to one, as Hindi's vowels are: what
    slugs and keys consist of. (Regular expressions count no marks as letters.)"""
    return unicodedata.category(character)[0] in "LNM"


BROKEN = re.compile("[\udc80-\udcff]")


def address_form(address: str) -> str:
    """A path or a part of one in the form in which it is stored and looked up: decoded, however
    often it was encoded, composed (Unicode NFC), without what nothing can show.

    >>> address_form("/%ED%95%99%EC%8A%B5/")
    '/학습/'

    Bytes that are no UTF-8 stay encoded (``%E9``).
    """
    if "%" not in address and address.isascii():
        return printable(address)
    before = None
    while before != address:
        before = address
        decoded = unquote(address, errors="surrogateescape")
        address = BROKEN.sub(lambda match: f"%{ord(match[0]) - 0xDC00:02X}", decoded)
    return unicodedata.normalize("NFC", printable(address))


UNPRINTABLE = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Control characters but for tabs and ends of lines (XML 1.0, section 2.2, and what it advises
against). One of them would make a feed that nobody can read."""


MOST_MARKS = 8
"""Marks that combine with one letter, more than any language writes: each is painted over or under
the last one, over the lines and the texts of others."""
MAY_BE_PILED = re.compile(rf"[^\w\s\x00-\x7f]{{{MOST_MARKS + 1},}}")


def printable(text: str, instead: str = "") -> str:
    """The text without what nothing can show, and without marks that no letter has so many of."""
    text = UNPRINTABLE.sub(instead, text)
    return text if text.isascii() else MAY_BE_PILED.sub(lambda found: low_piles(found[0]), text)


def low_piles(signs: str) -> str:
    """Joiners and the like (Cf) are no letter: what follows them is painted on the one before."""
    kept, marks = [], 0
    for sign in signs:
        kind = unicodedata.category(sign)
        if kind != "Cf":
            marks = marks + 1 if kind.startswith("M") else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def is_printable(text: str) -> bool:
    return UNPRINTABLE.search(text) is None
