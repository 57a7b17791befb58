"""Formulas that stand in titles."""

import re
from contextlib import suppress
from functools import lru_cache

from blog.markup.document.tex_macros import Macros, TexError, take_definitions
from blog.markup.formulas.mathml import to_mathml

MOST_MARKUP = 20_000  # characters of MathML
LONG = 16  # signs; a formula cannot be broken, and in a heading a longer one may pass a phone's
_UNSEEN = re.compile(r"<annotation\b.*?</annotation>|<[^>]*>|(?<=&)\w+;", re.S)


@lru_cache(maxsize=2000)
def formula_html(tex: str, definitions: str = "") -> str:
    """A formula in a line as MathML; ``""`` where a part of it is not understood, or it is too
    long. ``definitions`` are those of the site (``render`` has them as `macros`).

    A long one stands in a frame that scrolls. The frame takes no focus of its own, since titles
    are links too.
    """
    macros, left_out = Macros(), list[str]()
    with suppress(TexError):  # of definitions that were sound when they were stored
        take_definitions(definitions, macros)
    try:
        markup = to_mathml(tex, macros, display=False, tell=left_out.append)
    except TexError:
        return ""
    if left_out or len(markup) > MOST_MARKUP:
        return ""
    is_long = len(_UNSEEN.sub("", markup)) > LONG
    return f'<span class="scroll inline">{markup}</span>' if is_long else markup
