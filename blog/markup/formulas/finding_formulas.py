"""Find TeX in text by its six delimiters, and show it.

`$…$`, `$$…$$`, `\\(…\\)`, `\\[…\\]` and the last two with doubled backslashes, as Jekyll needs
them. A dollar sign opens only before a non-blank and closes only after one and not before a digit
(Pandoc's `tex_math_dollars`), so that prices stay prices. Letters may touch it, as in `$i$th`, but
then words alone are no formula: `$HOME/bin:$PATH`, `US$-based and A$-based`.
"""

import re
import xml.etree.ElementTree as ET

from blog.markup.document.state import Document, raw_element
from blog.markup.document.tex_macros import TexError
from blog.markup.formulas.mathml import to_mathml

MAX_MARKUP = 700_000  # characters of MathML in one text; beyond, formulas stay source
SHARE, FREE = 17, 10_000  # nor more than so many for each character of the text, and some more
OVERHEAD = 100  # what a formula costs besides its MathML, in characters
OF_MACROS = 5  # and each character that a macro wrote, which a short text can repeat at will

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
BEHIND = re.compile(r"[ \t]*\{([#.][^{}]*|[\w-]+=[^{}]*)\}[ \t]*$")  # Pandoc's attributes
WORD = re.compile(r"[A-Za-z]{4}")
BLOCK_START = re.compile(
    r" {0,3}(\$\$|\\\\?\[|"
    r"\\begin\{(?:equation|align|gather|multline|eqnarray|alignat|flalign)\*?\})"
)


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


def block_at(document: Document, lines: list[str], index: int) -> tuple[str, int] | None:
    """A display formula that starts at this line and ends with its line.

    Its TeX and the next line's index.
    """
    match = BLOCK_START.match(lines[index])
    if match is None:
        return None
    opening = match[1]
    close = {"$$": "$$", "\\[": "\\]", "\\\\[": "\\\\]"}.get(opening) or opening.replace(
        "begin", "end"
    )
    inside: list[str] = []
    rest = lines[index][match.end() :]
    for number in range(index, len(lines)):
        line = rest if number == index else lines[number]
        found = line.find(close)
        if found >= 0:
            behind = line[found + len(close) :]
            if behind.strip() and not BEHIND.match(behind):
                return None
            inside.append(line[:found])
            break
        if not document.spend(4) or (number > index and not line.strip() and opening != "$$"):
            return None
        inside.append(line)
    else:
        return None
    tex = "\n".join(inside)
    if opening == "\\[" and is_prose(tex, display=True):
        return None
    if opening.startswith("\\begin"):
        tex = f"{opening}{tex}{close}"
    return (tex, number + 1) if tex.strip() else None


def formula_element(
    document: Document, tex: str, *, display: bool, written: str = ""
) -> ET.Element:
    """The element that shows a formula: MathML, or its source with a problem told to the author.

    The source is what was `written`, where the formula shows more than that.
    """
    source = (written or tex).strip()
    short = source
    short = short if len(short) <= 80 else short[:77] + "…"

    def tell(what: str) -> None:
        document.report(f"The formula “{short}” is shown without its “{what}”.", source)

    limit = min(MAX_MARKUP, SHARE * len(document.source) + FREE)
    try:
        if document.formulas > limit:
            raise TooManyFormulas
        markup = to_mathml(tex, document.macros, display=display, tell=tell)
        document.formulas += len(markup)
        if document.formulas > limit:
            raise TooManyFormulas
        return raw_element(markup, source)
    except TooManyFormulas:
        document.report("From here on formulas are shown as their source: the text has too many.")
    except TexError as error:
        document.report(f"The formula “{short}” is shown as its source: {error}.", source)
    finally:
        document.formulas += len(tex) + OVERHEAD + OF_MACROS * document.macros.written
        document.macros.written = 0
    element = ET.Element("code", {"class": "math-error"})
    element.text = source
    return element


class TooManyFormulas(Exception):
    """What the formulas of one text may cost is spent."""
