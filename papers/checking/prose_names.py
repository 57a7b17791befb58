"""Names of authors as a sentence says them, and whether they are those of a work. No Django."""

import re
from dataclasses import dataclass

from papers.records.folded_text import ascii_letters, fold_text
from papers.records.record import Record, full_name, has_more_names

CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-ŽḀ-ỾΑ-ΩА-Я]"
WORD = rf"(?:{CAPITAL}[\w’'\-‐]*\.?|{CAPITAL}\.(?:-?{CAPITAL}\.)*)"
PARTICLE = r"(?:van|von|der|den|de|da|del|della|di|du|la|le|bin|ibn|al|el|ten|ter|dos|y)"
NAME = rf"{WORD}(?: (?:{PARTICLE} ){{0,2}}{WORD}){{0,4}}(?:, (?:Jr|Sr)\.?)?"
SEPARATOR = r"(?:,? (?:and|&|und|et) (?!al\b)|, )"
MORE = (
    r"(?:,? et al\b\.?|,? (?:and|&|with) (?:the )?(?:many |several |\w+ )?(?:others?|colleagues?"
    r"|co-?authors?|co-?workers?|collaborators?|team|students?|more|his|her|their)\b|, among others"
    r"|,? and \d+ |,? …|,? \.\.\.)"
)
NAMES = rf"(?P<names>{NAME}(?:{SEPARATOR}{NAME}){{0,40}})(?P<more>{MORE})?"
SPLIT = re.compile(r",? (?:and|&|und|et) |, (?!(?:Jr|Sr)\b)")
NO_PERSON = re.compile(
    r"university|institute|college|school|labs?|laboratory|research|team|group|inc|ltd|corporation"
    r"|foundation|cent(?:er|re)|department|academy|society|press|project|google|microsoft|facebook"
    r"|meta|openai|deepmind|amazon|apple|nvidia|ibm|anthropic|stanford|mit|berkeley|harvard|oxford"
    r"|cambridge|princeton|cmu|eth|epfl|the|this|that|these|those|an?|in|on|at|for|from|with|by|we"
    r"|i|it|they|he|she|our|my|his|her|their|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|monday|figure|table|section|chapter|equation",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class WorkNames:
    """The authors of a work: ``families`` are all words that may name one of them, folded."""

    shown: tuple[str, ...]
    families: frozenset[str]
    is_whole: bool

    def has(self, said: str) -> bool:
        return any(word in self.families for word in folded_words(said))


@dataclass(frozen=True)
class SaidNames:
    """Names in a sentence; ``has_more`` where it says that there are others (``et al.``)."""

    names: tuple[str, ...]
    has_more: bool


def work_names(record: Record) -> WorkNames:
    """A record's authors, of an edited book its editors."""
    role = "author" if record.get("author") else "editor"
    names = [name for name in record.get(role) or [] if isinstance(name, dict)]
    words = {
        word
        for name in names
        for part in ("family", "literal", "non-dropping-particle")
        for word in folded_words(str(name.get(part, "")))
    }
    words |= {
        word
        for name in names
        if not name.get("family")
        for word in folded_words(str(name.get("given", "")))
    }
    shown = tuple(full_name(name) for name in names)
    return WorkNames(shown, frozenset(words), not has_more_names(record, role))


def folded_words(text: str) -> list[str]:
    """The words of a name without accents and case; a hyphen keeps its word whole and in parts."""
    words = []
    for word in re.split(r"[\s.,’']+", text):
        parts = {word, *re.split(r"[-‐]", word)} if word else set()
        words += [ascii_letters(part) or fold_text(part) for part in parts if len(part) > 1]
    return words


def said_names(match: re.Match[str]) -> SaidNames:
    """The names that ``NAMES`` found."""
    names = tuple(re.sub(r"(?<=\w\w)\.$", "", one) for one in SPLIT.split(match["names"]) if one)
    return SaidNames(names, bool(match["more"]))


def is_person(said: str) -> bool:
    """Whether a name is hardly that of a body or a word that begins a sentence."""
    return not any(NO_PERSON.fullmatch(word.rstrip(".")) for word in said.split())


def strangers(said: SaidNames, work: WorkNames) -> list[str]:
    """The people among the names who are none of the work's authors. Where not one of all is, only
    whole names or ``et al.`` can be meant as its authors."""
    if not work.is_whole or not work.shown:
        return []
    known = [one for one in said.names if work.has(one)]
    others = [one for one in said.names if not work.has(one) and is_person(one)]
    is_meant = known or said.has_more or all(" " in one for one in said.names)
    return others if is_meant and (known or len(others) == len(said.names)) else []


def leaves_out(said: SaidNames, work: WorkNames) -> bool:
    """Whether at least two authors are named, and others neither named nor said to be there."""
    if said.has_more or not work.is_whole or len(said.names) < 2:
        return False
    return len(said.names) < len(work.shown) and any(work.has(one) for one in said.names)
