"""Titles in title case made ready for styles in sentence case, proper nouns left alone.

BibTeX's styles make capital letters small but for the first and what stands in braces (Patashnik,
"BibTeXing", section 4), so bibliographies have titles in title case; citation styles in CSL expect
them in sentence case (CSL 1.0.2, "Sentence Case Conversion"). No Django here.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from papers.records.rich_text import KEPT, TAG, plain_words

NAMES = Path(__file__).with_name("proper_nouns.txt")
"""Eponyms, peoples, languages and places, one a line; ``#`` begins a comment. A line of several
words is a name as a whole, of which a single word may well be none (``New York``)."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BEGINS = re.compile(r"(?:^|[:?!.][\"'”’»)]*\s+|\s[–—]\s+)[\s\"'“‘«(\[¿¡]*$")
_AFTER_COLON = re.compile(r":\s+[\"'“‘«(\[]*$")
_SENTENCE = re.compile(r"(?:^|[.?!:]\s+|\n)[\"'“‘(\[]*$")
_POSSESSIVE = re.compile(r"['’]s?$")
_SMALL = frozenset(
    {"a", "an", "the", "and", "or", "but", "nor", "for", "of", "in", "on", "to", "by", "with", "at"}
    | {"from", "as", "is", "are", "be", "via", "not", "its", "it", "into", "over", "than", "that"}
    | {"vs", "do", "does", "can", "we", "you", "your", "how", "what", "why", "when"}
)


def lowered_title(text: str, names: Iterable[str] = ()) -> str:
    """A title (with the markup of records) in sentence case: words that a capital letter begins
    are made small, but for those that begin a sentence, names, and what a ``nocase`` span holds.
    A title and its subtitle begin with a capital letter.

    `names` are words that the work itself shows to be names. A title that is in sentence case
    already keeps its capital letters: those are names.

    >>> lowered_title("Deep Bayesian Networks for Zero-Shot Learning: A Survey")
    'Deep Bayesian networks for zero-shot learning: A survey'
    """
    plain = plain_words(text)
    shielded = _shielded(text)
    names = frozenset(names)
    lowered = [
        match
        for match in _WORD.finditer(plain)
        if is_capitalized(match[0])
        and not shielded[match.start()]
        and not _begins_sentence(plain, match.start())
        and not _is_name(plain, match, names)
    ]
    small = {match.start() for match in lowered}
    if _is_sentence(plain, len(lowered), shielded):
        small = set()
    raised = {
        match.start()
        for match in _WORD.finditer(plain)
        if match[0].isalpha()
        and match[0].islower()
        and not shielded[match.start()]
        and _begins_title(plain, match)
    }
    return _rewritten(text, small, raised) if small or raised else text


def is_capitalized(word: str) -> bool:
    """Whether a word has a capital letter because of where it stands: ``DNA``, ``iPhone``,
    ``Word2vec`` and a single letter have theirs on their own, the article ``A`` apart."""
    if len(word) == 1:
        return word == "A"
    bare = _POSSESSIVE.sub("", word)
    rest = bare[1:]
    is_word = len(bare) > 1 and bare[0].isupper() and not any(sign.isdigit() for sign in rest)
    return is_word and rest == rest.lower()


def canonical_braces(text: str) -> str:
    """A text without the ``nocase`` spans that change nothing: two ways to write one title in
    BibTeX (``{DNA}``, ``DNA``) give one text."""
    if KEPT not in text:
        return text
    written, position, opened = [], 0, []
    for match in TAG.finditer(text):
        written.append(text[position : match.start()])
        position = match.end()
        if match[0] == KEPT:
            end = _closing(text, position)
            held = plain_words(text[position:end])
            at = len(plain_words("".join(written)))
            is_inner = any(opened)
            keeps = not is_inner and _keeps_case(plain_words(text), at, at + len(held))
            opened.append(keeps)
            written.append(KEPT if keeps else "")
        elif match[0] == "</span>":
            written.append("</span>" if opened and opened.pop() else "")
        else:
            written.append(match[0])
    return "".join([*written, text[position:]])


def names_in_abstract(abstract: str) -> frozenset[str]:
    """Words that an abstract writes with a capital letter inside of sentences, and never without:
    they are names."""
    if not abstract:
        return frozenset()
    capital, small = set(), set()
    for match in _WORD.finditer(abstract[:20_000]):
        word = _POSSESSIVE.sub("", match[0])
        if word[:1].islower():
            small.add(word)
        elif is_capitalized(word) and not _SENTENCE.search(abstract[: match.start()][-12:]):
            capital.add(word)
    return frozenset(word for word in capital if word.lower() not in small)


def _closing(text: str, position: int) -> int:
    depth = 1
    for match in TAG.finditer(text, position):
        depth += (match[0] == KEPT) - (match[0] == "</span>")
        if depth == 0:
            return match.start()
    return len(text)


def _keeps_case(plain: str, start: int, end: int) -> bool:
    """Whether a style that changes case would change a word between two places if no braces held
    it: in sentence case one that a capital letter begins, in title case one of small letters."""
    return any(
        match[0].islower()
        or (is_capitalized(match[0]) and not _begins_sentence(plain, match.start()))
        for match in _WORD.finditer(plain)
        if match.start() >= start and match.start() < end
    )


def _shielded(text: str) -> list[bool]:
    """For each character of the words whether a ``nocase`` span, or letters set high, low or
    small, hold it."""
    shielded: list[bool] = []
    opened: list[bool] = []
    position = 0
    for match in TAG.finditer(text):
        shielded += [any(opened)] * (match.start() - position)
        position = match.end()
        if match[0].startswith("</"):
            opened = opened[:-1]
        else:
            opened.append(match[0] not in ("<i>", "<b>"))
    return shielded + [any(opened)] * (len(text) - position)


def _begins_sentence(plain: str, start: int) -> bool:
    return bool(_BEGINS.search(plain[max(0, start - 12) : start])) or not any(
        sign.isalnum() for sign in plain[:start]
    )


def _begins_title(plain: str, match: re.Match[str]) -> bool:
    """Whether a word is the first of a title, or of its subtitle; ``gdalle/Colors.jl`` begins no
    sentence."""
    if plain[match.end() : match.end() + 1] in ("/", ".", "_") and match.end() + 1 < len(plain):
        return False
    before = plain[max(0, match.start() - 12) : match.start()]
    return not any(sign.isalnum() for sign in plain[: match.start()]) or bool(
        _AFTER_COLON.search(before)
    )


def _is_name(plain: str, match: re.Match[str], names: frozenset[str]) -> bool:
    word = _POSSESSIVE.sub("", match[0])
    if word == "A":  # the article, but for vitamin A
        following = plain[match.end() : match.end() + 1]
        return not following.isspace() or plain[: match.start()].endswith("-")
    words, phrases = proper_nouns()
    if word in names or word in words:
        return True
    for phrase in phrases.get(word, ()):
        for at in _places(plain, phrase, match.start()):
            if at <= match.start() < at + len(phrase):
                return True
    return False


def _places(plain: str, phrase: str, near: int) -> Iterable[int]:
    begin = max(0, near - len(phrase))
    window = plain[begin : near + len(phrase) + 1].replace("-", " ")
    for match in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", window, re.I):
        yield begin + match.start()


def _is_sentence(plain: str, capitals: int, shielded: list[bool]) -> bool:
    """Whether a title has small words where title case has capital ones."""
    small = sum(
        match[0] == match[0].lower() and match[0][0].isalpha() and match[0] not in _SMALL
        for match in _WORD.finditer(plain)
        if not shielded[match.start()] and plain[match.start() - 1 : match.start()] != "-"
    )
    return capitals * 2 <= small


def _rewritten(text: str, small: set[int], raised: set[int]) -> str:
    written, at, position = [], 0, 0

    def put(part: str) -> None:
        nonlocal at
        for sign in part:
            one = sign.lower() if at in small else sign.upper() if at in raised else sign
            written.append(one if len(one) == 1 else sign)
            at += 1

    for match in TAG.finditer(text):
        put(text[position : match.start()])
        written.append(match[0])
        position = match.end()
    put(text[position:])
    return "".join(written)


@cache
def proper_nouns() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """Single words, and the names of several words by each of these words."""
    words: set[str] = set()
    phrases: dict[str, tuple[str, ...]] = {}
    for line in NAMES.read_text(encoding="utf-8").splitlines():
        for name in line.partition("#")[0].split(","):
            parts = name.split()
            if len(parts) == 1:
                words.add(parts[0])
            for part in parts if len(parts) > 1 else ():
                phrases[part] = (*phrases.get(part, ()), " ".join(parts))
    return frozenset(words), phrases
