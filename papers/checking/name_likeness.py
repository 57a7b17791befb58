"""Whether two lists of names tell of the same people. Orders, scripts, initials, particles and cut
lists are ways of writing a list, and no difference. No Django here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from papers.checking.folded_forms import plain_form, script_of, spelt_word
from papers.records.record import full_name

MOST_NAMES = 500  # compared; a collaboration may have thousands
CUT_AT = 3  # a list that ends before the other and has so many names is a cut one
PARTICLES = frozenset(
    {"van", "von", "der", "den", "de", "del", "della", "di", "da", "das", "do", "dos"}
    | {"du", "la", "le", "les", "el", "al", "bin", "ibn", "ben", "abu", "ter", "ten"}
    | {"zu", "zur", "af", "av", "und", "y", "e", "dit", "jr", "sr", "ii", "iii", "iv"}
    | {"the"}
)
_JOINED = re.compile(r"[\s\-‐‑–.,'’`´_]+")


@dataclass(frozen=True)
class ComparedName:
    """The words of a name, folded: those of two or more letters that may be a family name, and all
    of them as initials stand for them."""

    words: frozenset[str]
    initials: frozenset[str]
    whole: str
    script: str


@lru_cache(maxsize=4096)
def compared_name(written: str) -> ComparedName:
    text = plain_form(written)
    words = [spelt_word(word) for word in _JOINED.split(text)]
    words = [word for word in words if word and word not in PARTICLES]
    capitals = [word for word in _JOINED.split(text) if word.isupper() and 1 < len(word) <= 3]
    initials = {word for word in words if len(word) == 1}
    initials |= {letter.lower() for word in capitals for letter in word}
    long = frozenset(word for word in words if len(word) > 1)
    return ComparedName(long, frozenset(initials), "".join(words), script_of(text))


def is_same_person(one: ComparedName, other: ComparedName) -> bool:
    """Whether two names may be one person's. Two scripts cannot be told apart."""
    if one.script != other.script or one.whole == other.whole:
        return True
    joined = one.whole in other.whole or other.whole in one.whole
    common = one.words & other.words
    if not common:
        return joined and min(len(one.whole), len(other.whole)) > 4
    first = (one.words - common, one.initials)
    second = (other.words - common, other.initials)
    return _are_compatible(first, second)


def _are_compatible(
    one: tuple[frozenset[str], frozenset[str]], other: tuple[frozenset[str], frozenset[str]]
) -> bool:
    """Whether what is left of two names beside their common words may be the same given names."""
    (words, initials), (others, other_initials) = one, other
    letters = {word[0] for word in words} | initials
    other_letters = {word[0] for word in others} | other_initials
    return not letters or not other_letters or bool(letters & other_letters)


def names_of(names: Sequence[Mapping[str, Any]]) -> list[str]:
    """The names of a list of CSL-JSON in reading order; what is no name is left out."""
    parts = ("family", "given", "literal", "dropping-particle", "non-dropping-particle", "suffix")
    rows = [
        {part: str(name[part]) for part in parts if name.get(part)}
        for name in names
        if isinstance(name, Mapping)
    ]
    return [written for row in rows if (written := full_name(row).strip())]


def are_same_people(
    ours: Sequence[str], theirs: Sequence[str], ours_is_cut: bool, theirs_is_cut: bool
) -> bool:
    """Whether the lists may be one; ``..._is_cut`` where a list says that it has more names."""
    ours, theirs = ours[:MOST_NAMES], theirs[:MOST_NAMES]
    left = [compared_name(name) for name in theirs]
    unmatched = 0
    for name in map(compared_name, ours):
        found = _first_match(name, left)
        if found is None:
            unmatched += 1
        else:
            left.pop(found)
    if unmatched and left:
        return False
    if unmatched:  # the registry has fewer names: it may know the first ones alone
        return theirs_is_cut or bool(theirs)
    return not left or ours_is_cut or len(ours) >= CUT_AT


def _first_match(name: ComparedName, others: Sequence[ComparedName]) -> int | None:
    """The best place in a list: the same name before one that only may be the same."""
    same = (n for n, other in enumerate(others) if other.whole == name.whole)
    if (found := next(same, None)) is not None:
        return found
    near = (n for n, other in enumerate(others) if is_same_person(name, other))
    return next(near, None)
