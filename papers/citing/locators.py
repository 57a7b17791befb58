"""Places inside of a work, as they stand behind a citation key: ``p. 3``. No Django here.

The rules are those of Pandoc's manual ("Citation syntax", locators) as its citation processor
applies them; the words are the English terms of CSL's locale files and some that people write,
and those of the text's own language.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from papers.csl.locale import make_locale

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
MORE_TERMS = {  # that CSL's locales lack
    "ko": {"page": "쪽 면", "chapter": "장", "section": "절", "figure": "그림", "table": "표"}
    | {"volume": "권", "equation": "식", "line": "줄", "appendix": "부록", "note": "각주 주"},
    "ja": {"page": "頁", "table": "表", "equation": "式"},
    "zh": {"page": "页 頁", "section": "节 節", "figure": "图 圖", "table": "表", "volume": "卷"},
    "de": {"table": "Tabelle Tabellen Tab.", "equation": "Gleichung Gleichungen Gl."}
    | {"note": "Fußnote Fußnoten Fn.", "appendix": "Anhang Anhänge"},
    "fr": {"equation": "équation équations éq.", "volume": "tome tomes t."}
    | {"appendix": "annexe annexes", "section": "sous-section"},
    "es": {"page": "pág. págs. pag. pags.", "table": "tabla tablas", "appendix": "apéndice anexo"}
    | {"equation": "ecuación ecuaciones ec. ecs.", "volume": "tomo tomos t."},
    "it": {"page": "pagina pagine pag. pagg.", "chapter": "capitolo capitoli cap. capp."}
    | {"section": "sezione sez.", "figure": "figura figure", "table": "tabella", "line": "riga"}
    | {"equation": "equazione eq.", "note": "nota note", "appendix": "appendice"},
    "pt": {"page": "página páginas pág. págs.", "chapter": "capítulo capítulos cap. caps."}
    | {"section": "seção secção", "figure": "figura figuras", "table": "tabela tabelas"}
    | {"equation": "equação", "note": "nota", "appendix": "apêndice anexo"},
    "nl": {"page": "pagina pagina's blz.", "chapter": "hoofdstuk hoofdstukken hfst. h."}
    | {"section": "paragraaf sectie", "figure": "figuur", "table": "tabel", "volume": "deel"}
    | {"equation": "vergelijking", "note": "noot voetnoot", "appendix": "bijlage"},
    "ru": {"page": "страница страницы стр. с.", "chapter": "глава гл.", "section": "раздел разд."}
    | {"figure": "рисунок рис.", "table": "таблица табл.", "volume": "том т."},
    "pl": {"page": "strona strony str. s.", "chapter": "rozdział rozdz.", "table": "tabela tab."}
    | {"figure": "rysunek rys.", "volume": "tom t.", "note": "przypis przyp."},
    "sv": {"page": "sida sidor sid. s.", "chapter": "kapitel kap.", "section": "avsnitt"}
    | {"figure": "figur", "table": "tabell"},
    "da": {"page": "side sider s.", "chapter": "kapitel kap.", "section": "afsnit"}
    | {"figure": "figur", "table": "tabel"},
    "nb": {"page": "side sider s.", "chapter": "kapittel kap.", "section": "avsnitt"}
    | {"figure": "figur", "table": "tabell"},
}
EAST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
FORMS = ("long", "short", "symbol")
DASHES = "-–:"
OPENING = {"(": ")", "[": "]", "{": "}"}
ROMAN = re.compile(
    r"M*(?:CM)?D*(?:CD)?C*(?:XC)?L*(?:XL)?X*(?:IX)?V*(?:IV)?I*(?![^\W_])", re.IGNORECASE
)


@dataclass(frozen=True)
class LocatorWords:
    """The terms of a language, small letters, with what each says; ``term`` finds one, ``behind``
    a number with a term behind it, as Chinese, Japanese and Korean write it (``第 5 页``)."""

    labels: Mapping[str, str]
    term: re.Pattern[str]
    behind: re.Pattern[str] | None = None


@lru_cache(maxsize=32)
def locator_words(language: str = "") -> LocatorWords:
    """English terms, and those of a language where it is another one."""
    labels = dict(LABELS)
    locale = make_locale(language or "en-US")
    more = MORE_TERMS.get(locale.language.partition("-")[0], {})
    for label in TERMS:
        forms = [locale.term(label, form, many) for form in FORMS for many in (False, True)]
        for word in (*forms, *more.get(label, "").split()):
            if word:
                labels.setdefault(word.casefold(), label)
    longest = sorted(labels, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest)), re.IGNORECASE)
    east = "|".join(re.escape(word) for word in longest if EAST.fullmatch(word))
    number = r"\d{1,9}(?:\.\d{1,9}){0,5}"
    behind = rf"(?:第|제)? ?({number}(?: ?[-–~,、] ?{number}){{0,20}}) ?({east})"
    return LocatorWords(labels, pattern, re.compile(behind) if east else None)


@dataclass(frozen=True)
class Locator:
    """A place in a work: CSL's name of its kind, the value, and the text that follows it."""

    label: str
    value: str
    rest: str


def split_locator(suffix: str, language: str = "") -> Locator:
    """The locator at the start of what follows a key; without one all of it is ``rest``.

    >>> split_locator(", pp. 33-35, and elsewhere")
    Locator(label='page', value='33-35', rest=', and elsewhere')
    """
    words = locator_words(language)
    text = re.sub(r"\s+", " ", suffix).rstrip()
    start = 1 if text.startswith(",") else 0
    start += text[start : start + 1] == " "
    found = _delimited(text, start, words) or _behind(text, start, words)
    found = found or _integrated(text, start, words)
    if found is None:
        return Locator("", "", _with_comma(text))
    label, value, end = found
    return Locator(label if value else "", value, text[end:] if value else _with_comma(text[end:]))


def _with_comma(text: str) -> str:
    """Words behind a key stand after a comma, as Pandoc sets it, unless a space did."""
    if not text or text[0] == " " or _is_mark(text[0]):
        return text
    return f", {text}"


def _behind(text: str, start: int, words: LocatorWords) -> tuple[str, str, int] | None:
    """A number with its term behind it."""
    match = words.behind.match(text, start) if words.behind else None
    return (words.labels[match[2]], match[1], match.end()) if match else None


def _delimited(text: str, start: int, words: LocatorWords) -> tuple[str, str, int] | None:
    """``{…}``: anything between braces is the locator, ``{}`` says that there is none."""
    if text[start : start + 1] != "{":
        return None
    end = _closing(text, start)
    if end is None:
        return None
    inner = text[start + 1 : end].strip()
    if (found := _behind(inner, 0, words)) and found[2] == len(inner):
        return found[0], found[1], end + 1
    for word in _labels_at(inner, 0, words):
        if value := inner[len(word) :].strip():
            return words.labels[word.casefold()], value, end + 1
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


def _integrated(text: str, start: int, words: LocatorWords) -> tuple[str, str, int] | None:
    """A term and what it counts, or figures alone, which count pages."""
    for word in _labels_at(text, start, words):
        first = start + len(word)
        if end := _words(text, first, needs_digit=False, is_named=True):
            return words.labels[word.casefold()], text[first:end].strip(), end
    if end := _words(text, start, needs_digit=True, is_named=False):
        return "page", text[start:end].strip(), end
    return None


def _labels_at(text: str, start: int, words: LocatorWords) -> list[str]:
    """The terms that stand at a place as whole words, the longest first."""
    match = words.term.match(text, start)
    if match is None:
        return []
    found = []
    for length in range(len(match[0]), 0, -1):
        word = text[start : start + length]
        following = text[start + length : start + length + 1]
        is_whole = _is_mark(word[-1]) or not following or _is_mark(following) or following == " "
        is_whole = is_whole or EAST.fullmatch(word) is not None
        if is_whole and word.casefold() in words.labels:
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
