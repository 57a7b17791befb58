"""Formulas of TeX as signs: ``${\\mathrm{MoS}}_{2}$`` → ``MoS₂``. No Django here.

What Unicode has no signs for is written plain (``m_eff``, ``a/b``); a formula with a command that
we do not know has none.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from pylatexenc.latex2text import fmt_math_text_style, get_default_latex_context_db

FORMULA = re.compile(
    r"(?<!\\)\$\$[^$]{1,500}(?<!\\)\$\$|(?<!\\)\$[^$]{1,500}(?<!\\)\$"
    r"|(?<!\\)\\\(.{1,500}?\\\)"
)
"""A formula of TeX, its marks included."""
_MARKS = re.compile(r"^(?:\$\$?|\\\()|(?:\$\$?|\\\))$")
_TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|\s+|.", re.DOTALL)
_PLAIN = frozenset(
    {"mathrm", "text", "textrm", "textit", "textbf", "mathit", "mathbf", "mathsf", "mathtt", "mbox"}
    | {"hbox", "operatorname", "boldsymbol", "bm", "mathop", "mathbin", "mathrel", "mathord"}
    | {"textsc", "textsf", "texttt", "emph", "mathnormal", "ensuremath", "rm", "bf", "it", "sf"}
    | {"left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "limits"}
    | {"nolimits", "displaystyle", "textstyle", "scriptstyle", "mathstrut", "protect", "relax"}
    | {"!", "/", "-"}
)
_STYLED = {"mathbb": "doublestruck", "mathcal": "script", "mathscr": "script"}
_STYLED |= {"mathfrak": "fraktur"}
_SPACES = frozenset({",", ";", ":", ">", " ", "quad", "qquad", "enspace", "thinspace", "\\"})
_NAMES = frozenset(
    {"log", "ln", "lg", "exp", "sin", "cos", "tan", "cot", "sinh", "cosh", "tanh", "arcsin"}
    | {"arccos", "arctan", "min", "max", "sup", "inf", "lim", "limsup", "liminf", "det", "dim"}
    | {"ker", "gcd", "deg", "hom", "arg", "Pr", "argmin", "argmax", "mod", "bmod", "sec", "csc"}
)
_ACCENTS = {"hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0305"}
_ACCENTS |= {"tilde": "\u0303", "widetilde": "\u0303", "vec": "\u20d7", "dot": "\u0307"}
_ACCENTS |= {"ddot": "\u0308", "check": "\u030c", "breve": "\u0306", "acute": "\u0301"}
_ACCENTS |= {"grave": "\u0300", "underline": "\u0332"}
_FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "nicefrac", "sfrac"})
_SIGNS = {"colon": ":", "lt": "<", "gt": ">", "lbrace": "{", "rbrace": "}", "|": "‖"}
_SIGNS |= {"prime": "′", "backslash": "\\", "vert": "|", "lvert": "|", "rvert": "|"}
_ALONE = frozenset("∞∂∇∑∏∫√¬∅ℏ±∓∘")
_UP = dict(zip("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾", strict=True))
_UP |= dict(zip("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True))
_UP |= dict(zip("ABDEGHIJKLMNOPRTUVW", "ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ", strict=True))
_UP |= {"∘": "°", "°": "°", "*": "*", "∗": "*", "†": "†", "‡": "‡", "′": "′"}
_DOWN = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
_DOWN |= dict(zip("aehijklmnoprstuvxβγρφχ", "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))
_BEGIN, _END = "\ue002", "\ue003"  # of a name such as `log`
MOST_DEEP = 20


class UnknownTexError(Exception):
    """A command that has no signs."""


def formula_signs(formula: str) -> str | None:
    """A formula, with or without its marks, as signs; ``None`` where it has none.

    >>> formula_signs(r"$O(n\\log n)$")
    'O(n log n)'
    """
    try:
        written = _FormulaReader(bare_formula(formula)).sequence(0)
    except UnknownTexError:
        return None
    written = _unmarked(re.sub(rf"(?<=[\w)]){_BEGIN}|{_END}(?=\w)", " ", written))
    return " ".join(re.sub(r"\s+([,)])|(\()\s+", r"\1\2", written).split())


def bare_formula(formula: str) -> str:
    """A formula without its marks."""
    return _MARKS.sub("", formula)


@lru_cache(maxsize=2000)
def tex_symbol(name: str) -> str | None:
    """The sign of a command that takes no argument, ``None`` for one that is not known."""
    spec = _symbols().get_macro_spec(name)
    sign = getattr(spec, "simplify_repl", None) if spec and spec.macroname == name else None
    is_sign = isinstance(sign, str) and sign.strip() and "%" not in sign and "<" not in sign[:-1]
    return str(sign) if is_sign else None


@lru_cache(maxsize=1)
def _symbols() -> Any:
    return get_default_latex_context_db()


class _FormulaReader:
    """Reads a formula from its first piece to its last."""

    def __init__(self, tex: str) -> None:
        self.pieces, self.at = _TOKEN.findall(tex), 0

    def sequence(self, depth: int) -> str:
        """Up to the brace that closes it."""
        if depth > MOST_DEEP:
            raise UnknownTexError
        written = ""
        while self.at < len(self.pieces) and self.pieces[self.at] != "}":
            written += self.next(depth)
        self.at += 1
        return written

    def next(self, depth: int) -> str:
        piece = self.pieces[self.at]
        self.at += 1
        if piece == "{":
            return self.sequence(depth + 1)
        if piece in ("^", "_"):
            return _script(self.argument(depth), piece)
        if piece.startswith("\\") and len(piece) > 1:
            return self.command(piece[1:], depth)
        return {"'": "′", "~": " ", "&": " "}.get(piece, " " if piece.isspace() else piece)

    def argument(self, depth: int) -> str:
        while self.at < len(self.pieces) and self.pieces[self.at].isspace():
            self.at += 1
        if self.at >= len(self.pieces) or self.pieces[self.at] == "}" or depth > MOST_DEEP:
            raise UnknownTexError
        return self.next(depth + 1)

    def command(self, name: str, depth: int) -> str:
        if name in _PLAIN:
            is_empty = name in ("left", "right") and self.pieces[self.at : self.at + 1] == ["."]
            self.at += is_empty
            while not is_empty and self.pieces[self.at : self.at + 1] == [" "]:
                self.at += 1  # TeX's blank after a command
            return ""
        if name in _SPACES:
            return " "
        if name in _NAMES:
            return f"{_BEGIN}{'mod' if name == 'bmod' else name}{_END}"
        if name in _STYLED:
            return str(fmt_math_text_style(self.argument(depth), _STYLED[name]))
        if name in _ACCENTS:
            return _accented(self.argument(depth), _ACCENTS[name])
        if name in _FRACTIONS:
            parts = [_one(self.argument(depth)) for _part in range(2)]
            return "/".join(parts)
        if name == "sqrt":
            return f"√{_one(self.argument(depth))}"
        return self.sign(name)

    def sign(self, name: str) -> str:
        sign = _SIGNS.get(name) or (name if not name.isalpha() else tex_symbol(name))
        if sign is None:
            raise UnknownTexError
        if unicodedata.category(sign[0])[0] == "L":
            following = self.pieces[self.at : self.at + 1]
            self.at += bool(following and following[0].isspace())  # TeX's blank after a command
        is_relation = unicodedata.category(sign[0]) == "Sm" and sign not in _ALONE and sign != "|"
        return f" {sign} " if is_relation else sign


def _unmarked(text: str) -> str:
    return text.replace(_BEGIN, "").replace(_END, "")


def _script(text: str, mark: str) -> str:
    text = _unmarked(text).strip()
    text = text if text.isalnum() else text.replace(" ", "")
    table = _UP if mark == "^" else _DOWN
    if text and all(one in table for one in text):
        return "".join(table[one] for one in text)
    return (
        f"{mark}{text}" if text.isalnum() or len(text) == 1 else f"{mark}({text})" if text else ""
    )


def _accented(text: str, accent: str) -> str:
    return unicodedata.normalize("NFC", text + accent) if len(text) == 1 else text


def _one(text: str) -> str:
    """In brackets unless it is one word."""
    text = _unmarked(text).strip()
    return text if all(one.isalnum() for one in text) else f"({text})"
