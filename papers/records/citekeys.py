"""The key that a paper gets by itself. No Django here."""

from papers.records.folded_text import ascii_letters, fold_case, is_letter, title_key


def key_letters(text: str) -> str:
    """The letters, marks and digits of every script in a text, lower case, without blanks."""
    return "".join(filter(is_letter, fold_case(text)))


def make_key(family: str, year: int | None, title: str) -> str:
    """A citekey: first author's family name, year, first word of the title that says something.

    >>> make_key("Paszke", 2019, "PyTorch: An Imperative Style")
    'paszke2019pytorch'

    ASCII where the parts have ASCII letters, else their own script; ``"work"`` where all is empty.
    """
    words = [word for word in title_key(title).split() if word not in SMALL_WORDS]
    telling = next((word for word in words if not word.isdecimal()), "".join(words[:1]))
    parts = [family, str(year or ""), telling]
    return "".join(ascii_letters(part) or key_letters(part) for part in parts)[:80] or "work"


SMALL_WORDS = frozenset(
    {"a", "an", "the", "on", "of", "for", "in", "to", "and", "with", "from", "is", "are", "at"}
    | {"by", "as", "der", "die", "das", "ein", "eine", "le", "la", "les", "un", "une", "des"}
    | {"el", "los", "las"}
)
