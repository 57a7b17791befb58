r"""Titles with formulas: the one reader of them, for papers and posts. No Django here.

A record's title is words, in which a formula stands as signs (``On α``), so that it can be sorted,
searched, compared and told where nothing but words has a place. Beside it, in ``custom`` under
``TEX``, the same title stands with its formulas as TeX (``On $\alpha$``; a dollar that is no
formula's has a backslash): what pages set as MathML, and formats that know TeX write. It counts
while its words are the field's. A formula that has no signs is TeX in the words too.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from html import escape
from typing import Any

from papers.records.formula_marks import formula_at
from papers.records.rich_text import (
    KEPT,
    RICH,
    TAG,
    TEX,
    keep_text,
    kept_text,
    plain_words,
    text_beside,
)
from papers.records.tex_formulas import FORMULA, bare_formula, formula_signs

FORMULA_FIELDS = frozenset(
    {"title", "title-short", "container-title", "container-title-short", "collection-title"}
    | {"original-title", "event-title", "volume-title"}
)
LONGEST_TEX = 5_000
MOST_MARKUP = 50_000
"""Characters of a title's TeX, and of the markup of its formulas; what is beyond is words."""
_OPENING = re.compile(r"\$|(?<!\\)\\\(")
_TELLING = re.compile(r"[\\^_={}<>+*/|()]")
_BEGIN, _END = "\ufdd4", "\ufdd5"  # of a formula; noncharacters, which no record holds

WriteFormula = Callable[[str], str]
"""Makes HTML of a formula's TeX, which has no marks; ``""`` where it cannot."""


def no_markup(tex: str) -> str:
    """Where nothing sets formulas."""
    return ""


def typed_tex(text: str) -> str:
    r"""A title as people and most formats write it, as TeX; ``""`` where it has no formula.

    The rule is that of the site's texts (``formula_marks``), but words and numbers with blanks
    between them are no formula without a sign that tells it.

    >>> typed_tex(r"An $\alpha$ for $5")
    'An $\\alpha$ for \\$5'
    """
    if not _OPENING.search(text) or len(text) > LONGEST_TEX:
        return ""
    written, position = [], 0
    found = list(typed_formulas(text))
    for start, end in found:
        written += [text[position:start].replace("$", "\\$"), text[start:end]]
        position = end
    tex = "".join([*written, text[position:].replace("$", "\\$")])
    # What stands between them may look like a formula to TeX, such as words in `\(…\)`.
    is_sure = FORMULA.findall(tex) == [text[start:end] for start, end in found]
    return tex if found and is_sure else ""


def typed_formulas(text: str) -> Iterator[tuple[int, int]]:
    """Where the formulas of a title stand that is no TeX itself, their marks included."""
    done, missing = 0, dict[str, bool]()
    for match in _OPENING.finditer(text):
        start = match.start()
        found = formula_at(text, start, missing) if start >= done else None
        if found is None or not FORMULA.fullmatch(text[start : found[2]]):
            continue
        is_one_word = len(found[0].split()) == 1
        if is_one_word or match[0] != "$" or _TELLING.search(found[0]):
            done = found[2]
            yield start, done


@lru_cache(maxsize=2000)
def formula_parts(tex: str) -> tuple[tuple[str, str], ...]:
    """A title's words and formulas in their order: of each its words, and its TeX without marks
    (``""`` for what is no formula)."""
    parts, position = [], 0
    for match in FORMULA.finditer(tex):
        parts.append((tex[position : match.start()].replace("\\$", "$"), ""))
        signs = formula_signs(match[0])
        parts.append((match[0] if signs is None else signs, bare_formula(match[0])))
        position = match.end()
    parts.append((tex[position:].replace("\\$", "$"), ""))
    return tuple(part for part in parts if part[0])


def written_signs(tex: str) -> str:
    """A title's words, in which formulas stand as signs."""
    return " ".join("".join(words for words, _tex in formula_parts(tex)).split())


def html_with_formulas(tex: str, write: WriteFormula) -> str:
    """A title as HTML with its formulas set; one that cannot be set stands in signs."""
    html, left = "", MOST_MARKUP
    for words, formula in formula_parts(tex):
        markup = write(formula) if formula and left > 0 else ""
        left -= len(markup)
        html += markup or escape(words)
    return html


def tex_of(record: Mapping[str, Any], field: str) -> str:
    """The TeX of a field that has formulas; ``""`` where it has none, or was changed since."""
    tex = text_beside(record, TEX, field)
    is_read = 0 < len(tex) <= LONGEST_TEX
    return tex if is_read and written_signs(tex) == record.get(field) else ""


def keep_tex_of(record: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The record with the TeX that another one has of the titles that are the same in both."""
    whole = dict(record)
    for field in sorted(FORMULA_FIELDS & set(record)):
        if record[field] == other.get(field) and (tex := tex_of(other, field)):
            whole = keep_text(whole, TEX, field, tex)
    return whole


def typed_title(record: Mapping[str, Any], field: str) -> str:
    """A title as somebody would type it; ``""`` where it has no formula, or typed it would be read
    otherwise."""
    tex = tex_of(record, field)
    typed = tex.replace("\\$", "$")
    return typed if typed_tex(typed) == tex else ""


def record_in_signs(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with signs in its titles for formulas of TeX, which are kept beside them."""
    whole = dict(record)
    for field in sorted(FORMULA_FIELDS & set(record)):
        text = record[field]
        tex = typed_tex(text) if isinstance(text, str) and not tex_of(record, field) else ""
        if not tex:
            continue
        rich = written_signs(typed_tex(kept_text(record, RICH, field)))
        whole = {**keep_text(whole, TEX, field, tex), field: written_signs(tex)}
        if rich and plain_words(rich) == whole[field]:
            whole = keep_text(whole, RICH, field, rich)
    return whole


def shielded_formulas(
    record: Mapping[str, Any], field: str, text: str, mark: Callable[[str, str], str]
) -> str:
    """A field's ``text``, perhaps with markup, with each formula in a ``nocase`` span, so that
    styles leave it as it is. ``mark(words, tex)`` gives what stands in the span."""
    tex = tex_of(record, field)
    if not tex:
        return text
    places = list(_places_of_formulas(tex))
    # A field that was typed with tags has them in its words.
    at = range(len(text)) if text == record[field] else _places_of_words(text)
    for first, last, formula in reversed(places):
        start, end = at[first], at[last - 1] + 1
        before, words, after = text[:start], text[start:end], text[end:]
        if not TAG.search(words):
            is_kept = before.endswith(KEPT) and after.startswith("</span>")
            marked = mark(words, formula)
            text = before + (marked if is_kept else f"{KEPT}{marked}</span>") + after
    return text


def _places_of_formulas(tex: str) -> Iterator[tuple[int, int, str]]:
    """Where formulas stand in the words of a title."""
    parts = formula_parts(tex)
    marked = "".join(f"{_BEGIN}{words}{_END}" if one else words for words, one in parts)
    formulas = iter([one for _words, one in parts if one])
    start = at = 0
    for sign in " ".join(marked.split()):
        if sign == _BEGIN:
            start = at
        elif sign == _END:
            yield start, at, next(formulas)
        else:
            at += 1


def _places_of_words(text: str) -> list[int]:
    """Where each sign of a text's words stands in the text with its markup."""
    places, position = [], 0
    for tag in TAG.finditer(text):
        places += range(position, tag.start())
        position = tag.end()
    return [*places, *range(position, len(text))]
