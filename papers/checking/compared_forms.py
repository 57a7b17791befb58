"""Titles, names and words in the forms in which two records are compared: without TeX, HTML and
MathML, without what publishers put before the title of a retracted work. No Django here."""

import html
import re
import unicodedata

from papers.formats.latex import decode_latex
from papers.records.folded_text import ascii_letters, fold_text, title_key

_ELEMENT = re.compile(r"</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>")
_ANNOTATION = re.compile(r"<(?:\w+:)?annotation\b.*?</(?:\w+:)?annotation>", re.DOTALL | re.I)
_TEX = re.compile(r"[\\$^{}]|_\{")
_MARK = re.compile(
    r"^\W*(?:(?:retracted|withdrawn|removed)(?:\s+(?:article|paper|chapter|manuscript))?"
    r"|(?:retraction|withdrawal|(?:temporary\s+)?removal|expression\s+of\s+concern)(?=\s*[:—–]))"
    r"\s*(?:[:.—–\]\)-]\s*)+",
    re.IGNORECASE,
)
"""What publishers put before the title of a work that they took back, or of the notice."""
_NOTICE = re.compile(
    r"^\W*(?:retraction|withdrawal|removal|expression\s+of\s+concern)"
    r"(?:\s+(?:notice|note))?(?:\s+(?:to|of|for))?\s*[:—–]",
    re.IGNORECASE,
)
_END_MARK = re.compile(
    r"\s*[(\[]\s*(?:retracted|withdrawn)(?:\s+(?:article|paper|chapter|manuscript))?"
    r"(?:[.:;,][^)\]]*)?[)\]]\W*$",
    re.IGNORECASE,
)
"""What databases put behind it: ``(Retracted article. See vol. 5, 2011)``."""
_PART = re.compile(r"\s*(?::|\.\s|[?!]|\s[-–—]\s|—|\(|\[|\n)\s*")
SHORTEST_SOUNDING = 5
ROMANIZED = [
    (re.compile(pattern), letters)
    for pattern, letters in (
        *(("tsch|tch|cz|ch|ts|tz", "c"), ("sch|sh|sz", "s"), ("zh", "z"), ("kh", "h")),
        *(("w", "v"), ("ff$", "v"), ("ks", "x"), ("[yj]", "i"), ("i[eo]|e", "e")),
        (r"(.)\1+", r"\1"),
    )
]
"""What systems of transliteration write in several ways (ISO 9, BGN/PCGN, the German and the French
ones), in the order in which it is made one."""
LONGEST = 3000


def plain_form(written: str) -> str:
    """A title or a venue as words: entities decoded (registries escape twice), elements and TeX's
    signs taken out."""
    text = written[:LONGEST]
    for _time in range(2):
        text = html.unescape(text)
    text = _ELEMENT.sub("", _ANNOTATION.sub("", text))
    if "\\" in text or "$" in text or "{" in text:
        text = decode_latex(text)
    return " ".join(text.replace("\ufffd", " ").split())


def has_formula(written: str) -> bool:
    """Whether a text has TeX or MathML, which two sources never write alike."""
    return bool(_TEX.search(written)) or "math" in written.lower()


def without_mark(title: str) -> str:
    """A title without the ``RETRACTED:`` that a publisher put before it, or a database behind."""
    return _MARK.sub("", _END_MARK.sub("", title))


def is_notice_title(title: str) -> bool:
    """``Retraction: …``: what speaks of another work and is none itself."""
    return bool(_NOTICE.match(title))


def taken_mark(title: str) -> str:
    """What ``without_mark`` takes from a title."""
    found = _MARK.match(title) or _END_MARK.search(title)
    return found[0] if found else ""


def is_marked_title(title: str) -> bool:
    return bool(_MARK.match(title))


def letters_of(text: str) -> str:
    """The letters and digits of a text run together, accents off, Greek letters by name: formulas
    and blanks are set in as many ways as there are publishers."""
    spelt = "".join(_by_name(one) for one in text.replace("&", " and "))
    words = title_key(spelt).replace(" and ", " ")
    run = words.replace(" ", "")
    plain = "".join(c for c in unicodedata.normalize("NFKD", run) if not unicodedata.combining(c))
    return _without_umlauts(fold_text(plain))


def _by_name(letter: str) -> str:
    if "\u0370" <= letter <= "\u03ff" and (name := unicodedata.name(letter, "")):
        words = name.split()
        if words[:1] == ["GREEK"] and "LETTER" in words:
            return words[words.index("LETTER") + 1].lower()
    return letter


def parts_of_title(title: str) -> list[str]:
    """The parts between colons, dashes, question marks and parentheses: title and subtitles."""
    return [part for part in _PART.split(title) if part.strip()]


def spelt_word(word: str) -> str:
    """A word of a name as it is compared: accents off, ``ue`` as ``u``; scripts other than Latin
    folded alone."""
    plain = ascii_letters(word)
    if not plain:
        return fold_text(word)
    return _without_umlauts(plain).replace("aa", "a")


def _without_umlauts(text: str) -> str:
    """``ue`` as ``u``: what those write who have no ``ü``, and accents taken off give."""
    return text.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def sounding_word(word: str) -> str:
    """A long word in Latin letters, or an initial, as all romanizations of one Slavic name have it:
    ``Tschaikowski`` and ``Tchaikovsky``. Short words tell people apart by a letter and stay."""
    if 1 < len(word) < SHORTEST_SOUNDING or not word.isascii():
        return word
    for pattern, letters in ROMANIZED:
        word = pattern.sub(letters, word)
    return word


def script_of(text: str) -> str:
    """The script of most letters of a text, by the first word of their Unicode names."""
    counts: dict[str, int] = {}
    for letter in text[:200]:
        if letter.isalpha():
            name = unicodedata.name(letter, "?").split()[0]
            counts[name] = counts.get(name, 0) + 1
    return max(counts, key=lambda name: (counts[name], name)) if counts else ""
