"""Slugs and comparison keys of tags and posts. No Django here."""

import unicodedata

from papers.records.text import fold_text, slugify

SPOKEN = {"+": " plus ", "#": " sharp ", "&": " and ", "@": " at ", "%": " percent "}
SYMBOLS = {"So", "Sm", "Sc", "Sk", "Po"}


def tag_key(name: str) -> str:
    """What makes two tags one: compatibility forms, case and blanks do not count."""
    return fold_text(name).replace(" ", "")


def tag_slug(name: str) -> str:
    """The slug of a tag, never empty and different for ``C``, ``C++`` and ``C#``.

    Letters of every script stay (``学习``); ``+ # & @ %`` are spoken, a leading dot too (``.NET``);
    a name of symbols alone is spelled by their Unicode names (``🎉`` → ``party-popper``).
    """
    text = "".join(SPOKEN.get(c, c) for c in name)
    if text.startswith("."):
        text = f"dot {text}"
    return slugify(text) or slugify(spell_symbols(name)) or "tag"


def spell_symbols(text: str) -> str:
    names = (unicodedata.name(c, "") for c in text if unicodedata.category(c) in SYMBOLS)
    return " ".join(name for name in names if not name.startswith("VARIATION"))


def post_slug(title: str) -> str:
    """The slug of a post made from its title; ``post`` where the title has no letters."""
    return slugify(title)[:150].strip("-") or "post"
