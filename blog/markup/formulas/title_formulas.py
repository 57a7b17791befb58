"""Formulas that stand in titles."""

import re
from contextlib import suppress
from functools import lru_cache
from html import unescape

from blog.markup.document.tex_macros import Macros, TexError, take_definitions
from blog.markup.formulas.mathml import to_mathml

MOST_MARKUP = 20_000  # characters of MathML
MOST_WIDE = 10.0  # em; a formula cannot be broken, and in a heading a phone has 280 pixels
NARROW, WIDE = 0.6, 1.2  # em of a letter, and of an operator with the blanks around it
CELL = 0.8  # em around what stands in a cell of a table
FENCES = frozenset("()[]{}|,.!′\u2061")
_LEAF = re.compile(r"<(mi|mn|mo|mtext|ms)\b[^>]*>([^<]*)</")
_SPACE = re.compile(r'<mspace\b[^>]*\bwidth="([\d.]+)em"')


@lru_cache(maxsize=2000)
def formula_html(tex: str, definitions: str = "") -> str:
    """A formula in a line as MathML; ``""`` where a part of it is not understood, or it is too
    long for the line of a phone: words break, and a frame that scrolls would take the focus inside
    of the links that titles are. ``definitions`` are those of the site (``render`` has them as
    `macros`)."""
    macros, left_out = Macros(), list[str]()
    with suppress(TexError):  # of definitions that were sound when they were stored
        take_definitions(definitions, macros)
    try:
        markup = to_mathml(tex, macros, display=False, tell=left_out.append)
    except TexError:
        return ""
    is_long = len(markup) > MOST_MARKUP or _width(markup) > MOST_WIDE
    return "" if left_out or is_long else markup


def _width(markup: str) -> float:
    """About how wide a formula is, in em: as if no letter in it stood above another."""
    leaves = [(name, unescape(text)) for name, text in _LEAF.findall(markup)]
    widths = [
        WIDE if name == "mo" and text not in FENCES else NARROW * len(text) for name, text in leaves
    ]
    cells = max(row.count("<mtd") for row in markup.split("<mtr"))
    return sum(widths) + sum(map(float, _SPACE.findall(markup))) + CELL * cells
