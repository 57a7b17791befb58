"""Texts of ours as Pandoc reads them, and read back: what it alone would take for something else.

A bare name that cites nothing here has its sign as a character reference, a rule that would begin
a header is one of asterisks. What looks like either already is made longer, so that each text has
one form. Words in headers have Pandoc's backslashes.
"""

import re
from collections.abc import Callable, Collection
from functools import partial

from blog.folder.escaped_shortcodes import (
    escape_for_quarto,
    escaped_for,
    read_quarto_shortcodes,
)
from blog.markup.document.place_names import is_place_name
from blog.transfer.rewriting.code_ranges import code_in
from papers.citing.citation_syntax import find_clusters

_SIGN = re.compile(r"&#(0*)64;")
_RULE = re.compile(r"(?<![^\n]\n)^(?:---|\*{3,})(?=[ \t]*\n[ \t]*\S)", re.MULTILINE)
"""Behind a blank line, and a text right behind it."""
_FORMULA = r"\\\((?:(?!\\\()[^\n])+?\\\)|\$(?!\s)[^$\n]+?(?<!\s)\$(?!\d)"
_TO_ESCAPE = re.compile(rf"({_FORMULA})|([\\`*_\[\]<>$@^~|&#{{}}])|^([-+:])")
_ESCAPED = re.compile(rf"({_FORMULA})|\\([!-/:-@\[-`{{-~])|&#(9[13]);")
_with_shortcodes = partial(escaped_for, escape_for_quarto, frozenset({"video", "pagebreak"}))


def text_for_pandoc(text: str, is_html: bool, known: Collection[str]) -> str:
    """``known`` are the keys that cite."""
    text = _with_shortcodes(text, is_html, known)
    if is_html:
        return text
    named = [
        one.start
        for one in find_clusters(text)
        if one.is_narrative and is_no_work(one.items[0].key, known)
    ]
    names = [at for at in named if not code_in(text, is_html).covers(at)]
    text = "&#64;".join(
        _SIGN.sub(r"&#0\g<1>64;", text[start:end])
        for start, end in zip([0, *(at + 1 for at in names)], [*names, None], strict=True)
    )
    return with_rules(text, lambda rule: "***" if rule == "---" else f"{rule}*")


def is_no_work(key: str, known: Collection[str]) -> bool:
    return key not in known and not is_place_name(key)


def text_from_pandoc(text: str, is_html: bool) -> str:
    if not is_html:
        text = _SIGN.sub(lambda one: f"&#{one[1][1:]}64;" if one[1] else "@", text)
        text = with_rules(text, lambda rule: "---" if rule == "***" else rule[:-1])
    return read_quarto_shortcodes(text)


def with_rules(text: str, changed: Callable[[str], str]) -> str:
    """With others in place of the rules that are, or stand for, what may begin a header."""

    def replaced(rule: re.Match[str]) -> str:
        return rule[0] if code_in(text, False).covers(rule.start()) else changed(rule[0])

    return _RULE.sub(replaced, text)


def escaped_mark(value: str) -> str:
    """Words that Pandoc shows as they are, with formulas as formulas; brackets behind backslashes
    would be one."""
    return _TO_ESCAPE.sub(escaped_sign, value)


def escaped_sign(found: re.Match[str]) -> str:
    sign = found[2] or found[3]
    if sign in ("[", "]"):
        return f"&#{ord(sign)};"
    return found[1] or f"\\{sign}"


def read_mark(value: str) -> str:
    return _ESCAPED.sub(lambda one: one[1] or one[2] or chr(int(one[3])), value)
