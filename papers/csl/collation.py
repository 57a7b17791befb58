"""Text as a key that sorts as readers expect: spaces, marks, digits, letters; accents after.

CSL 1.0.2, "Sorting" (case-insensitive). An approximation of the Unicode collation algorithm.
"""

import re
import unicodedata
from functools import lru_cache

CollationKey = tuple
_SPECIAL = {
    "ø": "o",
    "Ø": "o",
    "ł": "l",
    "Ł": "l",
    "đ": "d",
    "Đ": "d",
    "ß": "ss",
    "æ": "ae",
    "Æ": "ae",
    "œ": "oe",
    "Œ": "oe",
    "þ": "th",
    "ð": "d",
    "ı": "i",
}
_IGNORED = re.compile(
    "[,.’'‘\\[\\]\"“”«»\u200b-\u200f\u02bb\u02bc\u02be\u02bf"
    "\U00100000-\U0010fffd]"  # private use: marks of a caller's, and no part of the words
)


@lru_cache(maxsize=32768)
def collation_key(text: str) -> CollationKey:
    """(letters without accents, accents): compare with `<`."""
    if text.isascii():
        folded = _IGNORED.sub("", text).lower().replace("-", " ")
        return (_weights(folded), folded)
    text = _IGNORED.sub("", unicodedata.normalize("NFKD", text))
    plain = "".join(_SPECIAL.get(c, c) for c in text if not unicodedata.combining(c))
    return (_weights(plain.lower().replace("-", " ")), text.lower())


def _weights(text: str) -> str:
    if text.replace(" ", "").isalnum():
        return text
    return "".join(c if c.isalnum() else " " if c.isspace() else "!" + c for c in text)
