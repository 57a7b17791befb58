"""TeX's way of writing letters, as the letters themselves. No Django here, and nothing is run."""

import re
import unicodedata
from functools import lru_cache

from pylatexenc.latex2text import LatexNodes2Text, get_default_latex_context_db
from pylatexenc.latexwalker import LatexWalkerError

MAX_DEPTH = 40
MAX_LENGTH = 20_000
_FORMULA = re.compile(r"(?<!\\)\$[^$]{1,500}\$|\\\(.{1,500}?\\\)")
_COMMAND = re.compile(r"\\[a-zA-Z]+\*?|\\.|[{}]", re.DOTALL)
_ACCENTS = {"`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308"}
_ACCENT = re.compile(r"\\([`'^~\"])(?:\{([A-Za-z]|\\[ij])\}|([A-Za-z]|\\[ij](?![a-zA-Z])))")
_HARD = re.compile(r"[\\$~`]|''|[^\S ]")
_ACTIVE = re.compile(r"\\(?:input|include|write|openin|read|catcode|def|csname|immediate)\b")


def decode_latex(text: str) -> str:
    """A field as plain text on one line: accents composed, braces gone, formulas as they stand.

    Commands that read files or define others are taken out; text too deep or too long to be a
    field only loses its commands and braces.
    """
    if not re.search(r"[\\{}~`'$-]", text):
        return " ".join(text.split())
    if (plain := _simple(text)) is not None:
        return plain
    if len(text) > MAX_LENGTH or _depth(text) > MAX_DEPTH:
        return " ".join(_COMMAND.sub("", text[:MAX_LENGTH]).split())
    formulas: list[str] = []

    def keep(match: re.Match[str]) -> str:
        formulas.append(match[0])
        return f"\ue000{len(formulas) - 1}\ue001"

    kept = _FORMULA.sub(keep, _ACTIVE.sub("", text.replace("\ue000", "").replace("\ue001", "")))
    plain = _convert(re.sub(r"(?<!\\)([%&#_^])", r"\\\1", kept).replace("\\^{", "\\^{"))
    plain = re.sub(r"\ue000(\d+)\ue001", lambda m: formulas[int(m[1])], plain)
    return " ".join(plain.replace("\u00a0", " ").split())


def _simple(text: str) -> str | None:
    """Text with no more than accents, braces and dashes; `None` if there is more to do."""
    plain = _ACCENT.sub(_accented, text)
    if _HARD.search(plain) or len(text) > MAX_LENGTH:
        return None
    plain = plain.replace("---", "—").replace("--", "–")  # a brace parts two dashes
    plain = plain.replace("{", "").replace("}", "")
    return " ".join(plain.split())


def _accented(match: re.Match[str]) -> str:
    letter = (match[2] or match[3]).removeprefix("\\")
    return unicodedata.normalize("NFC", letter + _ACCENTS[match[1]])


def _depth(text: str) -> int:
    deepest = depth = 0
    for mark in re.findall(r"(?<!\\)[{}]", text):
        depth += 1 if mark == "{" else -1
        deepest = max(deepest, depth)
    return deepest


def _convert(text: str) -> str:
    try:
        return _converter().latex_to_text(text)
    except (LatexWalkerError, RecursionError, IndexError, ValueError):
        return _COMMAND.sub("", text)


@lru_cache(maxsize=1)
def _converter() -> LatexNodes2Text:
    return LatexNodes2Text(
        latex_context=get_default_latex_context_db(),
        math_mode="verbatim",
        keep_comments=True,
        strict_latex_spaces=False,
    )
