"""Formulas of texts: those that stand in lines of their own, and what shows a formula."""

import re
import xml.etree.ElementTree as ET

from blog.markup.document.state import Document, raw_element
from blog.markup.document.tex_macros import TexError
from blog.markup.formulas.mathml import to_mathml
from papers.records.formula_marks import is_prose

MAX_MARKUP = 700_000  # characters of MathML in one text; beyond, formulas stay source
SHARE, FREE = 17, 10_000  # nor more than so many for each character of the text, and some more
OVERHEAD = 100  # what a formula costs besides its MathML, in characters
OF_MACROS = 5  # and each character that a macro wrote, which a short text can repeat at will

BEHIND = re.compile(r"[ \t]*\{([#.][^{}]*|[\w-]+=[^{}]*)\}[ \t]*$")  # Pandoc's attributes
BLOCK_START = re.compile(
    r" {0,3}(\$\$|\\\\?\[|"
    r"\\begin\{(?:equation|align|gather|multline|eqnarray|alignat|flalign)\*?\})"
)


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
        document.formulas += len(markup) + (len("&nbsp;") - 1) * markup.count("\u00a0")
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
