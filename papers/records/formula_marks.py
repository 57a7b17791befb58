"""Where TeX stands in text: the rule for its delimiters, which texts and titles share.

`$…$`, `$$…$$`, `\\(…\\)`, `\\[…\\]` and the last two with doubled backslashes, as Jekyll needs
them. A dollar sign opens only before a non-blank and closes only after one and not before a digit
(Pandoc's `tex_math_dollars`), so that prices stay prices. Letters may touch it, as in `$i$th`, but
then words alone are no formula: `$HOME/bin:$PATH`, `US$-based and A$-based`. No Django here.
"""

import re

WORDS = r"\\(?:text[a-z]*|[mhf]box|emph)\s*\{(?:[^{}\\\n]|\\[^\n]|\{[^{}\n]*\})*+\}"
DOUBLE = re.compile(rf"\$\$((?:[^$\\]|{WORDS}|\\.|\$(?!\$))++)\$\$(?!\$)", re.S)
SINGLE = re.compile(
    rf"\$(?=[^\s$])((?:[^$\\\n]|{WORDS}|\\[^\n]|\n(?![ \t]*\n))++)(?<=\S)\$(?![0-9])"
)
BRACKETS = {
    "\\(": ("\\)", False),
    "\\[": ("\\]", True),
    "\\\\(": ("\\\\)", False),
    "\\\\[": ("\\\\]", True),
}
BRACKET = re.compile(r"\\\\?[(\[]")
PROSE = re.compile(r"\s*[^\W\d_]{2,}[^\\^_=<>+*/|{}$\d]*\s[^\\^_=<>+*/|{}$]*")
WORD = re.compile(r"[A-Za-z]{4}")


def formula_at(text: str, position: int, missing: dict[str, bool]) -> tuple[str, bool, int] | None:
    """The formula that starts at `position`: its TeX, whether it is display, and where it ends.

    `missing` remembers closing marks that the rest of this text lacks, so that looking stays
    linear.
    """
    if text[position] == "$":
        if text.startswith("$$", position):
            match = DOUBLE.match(text, position)
            return (match[1], False, match.end()) if match and match[1].strip() else None
        before = text[position - 1] if position else " "
        match = None if before in "$\\" else SINGLE.match(text, position)
        if match is None or touches_words(before, match[1], text[match.end() : match.end() + 1]):
            return None
        return match[1], False, match.end()
    opening = BRACKET.match(text, position)
    if opening is None or missing.get(opening[0]):
        return None
    close, display = BRACKETS[opening[0]]
    end = text.find(close, opening.end())
    if end < 0:
        missing[opening[0]] = True
        return None
    inside = text[opening.end() : end]
    if not inside.strip() or "\n\n" in inside:
        return None
    if len(close) == 2 and is_prose(inside, display=display):
        return None
    return inside, display, end + len(close)


def touches_words(before: str, inside: str, after: str) -> bool:
    """Whether dollar signs stand right beside Latin letters or digits and hold words or money."""
    touched = (before + after).strip()
    if not touched or not any(one.isascii() and one.isalnum() for one in touched):
        return False
    if "\\$" in inside:
        return True
    return WORD.search(inside) is not None and not any(one in inside for one in "\\^_={}")


def is_prose(inside: str, *, display: bool) -> bool:
    """Whether brackets are only escaped: `\\[see below\\]`, or a note's number, `\\[1\\]`."""
    return PROSE.fullmatch(inside) is not None or (display and inside.strip().isdigit())
