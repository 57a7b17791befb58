"""Formulas on their way through the citation processor, which knows none. No Django here.

A style gets a formula's words between two characters of the private use planes, the first of which
says which formula it is; in the finished HTML both and all between them become its markup. Equal
formulas have one number, so that a style sees that two titles are the same.
"""

import re
from html import escape, unescape

from papers.records.formula_titles import WriteFormula
from papers.records.tex_formulas import formula_signs

FIRST, LAST, END = 0x100000, 0x10FFFC, "\U0010fffd"
_FORMULA = re.compile(f"([{chr(FIRST)}-{chr(LAST)}])((?:[^<{chr(FIRST)}-{END}]|</?sup>)*){END}")
"""Letters that Unicode sets high become ``<sup>``."""
_MARK = re.compile(f"[{chr(FIRST)}-{END}]")
_SET = re.compile(
    r'<math\b.*?<annotation encoding="application/x-tex">([^<]*)</annotation>.*?</math>', re.DOTALL
)
_TAG = re.compile(r"<(?=/?(?:i|b|su[bp]|sc)>|/?span\b)")


class StyledFormulas:
    """The formulas of what is formatted at once."""

    def __init__(self, write: WriteFormula) -> None:
        self.write = write
        self.numbers: dict[str, int] = {}
        self.markup: list[str] = []

    def mark(self, words: str, tex: str) -> str:
        """What a style gets for a formula: its words alone where it cannot be set."""
        if tex not in self.numbers:
            markup = self.write(tex) if len(self.markup) <= LAST - FIRST else ""
            if not markup:
                return _plain(words)
            self.numbers[tex] = len(self.markup)
            self.markup.append(markup)
        return f"{chr(FIRST + self.numbers[tex])}{_plain(words)}{END}"

    def set_in(self, html: str) -> str:
        """Formatted HTML with the formulas in it."""
        return _MARK.sub("", _FORMULA.sub(self._set, html)) if self.markup else html

    def _set(self, match: re.Match[str]) -> str:
        number = ord(match[1]) - FIRST
        is_whole = match[2].count("<sup>") == match[2].count("</sup>")
        return self.markup[number] if is_whole and number < len(self.markup) else match[2]


def formulas_in_words(html: str) -> str:
    """Formatted HTML in which signs stand for the formulas, by the TeX that MathML has with it."""
    return _SET.sub(_words, html)


def _words(match: re.Match[str]) -> str:
    tex = unescape(match[1])
    signs = formula_signs(tex)
    return escape(f"${tex}$" if signs is None else signs, quote=False)


def _plain(words: str) -> str:
    """Words that the processor reads as nothing but words."""
    return _TAG.sub("＜", _MARK.sub("", words))
