"""Make TeX ready to be read: comments out, macros expanded, and checked for what would not end."""

import re

from blog.markup.document.tex_macros import (
    MAX_TEX,
    Macros,
    TexError,
    expand_macros,
    take_definitions,
)

MAX_BRACES = 40
COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*")
NESTING = re.compile(r"\\[\\{}]|[{}]|\\(?:left|right|begin|end)(?![a-zA-Z])")
OPENING = frozenset({"{", "\\left", "\\begin"})


def prepare_tex(tex: str, macros: Macros) -> str:
    """Take definitions out of `tex` (into `macros`) and expand the rest.

    Raises TexError for what cannot be converted.
    """
    if len(tex) > MAX_TEX:
        raise TexError(f"it has {len(tex):,} characters; at most {MAX_TEX:,} can be shown")
    tex = COMMENT.sub(r"\1", tex) if "%" in tex else tex
    check_nesting(tex)
    tex = expand_macros(take_definitions(tex, macros), macros)
    return tex.strip()


def check_nesting(tex: str) -> None:
    """Raise TexError where braces, `\\left` or `\\begin` stand too deep or alone."""
    depth = deepest = 0
    for sign in NESTING.findall(tex):
        if len(sign) == 2:  # \{, \} and \\
            continue
        depth += 1 if sign in OPENING else -1
        deepest = max(deepest, depth)
    if deepest > MAX_BRACES:
        raise TexError("its braces stand too deep")
    if depth:
        raise TexError("its braces, \\left or \\begin do not match")
