"""Words inside of formulas: what `\\text{…}` and its kind hold, with formulas among the words."""

import re
import unicodedata
import xml.etree.ElementTree as ET

from blog.markup.document.tex_macros import TexError
from blog.markup.formulas.tex_reading import TexReader, grouped
from blog.markup.formulas.tex_symbols import sign_of
from blog.text.word_sets import word_pairs

TEXT_FONTS = {
    **dict.fromkeys(("\\text", "\\textrm", "\\textnormal", "\\textup", "\\textmd", "\\textsc"), ""),
    **dict.fromkeys(("\\mbox", "\\hbox", "\\vbox", "\\textsuperscript", "\\textsubscript"), ""),
    **dict.fromkeys(("\\textit", "\\textsl", "\\emph"), "italic"),
    "\\textbf": "bold",
    "\\textsf": "sans-serif",
    "\\texttt": "monospace",
}
MARKS = dict(
    zip(
        "'`^\"~=.cvuHkdbr",
        "\u0301\u0300\u0302\u0308\u0303\u0304\u0307"
        "\u0327\u030c\u0306\u030b\u0328\u0323\u0331\u030a",
        strict=True,
    )
)
"""TeX's accents in words, as combining characters."""

DOTLESS = {"\\i": "i", "\\j": "j"}  # letters that lose their dot to an accent

BLANKS = {"\\ ": "\u00a0", "~": "\u00a0", "\\,": "\u2009", "\\;": "\u2005", "\\:": "\u2005"}
BLANKS |= {"\\quad": "\u2003", "\\qquad": "\u2003\u2003", "\\\\": " ", "\\space": "\u00a0"}
NAMED_SIGNS = word_pairs(
    r"""
    dollar $  underscore _  backslash \  braceleft {  braceright }  bar |  less <  greater >
    asciitilde ~  asciicircum ^  endash –  emdash —  ellipsis …  quoteleft ‘  quoteright ’
    quotedblleft “  quotedblright ”  degree °  bullet •  euro €  sterling £  registered ®
    trademark ™  copyright ©  section §  paragraph ¶  dagger †  daggerdbl ‡  times ×  div ÷  pm ±
    mu µ  ohm Ω  celsius ℃  cent ¢  yen ¥  minus −  rightarrow →  leftarrow ←  uparrow ↑
    downarrow ↓  visiblespace ␣  onehalf ½  onequarter ¼  threequarters ¾  perthousand ‰
    periodcentered ·  asteriskcentered *  lnot ¬  numero №
    """
)
QUOTES = (("``", "“"), ("''", "”"), ("`", "‘"), ("'", "’"), ("---", "—"), ("--", "–"))


class WordReader:
    """Reads words up to the brace that closes them."""

    def __init__(self, reader: TexReader, font: str) -> None:
        self.reader = reader
        self.font = font
        self.made: list[ET.Element] = []
        self.words: list[str] = []

    def read(self) -> ET.Element:
        """The element for a group of words, or for the one piece that stands for it."""
        reader = self.reader
        if reader.peek() != "{":
            self.add(reader.take())
            self.flush()
            return grouped(self.made)
        reader.at += 1
        depth = 1
        while True:
            if reader.at >= len(reader.tokens):
                raise TexError("a “}” is missing")
            piece = reader.tokens[reader.at]
            reader.at += 1
            depth += {"{": 1, "}": -1}.get(piece, 0)
            if depth == 0:
                break
            if piece not in ("{", "}"):
                self.add(piece)
        self.flush()
        return grouped(self.made) if self.made else ET.Element("mtext")

    def add(self, piece: str) -> None:
        """Append what a piece shows."""
        reader = self.reader
        if piece in ("$", "\\("):
            close = "$" if piece == "$" else "\\)"
            self.flush()
            self.made += reader.row(frozenset({close}))
            reader.expect(close)
        elif piece in BLANKS:
            self.words.append(BLANKS[piece])
        elif piece[0] == "\\" and piece[1:] in MARKS:
            letter = reader.raw_argument().strip()
            letter = DOTLESS.get(letter, letter)
            marked = unicodedata.normalize("NFC", letter[:1] + MARKS[piece[1:]] + letter[1:])
            self.words.append(marked)
        elif piece[0] != "\\" or len(piece) == 1:
            self.words.append(piece)
        elif piece in ("\\-", "\\/", "\\!", "\\nobreak", "\\allowbreak"):
            pass
        elif piece[1:5] == "text" and piece[5:] in NAMED_SIGNS:
            self.words.append(NAMED_SIGNS[piece[5:]])
        elif piece in TEXT_FONTS or piece in reader.commands:
            self.flush()
            made = reader.command(piece)
            if made is not None:
                self.made.append(made)
        else:
            sign = sign_of(piece)
            if sign is None:
                raise TexError(f"the command “{piece}” is not known")
            self.words.append(sign)

    def flush(self) -> None:
        """Put the words so far into an element."""
        text = re.sub(r"\s+", " ", "".join(self.words)) if self.words else ""
        self.words = []
        if not text:
            return
        for typed, shown in QUOTES:
            text = text.replace(typed, shown)
        made = text_element(text.replace(" ", "\u00a0"))
        if self.font:
            made.set("mathvariant", self.font)
        self.made.append(made)


def read_words(reader: TexReader, command: str) -> ET.Element:
    """The words of a command of TEXT_FONTS."""
    made = WordReader(reader, TEXT_FONTS.get(command, "")).read()
    if command in ("\\textsuperscript", "\\textsubscript"):
        scripted = ET.Element("msup" if command == "\\textsuperscript" else "msub")
        scripted.extend([ET.Element("mrow"), made])
        return scripted
    return made


def read_sign(reader: TexReader, command: str) -> ET.Element:
    """`\\textdollar` and its kind."""
    return text_element(NAMED_SIGNS[command[5:]])


def text_element(words: str) -> ET.Element:
    """Words as they are."""
    made = ET.Element("mtext")
    made.text = words
    return made
