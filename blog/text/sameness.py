"""When two texts are the same to their readers, whatever their case, width and blanks."""

import hashlib
import unicodedata

from papers.records.folded_text import fold_case

SHORTEST_DUPLICATE = 20  # letters and digits: many people write "Thank you!"


def folded_text(text: str) -> str:
    """Text in which case, width, spaces and letters without any width make no difference."""
    seen = "".join(filter(is_visible_letter, unicodedata.normalize("NFKC", text)))
    return " ".join(fold_case(seen).split())


def is_visible_letter(letter: str) -> bool:
    return letter.isascii() or unicodedata.category(letter) != "Cf"


def has_phrase(phrase: str, plain: str) -> bool:
    """Whether folded text has the phrase, from word boundary to word boundary.

    Chinese, Japanese and Thai write no boundaries, so next to their letters any place counts.
    """
    phrase = folded_text(phrase)
    start = plain.find(phrase) if phrase else -1
    while start >= 0:
        end = start + len(phrase)
        if not (is_glued(plain[:start][-1:], phrase[0]) or is_glued(phrase[-1], plain[end:][:1])):
            return True
        start = plain.find(phrase, start + 1)
    return False


def is_glued(left: str, right: str) -> bool:
    """Whether two neighbours belong to one word."""
    return is_word_letter(left) and is_word_letter(right)


def is_word_letter(letter: str) -> bool:
    if not letter.isalnum():
        return False
    name = unicodedata.name(letter, "?").split()[0]
    return name not in {"CJK", "HIRAGANA", "KATAKANA", "THAI"}


def text_fingerprint(text: str) -> str:
    """The same for texts of the same letters and digits; empty for short ones."""
    letters = "".join(filter(str.isalnum, fold_case(unicodedata.normalize("NFKC", text))))
    if len(letters) < SHORTEST_DUPLICATE:
        return ""
    return hashlib.blake2b(letters.encode(errors="replace"), digest_size=16).hexdigest()
