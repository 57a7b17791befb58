"""Frames: wide tables, code and formulas scroll inside the text, by keyboard too; a formula in a
line keeps the signs at its sides. No Django here.

WCAG 2.2, 2.1.1: what scrolls must be reached without a pointer, so it takes the focus.
"""

import re

from blog.markup.page.headings import TEX

TABLE = re.compile(r"<table\b|</table>")
PRE = re.compile(r"<pre(?=[ >])")
FORMULA = re.compile(r"([(\[“‘„«]{0,3})(<math\b([^>]*)>.*?</math>)([)\]”’“»,.;:!?…%]{0,4})", re.S)
LONG_TEX = 50  # characters; a formula in a line of text cannot be broken, and may pass a phone's


def frame_formula(match: re.Match[str]) -> str:
    """Browsers break a line between a formula and a sign, which a class forbids."""
    before, formula, attributes, after = match.groups()
    if ' display="block"' in attributes:
        return f'{before}<span class="scroll" tabindex="0">{formula}</span>{after}'
    tex = TEX.search(formula)
    if tex is not None and len(tex[1]) > LONG_TEX:
        return f'{before}<span class="scroll inline" tabindex="0">{formula}</span>{after}'
    return f'<span class="unbroken">{match[0]}</span>' if before or after else formula


def make_scrollable(html: str) -> str:
    """Sanitized HTML with a focusable frame around each outermost table, block formula and long
    formula in a line, and one around a short formula with signs. It comes after the citations: a
    sign may be the end of one."""
    html = PRE.sub('<pre tabindex="0"', html)
    html = FORMULA.sub(frame_formula, html)
    parts, depth, done = [], 0, 0
    for match in TABLE.finditer(html):
        is_end = match[0].startswith("</")
        depth = max(0, depth - 1) if is_end else depth + 1
        if not is_end and depth == 1:
            parts += [html[done : match.start()], '<div class="scroll" tabindex="0">']
            done = match.start()
        elif is_end and depth == 0:
            parts += [html[done : match.end()], "</div>"]
            done = match.end()
    return "".join([*parts, html[done:]])
