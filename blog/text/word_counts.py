"""How many words a text has, in scripts with blanks between words and in those without, and how
long they take to read.

No Django here.
"""

import math
import re

WORDS_PER_MINUTE = 230
"""Brysbaert 2019, silent reading of English non-fiction: 238."""
IN_TWOS = re.compile(
    r"[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u31f0-\u31ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f"
    r"\U00020000-\U0003ffff]"
)
"""Han and kana: a word has about two of them. At 230 words a minute that makes 460 characters."""
IN_FOURS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff]")
"""Thai, Lao, Burmese and Khmer, with their marks: about four to a word."""
HAS_LETTER = re.compile(r"[^\W_]")
"""A letter or a digit of any script."""


def count_words(text: str) -> int:
    """Words between blanks; where a script has no blanks, as many as its letters make."""
    text, twos = IN_TWOS.subn(" ", text)
    text, fours = IN_FOURS.subn(" ", text)
    words = sum(1 for word in text.split() if word.isalnum() or HAS_LETTER.search(word))
    return words + round(twos / 2 + fours / 4)


def minutes_to_read(words: int) -> int:
    """Whole minutes, one at least."""
    return max(1, math.ceil(words / WORDS_PER_MINUTE))
