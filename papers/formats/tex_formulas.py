"""Formulas of titles as signs: ``${\\mathrm{MoS}}_{2}$`` → ``MoS₂``. No Django here.

A title stands in lists, in ``<title>``, in feeds and in citations, where no formula can be set, so
records have signs, and the TeX beside them for the formats that write it. What Unicode has no signs
for is written plain (``m_eff``, ``a/b``); a formula with a command that we do not know stays TeX.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pylatexenc.latex2text import fmt_math_text_style, get_default_latex_context_db

from papers.records.rich_text import TEX

FORMULA = re.compile(r"(?<!\\)\$\$?[^$]{1,500}(?<!\\)\$\$?|\\\(.{1,500}?\\\)")
"""A formula of TeX, its marks included."""
_SURE = re.compile(r"(?<![\\$\w])\$(?!\s)([^$\n]{1,500})(?<![\s\\])\$(?![\d$])|\\\((.{1,500}?)\\\)")
_TELLING = re.compile(r"[\\^_]|[A-Za-z]")
FORMULA_FIELDS = frozenset(
    {"title", "title-short", "container-title", "container-title-short", "collection-title"}
    | {"original-title", "event-title"}
)
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
    tex = re.sub(r"^(?:\$\$?|\\\()|(?:\$\$?|\\\))$", "", formula)
    try:
        written = _FormulaReader(tex).sequence(0)
    except UnknownTexError:
        return None
    written = _unmarked(re.sub(rf"(?<=[\w)]){_BEGIN}|{_END}(?=\w)", " ", written))
    return " ".join(re.sub(r"\s+([,)])|(\()\s+", r"\1\2", written).split())


def signs_of_text(text: str) -> str:
    """A text with its formulas as signs where it is no TeX itself: ``$5 and $6`` are money."""
    while (found := _SURE.sub(_sure_signs, text)) != text:
        text = found
    return text


def _sure_signs(match: re.Match[str]) -> str:
    tex = match[1] or match[2]
    is_sure = match[2] or (_TELLING.search(tex) and (len(tex) == 1 or re.search(r"[\\^_]", tex)))
    signs = formula_signs(tex) if is_sure else None
    return match[0] if signs is None else signs


def keep_tex(record: Mapping[str, Any], field: str, tex: str) -> dict[str, Any]:
    """The record with the TeX of a field's formulas beside the field."""
    custom = dict(record.get("custom") or {})
    kept = custom.get(TEX)
    custom[TEX] = {**(kept if isinstance(kept, dict) else {}), field: tex}
    return {**record, "custom": custom}


def tex_of(record: Mapping[str, Any], field: str) -> str:
    """The TeX of a field that has formulas; ``""`` where it has none, or was changed since."""
    custom = record.get("custom")
    kept = custom.get(TEX) if isinstance(custom, dict) else None
    tex = kept.get(field) if isinstance(kept, dict) else None
    return tex if isinstance(tex, str) and written_signs(tex) == record.get(field) else ""


def written_signs(tex: str) -> str:
    """A text in which every dollar that is no formula's has a backslash, with signs."""
    whole = FORMULA.sub(lambda match: formula_signs(match[0]) or match[0], tex)
    return " ".join(whole.replace("\\$", "$").split())


def record_in_signs(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with signs in its titles for formulas of TeX, which are kept beside them."""
    whole = dict(record)
    for field in sorted(FORMULA_FIELDS & set(record)):
        text = record[field]
        if not isinstance(text, str) or not ("$" in text or "\\(" in text):
            continue
        if (signs := signs_of_text(text)) != text:
            whole = keep_tex(whole, field, _escaped_dollars(text)) | {field: signs}
    return whole


def _escaped_dollars(text: str) -> str:
    pieces, position = [], 0
    for match in _SURE.finditer(text):
        signs = _sure_signs(match)
        if signs != match[0]:
            pieces += [text[position : match.start()].replace("$", "\\$"), match[0]]
            position = match.end()
    return "".join([*pieces, text[position:].replace("$", "\\$")])


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
