"""Slugs and comparison keys of tags and posts. No Django here."""

import unicodedata
from hashlib import blake2b

from papers.records.address_forms import bounded_slug
from papers.records.folded_text import fold_text

SPOKEN = {"+": " plus ", "#": " sharp ", "&": " and ", "@": " at ", "%": " percent "}
SYMBOLS = {"So", "Sm", "Sc", "Sk", "Po"}
LONGEST_TAG_KEY = 100
LONGEST_TAG_SLUG = 120
LONGEST_POST_SLUG = 150
"""Their columns hold more: what is taken gets a number behind it."""


def tag_key(name: str) -> str:
    """What makes two tags one: compatibility forms, case and blanks do not count.

    Folding makes some letters many (``ﷺ`` 18), so the end of a long key is a digest of all of it.
    """
    key = fold_text(name).replace(" ", "")
    if len(key) <= LONGEST_TAG_KEY:
        return key
    digest = blake2b(key.encode(errors="replace"), digest_size=16).hexdigest()
    return key[: LONGEST_TAG_KEY - len(digest)] + digest


def tag_slug(name: str) -> str:
    """The slug of a tag, never empty and different for ``C``, ``C++`` and ``C#``.

    Letters of every script stay (``学习``); ``+ # & @ %`` are spoken, a leading dot too (``.NET``);
    a name of symbols alone is spelled by their Unicode names (``🎉`` → ``party-popper``).
    """
    text = "".join(SPOKEN.get(c, c) for c in name)
    if text.startswith("."):
        text = f"dot {text}"
    slug = bounded_slug(text, LONGEST_TAG_SLUG)
    return slug or bounded_slug(spell_symbols(name), LONGEST_TAG_SLUG) or "tag"


def spell_symbols(text: str) -> str:
    names = (unicodedata.name(c, "") for c in text if unicodedata.category(c) in SYMBOLS)
    return " ".join(name for name in names if not name.startswith("VARIATION"))


def post_slug(title: str) -> str:
    """The slug of a post made from its title; ``post`` where the title has no letters."""
    return bounded_slug(title, LONGEST_POST_SLUG) or "post"
