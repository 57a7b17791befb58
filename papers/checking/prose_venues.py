"""Venues as a sentence says them, and whether they are that of a work. No Django here."""

import re
from functools import cache
from importlib import resources

from papers.records.folded_text import fold_text, title_key

TELLING = re.compile(
    r"\b(?:Journal|Proceedings|Conference|Transactions|Letters|Review|Reviews|Annals|Magazine"
    r"|Symposium|Workshop|Communications of)\b"
)
FILLERS = re.compile(r"the|of|and|on|in|for|an?|proceedings|conference|international|annual")


@cache
def _venue_names() -> dict[str, str]:
    """Folded words of the long name by each short one as it is written."""
    source = resources.files("papers.checking").joinpath("venues_said.txt")
    names = {}
    for line in source.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            short, _colon, long = line.partition(":")
            names |= {one.strip(): long.strip() or fold_text(one) for one in short.split(",")}
    return names


def is_venue(said: str) -> bool:
    """Whether a name in a sentence is surely one of a journal or conference."""
    return said in _venue_names() or TELLING.search(said) is not None


def may_be_venue(said: str, venue: str) -> bool:
    """Whether what a sentence says may mean the venue of a record, in full, shortened or by its
    initials."""
    ours, theirs = title_key(venue), title_key(said)
    if not ours or not theirs or theirs in ours or ours in theirs:
        return True
    if _venue_names().get(said, theirs) in ours:
        return True
    initials = "".join(word[0] for word in re.findall(r"\b[A-Z]\w*", venue)).lower()
    if theirs.replace(" ", "") in initials:
        return True
    return bool(_stems(theirs) & _stems(ours))


def _stems(text: str) -> set[str]:
    """The beginnings of the words that tell venues apart, as abbreviations keep them."""
    return {word[:4] for word in text.split() if not FILLERS.fullmatch(word)}
