"""When two names may be one person's: without case, accents, hyphens and particles, and by what
initials say. No Django here."""

import re
from collections.abc import Mapping
from functools import lru_cache

from papers.records.folded_text import ascii_letters, fold_case, is_letter

PARTICLES = frozenset(
    {"af", "al", "av", "bin", "da", "das", "de", "del", "dela", "della", "den", "der", "di", "do"}
    | {"dos", "du", "el", "ibn", "la", "le", "ten", "ter", "van", "vom", "von", "zu", "zum", "zur"}
)
"""Words before a family name that some files give with it, some with the given names, some not."""
BODY = "="
"""Before the folded name of a body: no person is one."""
_BODY_WORDS = re.compile(
    r"\b(?:collaborations?|consortium|group|team|organi[sz]ation|institute|university"
    r"|laborator(?:y|ies)|society|association|network|committee|initiative|project)\b",
    re.I,
)
LONGEST = 250
_JOINTS = re.compile(r"[\s.\-‐‑–]+")

PersonName = Mapping[str, str]
"""CSL-JSON's name parts."""


def folded_name(name: PersonName) -> str:
    """One text for the spellings of one name: ``Jean-Paul de la Porte`` and ``Porte, Jean Paul``.

    Family name, a blank, given names, as letters without accents, case, hyphens and particles.
    Other scripts keep their letters.
    """
    if not name.get("family"):
        return f"{BODY}{_letters(name.get('literal', ''))}"[:LONGEST]
    suffix = _letters(name.get("suffix", ""))
    given = "".join(given_words(name))
    return f"{family_letters(name)} {given} {suffix}".strip()[:LONGEST]


def initial_name(name: PersonName) -> str:
    """The part of a folded name that a spelling with initials has too: ``porte j``. Of a body, all
    of it; of a person without given names, nothing."""
    if not name.get("family"):
        return folded_name(name)
    given = given_words(name)
    return f"{family_letters(name)} {given[0][:1]}"[:LONGEST] if given else ""


def family_letters(name: PersonName) -> str:
    """The family name without its particles."""
    words = [word for word in _JOINTS.split(name.get("family", "")) if word]
    while len(words) > 1 and fold_case(words[0]) in PARTICLES:
        words = words[1:]
    return _letters("".join(words))


def given_words(name: PersonName) -> list[str]:
    """The given names in letters, initials that stand together (``JP``) each for itself."""
    found: list[str] = []
    for word in _JOINTS.split(name.get("given", "")):
        if fold_case(word) in PARTICLES and word.islower():
            continue
        is_initials = word.isascii() and word.isupper() and len(word) <= 3
        found += list(word) if is_initials else [word]
    return [letters for word in found if (letters := _letters(word))]


def may_be_short_for(given: list[str], other: list[str]) -> bool:
    """Whether two people's given names agree as far as both are written out, and one of them says
    less: ``j p`` and ``jean paul``, ``jan`` and ``jan p``. Two equal ones do not."""
    if not given or not other or "".join(given) == "".join(other):
        return False
    pairs = list(zip(given, other, strict=False))
    return all(one == two or one == two[:1] or two == one[:1] for one, two in pairs)


def is_body_name(written: str) -> bool:
    """Whether a name is that of a body: ``ATLAS Collaboration``."""
    return bool(_BODY_WORDS.search(written))


def have_a_word_in_common(name: PersonName, other: PersonName) -> bool:
    """Whether an identifier that two names share can be right: a family or given name is one."""
    return bool(_words(name) & _words(other))


def _words(name: PersonName) -> set[str]:
    written = {family_letters(name), _letters(name.get("literal", "")), *given_words(name)}
    is_ideographic = any(word and not word.isascii() for word in written)
    return {word for word in written if len(word) > 1 or (is_ideographic and word)}


@lru_cache(maxsize=16_384)  # the same names come again and again
def _letters(text: str) -> str:
    """In ASCII, or the letters of another script as they are."""
    return ascii_letters(text) or "".join(one for one in fold_case(text) if is_letter(one))
