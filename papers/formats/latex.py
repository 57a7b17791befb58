"""TeX's way of writing letters, as the letters themselves. No Django here, and nothing is run.

Of a command that is not known the argument stays, without one the command itself: no word that an
author wrote may be lost. The few whose argument is no text are ``_NO_TEXT``; those whose argument
has no place in a field are told (`left_out`).
"""

import html
import re
import unicodedata

from papers.records.rich_text import KEPT, markup_of_html
from papers.records.tex_formulas import FORMULA, formula_signs, tex_symbol
from papers.records.title_case import canonical_braces

MAX_DEPTH = 40
MAX_LENGTH = 20_000
_COMMAND = re.compile(r"\\[a-zA-Z]+\*?|\\.|[{}]", re.DOTALL)
_ACCENTS = {"`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308"}
_ACCENT = re.compile(r"\\([`'^~\"])(?:\{([A-Za-z]|\\[ij])\}|([A-Za-z]|\\[ij](?![a-zA-Z])))")
_EVERY_ACCENT = _ACCENTS | {"=": "\u0304", ".": "\u0307", "u": "\u0306", "v": "\u030c"}
_EVERY_ACCENT |= {"H": "\u030b", "c": "\u0327", "k": "\u0328", "d": "\u0323", "b": "\u0331"}
_EVERY_ACCENT |= {"r": "\u030a", "t": "\u0361", "textcommabelow": "\u0326"}
_HARD = re.compile(r"[\\$~`]|''|[^\S ]")
_TOKEN = re.compile(r"\\[a-zA-Z]+\*?|\\.|---?|``|''|[!?]`|.", re.DOTALL)
_MARKS = {"---": "—", "--": "–", "``": "“", "''": "”", "!`": "¡", "?`": "¿", "~": " "}
_SINGLE = re.compile(r"(?<![\\`?!])`(?!`)([^`]{1,200}?)'(?!['\w])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(
    r"</?(?:i|b|em|strong|sub|sup|scp|sc|span|u|(?:jats|mml):[\w-]+)(?:\s[^<>]*)?\s*/?>", re.I
)
_BREAK = re.compile(r"</?(?:p|br)\s*/?>", re.I)
_SORT = r"\\(?:noopsort|sortnoop|noop|sortkey)\s*\{[^{}]*\}"
_SORT_MARK = re.compile(rf"\{{\s*{_SORT}\s*\}}|{_SORT}", re.I)
_IN_FORMULAS_OR_NOT = re.compile(
    r"\\ifmmode(?![a-zA-Z])[^\n]{0,99}?\\else\s*([^\n]{0,99}?)\\fi(?![a-zA-Z])\s?"
)
"""What stands in a formula, and what in a text: so APS writes the accents of its entries."""
_ESCAPED_PHANTOM = re.compile(r"\\\{\\vphantom\s*\\\}|\\vphantom\s*\\\{\\\}")
"""What keeps BibTeX from lowering a title's first letter, as exports write it that escape it."""
_NO_TEXT = frozenset(
    {"hspace", "hspace*", "vspace", "vspace*", "phantom", "hphantom", "vphantom", "selectlanguage"}
    | {"color", "label", "fontfamily", "begin", "end", "hypersetup"}
)
"""Commands whose argument is a length, a name or a colour, and no text."""
_SECOND = frozenset(
    {"textcolor", "colorbox", "foreignlanguage", "foreignlanguage*", "textlang", "raisebox"}
    | {"scalebox", "rotatebox", "texorpdfstring", "bibinfo", "bibfield", "parbox"}
)
"""Commands with two arguments, of which the second one is the text."""
_NOTES = frozenset({"footnote", "thanks", "marginpar", "footnotetext", "index"})
_STYLES = {
    "emph": "i",
    "textit": "i",
    "textsl": "i",
    "mkbibemph": "i",
    "textbf": "b",
    "textsc": "sc",
}
_STYLES |= {"textsuperscript": "sup", "textsubscript": "sub", "mkbibitalic": "i"}
_SWITCHES = {"em": "i", "it": "i", "itshape": "i", "sl": "i", "slshape": "i", "bf": "b"}
_SWITCHES |= {"bfseries": "b", "sc": "sc", "scshape": "sc"}
"""Commands that records have markup for: with an argument, and up to the end of a group."""
_QUOTES = frozenset({"enquote", "enquote*", "mkbibquote", "textquote", "textquote*"})
_LOGOS = {name.lower(): name for name in ("TeX", "LaTeX", "BibTeX", "BibLaTeX", "XeTeX", "XeLaTeX")}
_LOGOS |= {
    name.lower(): name for name in ("LuaTeX", "LuaLaTeX", "pdfTeX", "pdfLaTeX", "ConTeXt", "MiKTeX")
}
_LOGOS |= {"latexe": "LaTeX2e", "metapost": "MetaPost", "metafont": "METAFONT", "ams": "AMS"}
_SYMBOLS = {"textless": "<", "textgreater": ">", "textbar": "|", "textbackslash": "\\"}
_SYMBOLS |= {"textasciitilde": "~", "textasciicircum": "^", "textunderscore": "_", "slash": "/"}
_SYMBOLS |= {"textbraceleft": "{", "textbraceright": "}", "textdollar": "$", "textquotesingle": "'"}
_SYMBOLS |= {"textasciigrave": "`", "textmu": "µ", "textohm": "Ω", "texttimes": "×", "textpm": "±"}
_SYMBOLS |= {"textdiv": "÷", "textonehalf": "½", "textonequarter": "¼", "textminus": "−"}
_SYMBOLS |= {"textthreequarters": "¾", "textdegree": "°", "degree": "°", "texteuro": "€"}
_SYMBOLS |= {"euro": "€", "EUR": "€", "textperthousand": "‰", "textonesuperior": "¹"}
_SYMBOLS |= {"texttwosuperior": "²", "textthreesuperior": "³", "textbullet": "•"}
_SYMBOLS |= {"textquotedblleft": "“", "textquotedblright": "”", "textquoteleft": "‘"}
_SYMBOLS |= {"textquoteright": "’", "lq": "‘", "rq": "’", "guillemotleft": "«", "quotedblbase": "„"}
_SYMBOLS |= {"guillemotright": "»", "guilsinglleft": "‹", "guilsinglright": "›", "glqq": "„"}
_SYMBOLS |= {"grqq": "“", "flqq": "«", "frqq": "»", "quotesinglbase": "‚", "textquotedbl": '"'}
_SYMBOLS |= {"textendash": "–", "textemdash": "—", "textellipsis": "…", "dots": "…", "ldots": "…"}
_SYMBOLS |= {"textasteriskcentered": "*", "textnumero": "№", "textsection": "§", "DH": "Ð"}
_SYMBOLS |= {"dh": "ð", "TH": "Þ", "th": "þ", "NG": "Ŋ", "ng": "ŋ", "DJ": "Đ", "dj": "đ"}
_SYMBOLS |= {"cyrchar": "", "textperiodcentered": "·", "textvisiblespace": "␣", "copyright": "©"}
_SYMBOLS |= {"hyphen": "-", "adddot": ".", "isdot": ".", "addcolon": ":", "addcomma": ","}
_SYMBOLS |= {"addsemicolon": ";", "bibrangedash": "–"}
_SYMBOLS |= {"textregistered": "®", "texttrademark": "™", "textcopyright": "©", "pounds": "£"}
_SPACES = frozenset({" ", ",", ";", ":", ">", "\\", "\n", "\t", "quad", "qquad", "par", "newline"})
_SPACES |= {"space", "xspace", "linebreak", "enspace", "thinspace", "hfill", "nobreakspace"}
_SPACES |= {"addspace", "addnbspace"}
_SILENT = frozenset(
    {"protect", "relax", "bf", "it", "em", "sc", "rm", "tt", "sf", "sl", "up", "md", "tiny"}
    | {"scriptsize", "footnotesize", "small", "normalsize", "large", "Large", "LARGE", "huge"}
    | {"Huge", "bfseries", "itshape", "scshape", "slshape", "upshape", "ttfamily", "rmfamily"}
    | {"sffamily", "mdseries", "normalfont", "selectfont", "noindent", "ignorespaces", "unskip"}
    | {"null", "centering", "allowbreak", "nolinebreak", "nobreak", "boldmath", "unboldmath"}
    | {"lsstyle", "leavevmode", "displaystyle", "textstyle", "/", "-", "!", "@", "makeatletter"}
)


def decode_latex(text: str, keeps_formulas: bool = False, left_out: list[str] | None = None) -> str:
    """A field as plain text on one line: accents composed, braces and HTML's tags gone, entities
    and formulas as signs, or formulas as they stand where it `keeps_formulas`.

    What has no place in a field (a footnote, a link's address) is added to `left_out`. Text too
    deep or too long to be a field only loses its commands and braces.
    """
    return " ".join(without_html(_decoded(text, keeps_formulas, left_out)).split())


def decode_with_tex(text: str, left_out: list[str] | None = None) -> tuple[str, str]:
    """A field with signs for its formulas; and where it has any, with TeX for them, in which a
    dollar that is no formula's has a backslash (else ``""``)."""
    plain = decode_latex(text, left_out=left_out)
    if not FORMULA.search(text):
        return plain, ""
    with_tex = _decoded(text.replace("\\$", "\ue004"), True, None).replace("\ue004", "\\$")
    return plain, " ".join(without_html(with_tex).split())


def decode_rich(text: str) -> str:
    """A field with the markup of records, and what braces hold in ``nocase`` spans as far as that
    means anything."""
    written = " ".join(_without_entities(_decoded(text, False, None, is_rich=True)).split())
    return canonical_braces(markup_of_html(_BREAK.sub(" ", written)))


def without_html(text: str) -> str:
    """Entities as characters, and the tags of letters' looks gone, of a text that was HTML once."""
    text = _without_entities(text)
    return _TAG.sub("", _BREAK.sub(" ", text)) if "<" in text else text


def _without_entities(text: str) -> str:
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text


def only_its_text(text: str) -> str:
    """Without what only tells BibTeX how to sort, ``{\\noopsort{1973b}}1973`` → ``1973``, without
    what shows nothing, and without what a formula would have: ``\\ifmmode \\check{z}\\else
    \\v{z}\\fi`` → ``\\v{z}``."""
    if "\\" not in text:
        return text
    text = _ESCAPED_PHANTOM.sub("", text) if "\\vphantom" in text else text
    return _SORT_MARK.sub("", _IN_FORMULAS_OR_NOT.sub(r"\1", text))


def _decoded(
    text: str, keeps_formulas: bool, left_out: list[str] | None, is_rich: bool = False
) -> str:
    if not re.search(r"[\\{}~`'$-]", text):
        return text
    if not (is_rich and "{" in text) and (plain := _simple(text)) is not None:
        return plain
    if len(text) > MAX_LENGTH or _depth(text) > MAX_DEPTH:
        return _COMMAND.sub("", text[:MAX_LENGTH])
    formulas: list[str] = []

    def keep(match: re.Match[str]) -> str:
        written = None if keeps_formulas else formula_signs(match[0])
        signs = match[0] if written is None else written
        formulas.append(f"{KEPT}{signs}</span>" if is_rich else signs)
        return f"\ue000{len(formulas) - 1}\ue001"

    kept = FORMULA.sub(keep, only_its_text(re.sub("[\ue000\ue001]", "", text)))
    kept = _SINGLE.sub(r"‘\1’", kept)
    plain = _TextReader(kept, left_out, is_rich).sequence(is_quoted=False)
    return re.sub(r"\ue000(\d+)\ue001", lambda m: formulas[int(m[1])], plain)


def _simple(text: str) -> str | None:
    """Text with no more than accents, braces and dashes; `None` if there is more to do."""
    plain = _ACCENT.sub(_accented, text)
    if _HARD.search(plain) or len(text) > MAX_LENGTH:
        return None
    plain = plain.replace("---", "—").replace("--", "–")  # a brace parts two dashes
    plain = plain.replace("{", "").replace("}", "")
    return " ".join(plain.split())


def _accented(match: re.Match[str]) -> str:
    letter = (match[2] or match[3]).removeprefix("\\")
    return unicodedata.normalize("NFC", letter + _ACCENTS[match[1]])


def _depth(text: str) -> int:
    deepest = depth = 0
    for mark in re.findall(r"(?<!\\)[{}]", text):
        depth += 1 if mark == "{" else -1
        deepest = max(deepest, depth)
    return deepest


class _TextReader:
    """Reads a field from its first piece to its last; its groups are not deep."""

    def __init__(self, text: str, left_out: list[str] | None, is_rich: bool = False) -> None:
        self.pieces, self.at = _TOKEN.findall(text), 0
        self.left_out, self.is_rich = left_out, is_rich

    def sequence(self, is_quoted: bool) -> str:
        """Up to the end; braces that close nothing are passed over."""
        written = ""
        while self.at < len(self.pieces):
            written += self.group(is_quoted)
        return written

    def group(self, is_quoted: bool) -> str:
        """Up to the brace that closes it."""
        written: list[str] = []
        while self.at < len(self.pieces):
            piece = self.pieces[self.at]
            self.at += 1
            if piece == "}":
                break
            written.append(self.read(piece, is_quoted))
        return "".join(written)

    def read(self, piece: str, is_quoted: bool) -> str:
        if piece == "{":
            return self.braced(is_quoted) if self.is_rich else self.group(is_quoted)
        if len(piece) == 1 or piece[0] != "\\":
            return _MARKS.get(piece, piece)
        name = piece[1:]
        if name in _EVERY_ACCENT:
            bare = name if name in "~^" else ""  # so TeX writes addresses
            return self.accented(_EVERY_ACCENT[name], is_quoted) or bare
        return self.with_arguments(name, is_quoted) if self.has_group() else self.sign(piece, name)

    def braced(self, is_quoted: bool) -> str:
        """A group of a rich text, which keeps its case unless it only changes how letters look."""
        name = self.pieces[self.at][1:] if self.at < len(self.pieces) else ""
        is_command = bool(name) and self.pieces[self.at][0] == "\\"
        written = self.group(is_quoted)
        if is_command and name in _SWITCHES:
            return f"<{_SWITCHES[name]}>{written}</{_SWITCHES[name]}>"
        return f"{KEPT}{written}</span>"

    def with_arguments(self, name: str, is_quoted: bool) -> str:
        """A command before a group."""
        if name in _QUOTES:
            marks = "‘’" if is_quoted or name.endswith("*") else "“”"
            words = self.argument(True)
            kept = f"{KEPT}{words}</span>" if self.is_rich else words  # a title within a title
            return f"{marks[0]}{kept}{marks[1]}"
        if self.is_rich and name in _STYLES:
            return f"<{_STYLES[name]}>{self.argument(is_quoted)}</{_STYLES[name]}>"
        if name in _NO_TEXT:
            self.argument(is_quoted)
            return ""
        if name in _NOTES:
            self.leave_out(name, self.argument(is_quoted))
            return ""
        if name == "href":
            self.leave_out(name, self.argument(is_quoted))
            return self.argument(is_quoted)
        if name in _SECOND:
            first = self.argument(is_quoted)
            return self.argument(is_quoted) if self.has_group() else first
        if name in ("uppercase", "MakeUppercase", "MakeTextUppercase"):
            return self.argument(is_quoted).upper()
        return self.sign(f"\\{name}", name)

    def sign(self, piece: str, name: str) -> str:
        """A command without arguments of its own, or one that we do not know."""
        plain = name.removesuffix("*")
        if plain in _SPACES:
            return " "
        if plain in _SILENT:
            return self.skip_blank("")
        if logo := _LOGOS.get(plain.lower()):
            return logo  # a blank behind it is meant, though TeX takes it
        if plain in _SYMBOLS:
            return self.skip_blank(_SYMBOLS[plain])
        if not plain.isalpha():
            return name
        if (sign := tex_symbol(plain)) is not None:
            return self.skip_blank(sign)
        return "" if self.has_group() else piece

    def skip_blank(self, written: str) -> str:
        """TeX's blank after a command ends the command, and is no blank of the text."""
        while self.at < len(self.pieces) and self.pieces[self.at].isspace():
            self.at += 1
        return written

    def has_group(self) -> bool:
        rest = self.pieces[self.at : self.at + 2]
        return bool(rest) and (rest[0] == "{" or (rest[0].isspace() and rest[-1] == "{"))

    def argument(self, is_quoted: bool) -> str:
        """The group that follows, else the next character, ``""`` where nothing does."""
        self.skip_blank("")
        if self.at >= len(self.pieces) or self.pieces[self.at] == "}":
            return ""
        piece = self.pieces[self.at]
        self.at += 1
        if piece == "{":
            return self.group(is_quoted)
        return self.sign(piece, piece[1:]) if len(piece) > 1 and piece[0] == "\\" else piece

    def accented(self, accent: str, is_quoted: bool) -> str:
        text = self.argument(is_quoted)
        letter = {"ı": "i", "ȷ": "j", "\\i": "i", "\\j": "j"}.get(text[:1], text[:1]) or " "
        return unicodedata.normalize("NFC", letter + accent) + text[1:] if text else ""

    def leave_out(self, name: str, text: str) -> None:
        if text.strip() and self.left_out is not None:
            self.left_out.append(f"\\{name}{{{text.strip()}}}")
