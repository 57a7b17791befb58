"""Places inside of a work, as they stand behind a citation key: ``p. 3``. No Django here.

The rules are those of Pandoc's manual ("Citation syntax", locators) as its citation processor
applies them; the words are the English terms of CSL's locale files and some that people write.
"""

import re
import unicodedata
from dataclasses import dataclass

TERMS = {
    "act": "act acts",
    "appendix": "appendix appendices app. apps. appx.",
    "book": "book books bk. bks.",
    "chapter": "chapter chapters chap. chaps. ch. chs. c. cc.",
    "column": "column columns col. cols.",
    "equation": "equation equations eq. eqs. eqq. eqn. eqns.",
    "figure": "figure figures fig. figs.",
    "folio": "folio folios fol. fols.",
    "issue": "issue issues no. nos. number numbers",
    "line": "line lines l. ll.",
    "note": "note notes n. nn.",
    "opus": "opus opera op. opp.",
    "page": "page pages p. pp.",
    "paragraph": "paragraph paragraphs para. paras. ¶ ¶¶",
    "part": "part parts pt. pts.",
    "rule": "rule rules",
    "scene": "scene scenes sc. scs.",
    "section": "section sections sec. secs. sect. § §§",
    "sub-verbo": "s.v. s.vv.",
    "supplement": "supplement supplements supp. supps.",
    "table": "table tables tbl. tbls. tab. tabs.",
    "verse": "verse verses v. vv.",
    "volume": "volume volumes vol. vols.",
}
LABELS = {word: label for label, words in TERMS.items() for word in words.split()}
LABELS |= {"sub verbo": "sub-verbo", "sub verbis": "sub-verbo"}
LABEL = re.compile(
    "|".join(re.escape(word) for word in sorted(LABELS, key=len, reverse=True)), re.IGNORECASE
)
DASHES = "-–:"
OPENING = {"(": ")", "[": "]", "{": "}"}
ROMAN = re.compile(
    r"M*(?:CM)?D*(?:CD)?C*(?:XC)?L*(?:XL)?X*(?:IX)?V*(?:IV)?I*(?![^\W_])", re.IGNORECASE
)


@dataclass(frozen=True)
class Locator:
    """A place in a work: CSL's name of its kind, the value, and the text that follows it."""

    label: str
    value: str
    rest: str


def split_locator(suffix: str) -> Locator:
    """The locator at the start of what follows a key; without one all of it is ``rest``.

    >>> split_locator(", pp. 33-35, and elsewhere")
    Locator(label='page', value='33-35', rest=', and elsewhere')
    """
    text = re.sub(r"\s+", " ", suffix).rstrip()
    start = 1 if text.startswith(",") else 0
    start += text[start : start + 1] == " "
    found = _delimited(text, start) or _integrated(text, start)
    if found is None:
        return Locator("", "", _with_comma(text))
    label, value, end = found
    return Locator(label if value else "", value, text[end:] if value else _with_comma(text[end:]))


def _with_comma(text: str) -> str:
    """Words behind a key stand after a comma, as Pandoc sets it, unless a space did."""
    if not text or text[0] == " " or _is_mark(text[0]):
        return text
    return f", {text}"


def _delimited(text: str, start: int) -> tuple[str, str, int] | None:
    """``{…}``: anything between braces is the locator, ``{}`` says that there is none."""
    if text[start : start + 1] != "{":
        return None
    end = _closing(text, start)
    if end is None:
        return None
    inner = text[start + 1 : end].strip()
    for word in _labels_at(inner, 0):
        if value := inner[len(word) :].strip():
            return LABELS[word.casefold()], value, end + 1
    return "page", inner, end + 1


def _closing(text: str, start: int) -> int | None:
    """Where the brace or bracket that opens at ``start`` closes, others closed inside of it."""
    waiting: list[str] = []
    for place in range(start, len(text)):
        mark = text[place]
        if mark in "{[":
            waiting.append(OPENING[mark])
        elif mark in "}]":
            if waiting.pop() != mark:
                return None
            if not waiting:
                return place
    return None


def _integrated(text: str, start: int) -> tuple[str, str, int] | None:
    """A term and what it counts, or figures alone, which count pages."""
    for word in _labels_at(text, start):
        first = start + len(word)
        if end := _words(text, first, needs_digit=False, is_named=True):
            return LABELS[word.casefold()], text[first:end].strip(), end
    if end := _words(text, start, needs_digit=True, is_named=False):
        return "page", text[start:end].strip(), end
    return None


def _labels_at(text: str, start: int) -> list[str]:
    """The terms that stand at a place as whole words, the longest first."""
    match = LABEL.match(text, start)
    if match is None:
        return []
    found = []
    for length in range(len(match[0]), 0, -1):
        word = text[start : start + length]
        following = text[start + length : start + length + 1]
        is_whole = _is_mark(word[-1]) or not following or _is_mark(following) or following == " "
        if is_whole and word.casefold() in LABELS:
            found.append(word)
    return found


def _words(text: str, start: int, *, needs_digit: bool, is_named: bool) -> int:
    """Where a run of values ends (``33-35, 38; 40``), 0 if there is none."""
    end, place = 0, start
    while place < len(text):
        if (end or not is_named) and text[place] in ",;":
            place += 1
        if text[place : place + 1] == " ":
            place += 1
        after, is_number = _word(text, place)
        has_digit = any(one.isdigit() for one in text[place:after])
        if after == place or not (has_digit if needs_digit else is_number):
            break
        end = place = after
    return end


def _word(text: str, start: int) -> tuple[int, bool]:
    """One value such as ``34(1)``, ``[17]-[18]`` or ``xiv``: where it ends, and whether any part
    of it is a number."""
    place, is_number = start, False
    while place < len(text):
        closing = OPENING.get(text[place])
        inner, inside = _sequence(text, place + (closing is not None))
        if closing is not None:
            if text[inner : inner + 1] != closing:
                break
            inner += 1
        elif inner == place:
            break
        place, is_number = inner, is_number or inside
    return place, is_number


def _sequence(text: str, start: int) -> tuple[int, bool]:
    """``1``, ``1.2`` or ``.2``, never the full stop at the end."""
    place, is_number = _unit(text, start)
    while text[place : place + 1] == ".":
        after, is_more = _unit(text, place + 1)
        if after == place + 1:
            break
        place, is_number = after, is_number or is_more
    return place, is_number


def _unit(text: str, start: int) -> tuple[int, bool]:
    roman = ROMAN.match(text, start)
    if roman and roman[0] and (start == 0 or not text[start - 1].isalnum()):
        return roman.end(), True
    place = start
    while place < len(text) and _is_part(text[place]):
        place += 1
    return place, any(one.isdigit() for one in text[start:place])


def _is_part(one: str) -> bool:
    return one in DASHES or not (one.isspace() or _is_mark(one) or "\ue000" <= one <= "\uf8ff")


def _is_mark(one: str) -> bool:
    return unicodedata.category(one).startswith("P")
