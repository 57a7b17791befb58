"""Texts of records with markup: what CSL-JSON allows in a title, and the words without it.

A record's fields are words. Where a title has italics, small capitals or letters set high or low,
the text with its markup stands beside it in ``custom``: under ``RICH`` with capital letters as they
are meant, under ``BRACED`` as BibTeX has them, where only what braces hold keeps its case (a
``nocase`` span). Either counts while its words are the field's: a title that was changed since is
shown as it is written. No Django here.
"""

import re
from collections.abc import Mapping
from typing import Any

RICH = "rich"
BRACED = "braced"
TEX = "tex"
"""In a record's ``custom``: the texts of fields that TeX's formulas stand in, by field."""
RICH_FIELDS = frozenset(
    {"title", "title-short", "container-title", "container-title-short", "collection-title"}
    | {"original-title", "event-title", "volume-title"}
)
KEPT = '<span class="nocase">'
TAG = re.compile(r'</?(?:i|b|sup|sub|sc)>|<span class="nocase">|</span>')
"""The markup of records; everything else is text."""
_HTML = re.compile(
    r"<(?P<end>/?)(?:(?:jats:)?(?P<name>i|b|em|italic|strong|bold|sub|sup|scp|sc|span|u|underline)"
    r"|(?P<other>(?:jats|mml):[\w-]+))(?P<more>\s[^<>]*)?\s*/?>",
    re.I,
)
_NAMES = {"em": "i", "italic": "i", "strong": "b", "bold": "b", "scp": "sc"}


def plain_words(text: str) -> str:
    """A text of a record without its markup."""
    return TAG.sub("", text) if "<" in text else text


def markup_of_html(text: str) -> str:
    """HTML as Zotero and Crossref write it in titles, as the markup of records; what letters look
    like and records have no markup for is left out, and so is all of it where a tag is missing."""
    opened: list[str] = []
    unbalanced = False

    def tag(match: re.Match[str]) -> str:
        nonlocal unbalanced
        if match["other"]:
            return ""
        if not match["end"]:
            opened.append(_begin(match))
            return opened[-1]
        if not opened:
            unbalanced = True
            return ""
        return end_of(opened.pop())

    if "<" not in text:
        return text
    written = _HTML.sub(tag, text)
    return plain_words(written) if unbalanced or opened else written


def _begin(match: re.Match[str]) -> str:
    name, more = match["name"].lower(), (match["more"] or "").lower()
    name = _NAMES.get(name, name)
    if name in ("u", "underline"):
        return ""
    if name == "span":
        is_kept = "nocase" in more
        return KEPT if is_kept else "<sc>" if "small-caps" in more else ""
    return f"<{name}>"


def end_of(begin: str) -> str:
    """The tag that closes another one; ``""`` for none."""
    return "</span>" if begin == KEPT else begin.replace("<", "</")


def kept_text(record: Mapping[str, Any], key: str, field: str) -> str:
    """The text with markup that a record keeps of a field; ``""`` where it has none, or the field
    was changed since."""
    text = text_beside(record, key, field)
    return text if plain_words(text) == record.get(field) else ""


def text_beside(record: Mapping[str, Any], key: str, field: str) -> str:
    """What stands beside a field, whatever has become of the field; ``""`` where nothing does."""
    custom = record.get("custom")
    kept = custom.get(key) if isinstance(custom, dict) else None
    text = kept.get(field) if isinstance(kept, dict) else None
    return text if isinstance(text, str) else ""


def keep_text(record: Mapping[str, Any], key: str, field: str, text: str) -> dict[str, Any]:
    """The record with a text with markup beside one of its fields."""
    custom = dict(record.get("custom") or {})
    kept = custom.get(key)
    custom[key] = {**(kept if isinstance(kept, dict) else {}), field: text}
    return {**record, "custom": custom}
