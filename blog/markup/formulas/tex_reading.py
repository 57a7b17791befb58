"""Reads TeX, its macros expanded, into a MathML tree: rows, scripts, arguments, fractions.

One pass over the tokens, whatever the formula holds; what stands inside each other deeper than
MAX_DEPTH is refused. What a command means is in `tex_commands`.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

from blog.markup.document.tex_macros import TexError, rgb_color
from blog.markup.formulas.lengths import ems
from blog.markup.formulas.tex_symbols import (
    LIMIT_NAMES,
    NAMES,
    is_sign,
    operator_element,
    sign_element,
    sign_of,
)
from blog.text.word_sets import word_pairs

MAX_DEPTH = 90
TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|\d+(?:\.\d+)?|\.\d+|\s+|.", re.S)
STYLES = {
    "\\displaystyle": {"displaystyle": "true", "scriptlevel": "0"},
    "\\textstyle": {"displaystyle": "false", "scriptlevel": "0"},
    "\\scriptstyle": {"displaystyle": "false", "scriptlevel": "1"},
    "\\scriptscriptstyle": {"displaystyle": "false", "scriptlevel": "2"},
}
SWITCHED_FONTS = word_pairs(
    r"""
    \rm normal  \bf bold  \it italic  \sf sans-serif  \tt monospace  \cal script  \frak fraktur
    """
)
INFIX = {  # signs around, and whether there is a line
    "\\over": ("", "", True),
    "\\atop": ("", "", False),
    "\\choose": ("(", ")", False),
    "\\brace": ("{", "}", False),
    "\\brack": ("[", "]", False),
    "\\above": ("", "", True),
    "\\overwithdelims": ("", "", True),
    "\\atopwithdelims": ("", "", False),
    "\\abovewithdelims": ("", "", True),
}
DELIMITERS = {".": ""} | word_pairs(
    r"""
    \{ {  \} }  \| ‖  < ⟨  > ⟩  \lgroup ⟮  \rgroup ⟯  \lmoustache ⎰  \rmoustache ⎱
    \lfloor ⌊  \rfloor ⌋  \lceil ⌈  \rceil ⌉
    """
)
DELIMITER_SIGNS = frozenset("()[]|/⟨⟩{}⌈⌉⌊⌋‖⟮⟯⎰⎱\\↑↓↕⇑⇓⇕⌜⌝⌞⌟⟦⟧∣∥⟪⟫")
BRACES_OVER_AND_UNDER = frozenset("⏞⏟⎴⎵⏜⏝")
CLOSING_BRACE = frozenset("}")
ROW_ENDS = frozenset({"}", "&", "\\\\", "\\cr", "\\end", "\\right"})
LIMITS = "limits"  # an attribute of bases that take limits, which is not written

Command = Callable[["TexReader", str], ET.Element | None]


class TexReader:
    """Reads one formula; `commands` says what each command with arguments means.

    `tell` is called with what was left out, in a few words. Methods raise TexError.
    """

    def __init__(
        self, tex: str, commands: dict[str, Command], tell: Callable[[str], None], *, display: bool
    ) -> None:
        self.tokens: list[str] = TOKEN.findall(tex)
        self.at = 0
        self.commands = commands
        self.tell = tell
        self.display = display
        self.depth = 0
        self.font: str | None = None

    def peek(self) -> str:
        """The next piece that is no blank; "" at the end."""
        tokens, at = self.tokens, self.at
        while at < len(tokens) and tokens[at].isspace():
            at += 1
        self.at = at
        return tokens[at] if at < len(tokens) else ""

    def take(self) -> str:
        """The next piece that is no blank, which is then read."""
        piece = self.peek()
        if not piece:
            raise TexError("it is not complete")
        self.at += 1
        return piece

    def expect(self, wanted: str) -> None:
        """Read a piece that must come."""
        if self.peek() != wanted:
            raise TexError(f"a “{wanted}” is missing")
        self.at += 1

    def go_deeper(self) -> None:
        """Count one more thing inside of another."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TexError("its parts stand too deep inside each other")

    def row(self, ends: frozenset[str]) -> list[ET.Element]:
        """What stands before one of the tokens `ends`, or before the end."""
        self.go_deeper()
        font, parts, above = self.font, RowParts(), None
        while (piece := self.peek()) and piece not in ends:
            self.at += 1
            if piece in STYLES:
                parts.switch(STYLES[piece])
            elif piece == "\\color":
                parts.switch({"mathcolor": self.color()})
            elif piece in SWITCHED_FONTS:
                self.font = SWITCHED_FONTS[piece]
            elif piece in INFIX:
                if above is not None:
                    raise TexError(f"there are two “{piece}” in one place")
                above, parts = (*self.infix(piece), parts.close()), RowParts()
            else:
                parts.add(self.scripted(self.atom(piece)))
        self.depth -= 1
        self.font = font
        if above is None:
            return parts.close()
        left, right, thickness, numerator = above
        return [fenced(left, fraction(grouped(numerator), group(parts.close()), thickness), right)]

    def infix(self, piece: str) -> tuple[str, str, str | None]:
        """The signs around a fraction like `a \\over b`, and its line."""
        left, right, has_line = INFIX[piece]
        if piece.endswith("withdelims"):
            left, right = self.delimiter(), self.delimiter()
        return left, right, self.dimension() if "above" in piece else None if has_line else "0"

    def atom(self, piece: str) -> ET.Element | None:
        """The element that a piece begins; None for what shows nothing."""
        if piece == "{":
            inside = self.row(CLOSING_BRACE)
            self.expect("}")
            return group(inside)
        if piece in "_^'":
            self.at -= 1
            return ET.Element("mrow")
        if piece[0].isdigit() or (piece[0] == "." and len(piece) > 1):
            made = ET.Element("mn")
            made.text = piece
            if self.font:
                made.set("mathvariant", self.font)
            return made
        if piece[0] == "\\" and len(piece) > 1:
            return self.command(piece)
        if piece == "&":
            raise TexError("it has an & outside a table")
        if piece == "}":
            raise TexError("its braces do not match")
        if piece == "~":
            return self.commands["\\ "](self, piece)
        if not is_sign(piece):
            raise TexError(f"the character U+{ord(piece):04X} has no place in a formula")
        return sign_element(piece, self.font)

    def command(self, piece: str) -> ET.Element | None:
        """What a command shows."""
        known = self.commands.get(piece)
        if known:
            return known(self, piece)
        name = piece[1:]
        if name in NAMES:
            made = ET.Element("mi")
            made.text = name
            return made
        if name in LIMIT_NAMES:
            made = ET.Element("mo", {"movablelimits": "true"})
            made.text = LIMIT_NAMES[name]
            return made
        sign = sign_of(piece)
        if sign is None:
            raise TexError(f"the command “{piece}” is not known")
        return sign_element(sign, self.font)

    def argument(self) -> ET.Element:
        """What a command takes: a group, or the next piece (one digit of a number)."""
        piece = self.take()
        if piece in ROW_ENDS:
            raise TexError("it is not complete")
        if piece[0].isdigit() and len(piece) > 1:
            self.tokens[self.at - 1] = piece[1:]
            self.at -= 1
            piece = piece[0]
        self.go_deeper()
        made = self.atom(piece) if piece not in "_^'" else sign_element(piece, None)
        self.depth -= 1
        return ET.Element("mrow") if made is None else made

    def styled_argument(self, font: str) -> ET.Element:
        """An argument whose letters stand in an alphabet, by MathML's name of it."""
        before, self.font = self.font, font
        made = self.argument()
        self.font = before
        return made

    def option(self) -> list[ET.Element] | None:
        """A row in brackets, where there is one."""
        if self.peek() != "[":
            return None
        self.at += 1
        inside = self.row(frozenset("]"))
        self.expect("]")
        return inside

    def raw_argument(self, opening: str = "{", closing: str = "}") -> str:
        """The source of an argument, without its braces."""
        if self.peek() != opening:
            return self.take() if opening == "{" else ""
        depth, start = 0, self.at + 1
        for at in range(self.at, len(self.tokens)):
            depth += {opening: 1, closing: -1}.get(self.tokens[at], 0)
            if depth == 0:
                self.at = at + 1
                return "".join(self.tokens[start:at])
        raise TexError(f"a “{closing}” is missing")

    def color(self) -> str:
        """A colour's name or `#rrggbb`."""
        model = self.raw_argument("[", "]").strip()
        value = self.raw_argument().strip()
        if model in ("rgb", "RGB", "HTML", "gray"):
            return rgb_color(model, value)
        return value

    def dimension(self) -> str:
        """A length, in braces or bare; raises TexError for what is none."""
        if self.peek() == "{":
            text = self.raw_argument()
        else:
            text = self.take()
            while text in "+-" or (text[-1].isdigit() or text[-1] == "."):
                text += self.take()
            if text[-1].isalpha() and text[0] != "\\":
                text += self.take()
        if ems(text) is None:
            raise TexError(f"the length “{text[:20]}” is not understood")
        return text

    def delimiter(self) -> str:
        """The sign of a delimiter; "" for the one that is not shown."""
        piece = self.take()
        if piece == "{":
            self.at -= 1
            piece = self.raw_argument().strip()
        sign = DELIMITERS.get(piece)
        if sign is None:
            sign = sign_of(piece) if piece.startswith("\\") else piece
        if sign and sign not in DELIMITER_SIGNS:
            raise TexError(f"“{piece}” is no delimiter")
        return sign or ""

    def scripted(self, base: ET.Element | None) -> ET.Element | None:
        """An element with the scripts that follow it."""
        piece = self.peek()
        if base is None or piece not in SCRIPTS or not piece:
            return base
        below: ET.Element | None = None
        above: list[ET.Element] = []
        limits: bool | None = None
        primes, has_power = 0, False
        while (piece := self.peek()) in SCRIPTS and piece:
            self.at += 1
            if piece == "'":
                primes += 1
            elif piece in ("\\limits", "\\nolimits"):
                limits = piece == "\\limits"
            elif piece == "_":
                if below is not None:
                    raise TexError("it has two subscripts in one place")
                below = self.argument()
            else:
                if has_power:
                    raise TexError("it has two superscripts in one place")
                has_power = True
                above.append(self.argument())
        if primes:
            above.insert(0, operator_element("′" * primes))
        return with_scripts(base, below, group(above) if above else None, limits, self.display)


SCRIPTS = frozenset({"_", "^", "'", "\\limits", "\\nolimits"})


class RowParts:
    """The elements of a row, in runs of one style and colour."""

    def __init__(self) -> None:
        self.done: list[ET.Element] = []
        self.run: list[ET.Element] = []
        self.style: dict[str, str] = {}

    def add(self, element: ET.Element | None) -> None:
        """Append an element."""
        if element is not None:
            self.run.append(element)

    def switch(self, style: dict[str, str]) -> None:
        """Set all that follows in another style."""
        self.close()
        self.style = self.style | style

    def close(self) -> list[ET.Element]:
        """All elements so far."""
        if self.run and self.style:
            styled = ET.Element("mstyle", self.style)
            styled.extend(self.run)
            self.run = [styled]
        self.done += self.run
        self.run = []
        return self.done


def grouped(row: list[ET.Element]) -> ET.Element:
    """One element for a row."""
    if len(row) == 1:
        return row[0]
    made = ET.Element("mrow")
    made.extend(row)
    return made


def group(row: list[ET.Element]) -> ET.Element:
    """What braces hold; a lone operator keeps no distance there, as in `1{,}000`."""
    if len(row) == 1 and row[0].tag == "mo":
        made = ET.Element("mrow")
        made.extend(row)
        row[0].attrib |= {"lspace": "0", "rspace": "0"}
        return made
    return grouped(row)


def fraction(above: ET.Element, below: ET.Element, thickness: str | None = None) -> ET.Element:
    """A fraction; its line as TeX's length, or None for the usual one."""
    made = ET.Element("mfrac", {} if thickness is None else {"linethickness": thickness})
    made.extend([above, below])
    return made


def fence(sign: str, form: str, **attributes: str) -> ET.Element:
    """A delimiter that grows with what it stands beside; `form` as MathML has it."""
    made = ET.Element("mo", {"stretchy": "true", "fence": "true", "form": form, **attributes})
    made.text = sign
    return made


def fenced(left: str, inside: ET.Element, right: str) -> ET.Element:
    """An element between delimiters; without any, the element itself."""
    if not left and not right:
        return inside
    made = ET.Element("mrow")
    if left:
        made.append(fence(left, "prefix"))
    made.append(inside)
    if right:
        made.append(fence(right, "postfix"))
    return made


def with_scripts(
    base: ET.Element,
    below: ET.Element | None,
    above: ET.Element | None,
    limits: bool | None,
    display: bool,
) -> ET.Element:
    """A base with its scripts beside it, or below and above."""
    if limits is None:
        limits = display if base.get(LIMITS) else is_brace(base) or None
    if limits is False and base.tag == "mo":
        base = group([base])
    if limits and base.tag == "mo" and base.get("movablelimits"):
        base.set("movablelimits", "false")
    if below is not None and above is not None:
        tag = "munderover" if limits else "msubsup"
    elif below is not None:
        tag = "munder" if limits else "msub"
    elif above is not None:
        tag = "mover" if limits else "msup"
    else:
        return base
    made = ET.Element(tag)
    made.extend(one for one in (base, below, above) if one is not None)
    return made


def is_brace(base: ET.Element) -> bool:
    """Whether something has a brace over or under it, where its script belongs."""
    if base.tag not in ("munder", "mover") or len(base) != 2:
        return False
    return (base[1].text or "") in BRACES_OVER_AND_UNDER
