"""Whether two names of a journal or of proceedings are one: abbreviated after ISO 4, by the letters
of an acronym, with or without year and number. No Django here."""

import re
from collections.abc import Iterable, Sequence

from papers.checking.compared_forms import letters_of, parts_of_title, plain_form
from papers.records.folded_text import title_key

STOP = frozenset(
    {"a", "an", "and", "the", "of", "on", "in", "for", "to", "at", "de", "la", "le"}
    | {"les", "l", "d", "des", "du", "der", "die", "das", "und", "für", "fur", "zur"}
    | {"zum", "el", "los", "e", "et", "y", "al", "di", "da", "do", "dos", "della", "i"}
)
FILLERS = frozenset(
    {"proceedings", "proceeding", "proc", "annual", "international", "intl"}
    | {"conference", "conf", "symposium", "symp", "workshop", "workshops", "volume"}
    | {"vol", "edition", "series", "ser", "part", "section", "sect", "sec"}
)
_NUMBERED = re.compile(
    r"^(?:\d+(?:st|nd|rd|th)?|[ivxl]{2,}|first|second|third|fourth|fifth|sixth|seventh|eighth"
    r"|ninth|tenth|twent\w+|thirt\w+|fort\w+|fift\w+)$"
)
_ACRONYM = re.compile(r"\b(?=\w*[A-Z]\w*[A-Z])[A-Za-z][\w&-]{1,11}\b")
COUNTRY = (("united", "states", "america"), ("u", "s"), ("u", "s", "a"), ("usa",))
SHORTEST_ACRONYM = 3
_JOINED_LETTERS = re.compile(r"\w(?:\s?&\s?\w)+")
_MIXED = re.compile(r"(?=\w*[a-z])(?:[A-Z][a-z]*){2,}")
_CAPITAL_PART = re.compile(r"[A-Z][a-z]*")
MOST_WORDS = 40


def is_same_venue(ours: str, theirs: Iterable[str], is_proceedings: bool = False) -> bool:
    """Whether one of the names that a registry has is another way of writing ours."""
    return any(_are_one(plain_form(ours), plain_form(one), is_proceedings) for one in theirs)


def _are_one(one: str, other: str, is_proceedings: bool) -> bool:
    if letters_of(one) == letters_of(other):
        return True
    forms, others = _forms(one), _forms(other)
    if any(_match(words, more) for words in forms for more in others):
        return True
    if _is_acronym(one, other) or _is_acronym(other, one):
        return True
    if not is_proceedings:
        return False
    if _stands_in(one, other) or _stands_in(other, one):
        return True
    telling = [set(_telling_words(text)) for text in (one, other)]
    smaller, larger = sorted(telling, key=len)
    return bool(smaller) and smaller <= larger


def _forms(name: str) -> list[list[str]]:
    """The telling words of a name, whole and of its first part."""
    parts = parts_of_title(name)
    texts = [name, *(parts[:1] if len(parts) > 1 else [])]
    every = [words for text in texts for words in (_words_of(text), _telling_words(text))]
    if _MIXED.fullmatch(name):  # ApJ, PhysRevLett
        every.append([part.lower() for part in _CAPITAL_PART.findall(name)])
    return [words for words in every if words]


def _words_of(name: str) -> list[str]:
    """The words that are no small ones, numbers or the country of a learned society. A letter at
    the end is a section (``Physical Review D``)."""
    words = title_key(name).split()
    if words[:1] == ["arxiv"] or words == ["corr"] or words[:2] == ["corr", "abs"]:
        return ["arxiv"]  # more words tell the number or the subject
    section = [len(words) - 1] if len(words) > 1 and len(words[-1]) == 1 else []
    kept = [
        word
        for place, word in enumerate(words)
        if place in section or (word not in STOP and not _NUMBERED.match(word))
    ]
    for tail in COUNTRY:
        if len(kept) > len(tail) and tuple(kept[-len(tail) :]) == tail:
            return kept[: -len(tail)]
    return kept


def _telling_words(name: str) -> list[str]:
    words = _words_of(name)
    return [word for word in words if word not in FILLERS] or words


def _match(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether each word is the other's, or an abbreviation of it, in their order; or one list has
    acronyms for several words of the other (``IEEE TPAMI``)."""
    if len(words) == len(others):
        return all(_abbreviates(*sorted(pair, key=len)) for pair in zip(words, others, strict=True))
    short, long = sorted((words[:MOST_WORDS], others[:MOST_WORDS]), key=len)
    ends = {0}
    for word in short if len(short) > 1 else ():
        ends = {end for start in ends for end in _ends_of(word, long, start)}
    return len(long) in ends


def _ends_of(word: str, words: Sequence[str], start: int) -> list[int]:
    """Before which words that follow an abbreviation or acronym may end that begins at one."""
    found = [start + 1] if start < len(words) and _abbreviates(word, words[start]) else []
    if len(word) >= SHORTEST_ACRONYM:
        longest = min(len(word), len(words) - start)
        found += [
            start + n for n in range(2, longest + 1) if _spells(word, words[start : start + n])
        ]
    return found


def _abbreviates(short: str, word: str) -> bool:
    """``natl`` and ``national``, ``j`` and ``journal``: letters of the word in their order, from
    its first one on."""
    if not word.startswith(short[:1]):
        return False
    rest = iter(word)
    return all(letter in rest for letter in short)


def _is_acronym(name: str, other: str) -> bool:
    """Whether a name is the acronym of the other: ``NeurIPS``, ``Proc. ICML``."""
    words = _words_of(other)
    acronym = _one_word(name)
    return bool(acronym) and any(_spells(acronym, words[n:]) for n in range(len(words)))


def _stands_in(name: str, other: str) -> bool:
    """Whether a name is an acronym that proceedings have in their title: ``ECCV``, ``KDD``."""
    acronym = _one_word(name)
    words = title_key(other).split()
    return bool(acronym and _ACRONYM.search(name)) and (
        acronym in words or f"sig{acronym}" in words
    )


def _one_word(name: str) -> str:
    if _JOINED_LETTERS.fullmatch(name):  # A&A
        return "".join(letter for letter in name.lower() if letter.isalnum())
    words = _telling_words(name)
    is_one = len(words) == 1 and len(words[0]) >= SHORTEST_ACRONYM
    return words[0] if is_one else ""


def _spells(acronym: str, words: Sequence[str]) -> bool:
    """Whether the beginnings of all these words, one after the other, are the acronym."""
    if not words:
        return not acronym
    first = words[0]
    longest = len(acronym) - len(words) + 1
    return any(
        acronym[:size] == first[:size] and _spells(acronym[size:], words[1:])
        for size in range(1, min(longest, len(first)) + 1)
    )
