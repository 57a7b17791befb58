"""Whether two lists of names tell of the same people. Orders, scripts, initials, particles and cut
lists are ways of writing a list, and no difference. No Django here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

from papers.checking.compared_forms import plain_form, script_of, sounding_word, spelt_word
from papers.records.person_names import is_body_name
from papers.records.record import full_name

MOST_NAMES = 500  # compared; a collaboration may have thousands
CUT_AT = 3  # a list that ends before the other and has so many names is a cut one
PARTICLES = frozenset(
    {"van", "von", "der", "den", "de", "del", "della", "di", "da", "das", "do", "dos"}
    | {"du", "la", "le", "les", "el", "al", "bin", "ibn", "ben", "abu", "ter", "ten"}
    | {"zu", "zur", "af", "av", "und", "y", "e", "dit", "the"}
)
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
SMALL = frozenset({"of", "for", "and", "in", "on", "at", "to"})
SHORTEST_ACRONYM = 3
_JOINED = re.compile(r"[\s\-‐‑–.,'’`´_]+")


@dataclass(frozen=True)
class ComparedName:
    """A name, folded. ``words`` are those of two or more letters, one of which is the family name;
    ``whole`` are all of them run together; ``parts`` have the particles too, ``pairs`` are two
    neighbours as one word (``Le Cun``), ``sounds`` are the words as romanizations have them in
    common, ``acronym`` the first letters of a body's words."""

    words: frozenset[str]
    initials: frozenset[str]
    whole: str
    script: str
    parts: tuple[str, ...]
    pairs: frozenset[str]
    sounds: frozenset[str]
    acronym: str
    is_body: bool


@lru_cache(maxsize=4096)
def compared_name(written: str) -> ComparedName:
    text = plain_form(written)
    written = [word for word in _JOINED.split(text) if spelt_word(word)]
    parts = tuple(map(spelt_word, written))
    told = [part for place, part in enumerate(parts) if is_told(written, parts, place)]
    capitals = [word for word in written if word.isupper() and 1 < len(word) <= 3]
    words = frozenset(part for part in told if len(part) > 1)
    firsts = [part[0] for part in told if part not in SMALL]
    return ComparedName(
        words=words,
        initials=frozenset(
            {part for part in told if len(part) == 1}
            | {letter.lower() for word in capitals for letter in word}
        ),
        whole="".join(told),
        script=script_of(text),
        parts=parts,
        pairs=frozenset(map("".join, pairwise(parts))),
        sounds=frozenset(map(sounding_word, words)),
        acronym="".join(firsts) if len(firsts) >= SHORTEST_ACRONYM else "",
        is_body=is_body_name(text),
    )


def is_told(written: Sequence[str], parts: Sequence[str], place: int) -> bool:
    """Whether a word of a name tells people apart: no suffix, and no particle, unless it is an
    initial (``Y.``) or stands where the family name does (``A. Das``)."""
    if parts[place] not in PARTICLES | SUFFIXES:
        return True
    after = [part for part in parts[place + 1 :] if part not in SUFFIXES]
    is_last = parts[place] in PARTICLES and all(len(part) == 1 for part in after)
    return is_last or (len(parts[place]) == 1 and written[place].isupper())


def is_same_person(one: ComparedName, other: ComparedName) -> bool:
    """Whether two names may be one person's. Two scripts cannot be told apart."""
    if one.script != other.script or one.whole == other.whole:
        return True
    if is_acronym_of(one, other) or is_acronym_of(other, one):
        return True
    one, other = joined_as(one, other), joined_as(other, one)
    joined = one.whole in other.whole or other.whole in one.whole
    if one.sounds & other.sounds and not one.words & other.words:
        one, other = as_it_sounds(one), as_it_sounds(other)
    common = one.words & other.words
    if not common:
        return joined and min(len(one.whole), len(other.whole)) > 4
    first = (one.words - common, one.initials)
    second = (other.words - common, other.initials)
    return _are_compatible(first, second)


def is_acronym_of(name: ComparedName, body: ComparedName) -> bool:
    """``WHO`` and ``World Health Organization``."""
    return len(name.parts) == 1 and bool(body.acronym) and name.whole == body.acronym


def joined_as(name: ComparedName, other: ComparedName) -> ComparedName:
    """A name with those neighbours as one word that the other has as one: ``Le Cun`` where it has
    ``LeCun``."""
    if not name.pairs & other.words:
        return name
    parts: list[str] = []
    for part in name.parts:
        if parts and parts[-1] + part in other.words:
            parts[-1] += part
        else:
            parts.append(part)
    words = frozenset(
        part for part in parts if len(part) > 1 and (part in name.words or part in other.words)
    )
    return replace(name, words=words)


def as_it_sounds(name: ComparedName) -> ComparedName:
    """A name in letters that romanizations of one name have in common."""
    initials = frozenset(map(sounding_word, name.initials))
    return replace(name, words=name.sounds, initials=initials)


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
    unmatched = []
    for name in map(compared_name, ours):
        found = _first_match(name, left)
        if found is None:
            unmatched.append(name)
        else:
            left.pop(found)
    if unmatched and left:
        return stands_for_people(unmatched, left) or stands_for_people(left, unmatched)
    if unmatched:  # the registry has fewer names: it may know the first ones alone
        return theirs_is_cut or bool(theirs)
    return not left or ours_is_cut or len(ours) >= CUT_AT


def stands_for_people(bodies: Sequence[ComparedName], people: Sequence[ComparedName]) -> bool:
    """A collaboration that is named in place of its people, who are some."""
    is_body = all(one.is_body for one in bodies)
    return is_body and len(people) >= CUT_AT and not any(one.is_body for one in people)


def _first_match(name: ComparedName, others: Sequence[ComparedName]) -> int | None:
    """The best place in a list: the same name before one that only may be the same."""
    same = (n for n, other in enumerate(others) if other.whole == name.whole)
    if (found := next(same, None)) is not None:
        return found
    near = (n for n, other in enumerate(others) if is_same_person(name, other))
    return next(near, None)
