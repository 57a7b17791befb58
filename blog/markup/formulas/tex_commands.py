"""What TeX's commands with arguments show, by their names."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import partial

from blog.markup.document.tex_macros import TexError
from blog.markup.formulas.lengths import ems, length_text
from blog.markup.formulas.tex_boxes import BOXES
from blog.markup.formulas.tex_environments import TABLES, read_environment
from blog.markup.formulas.tex_names import OPERATOR_NAMES
from blog.markup.formulas.tex_reading import (
    Command,
    TexReader,
    fence,
    fenced,
    fraction,
    group,
    grouped,
)
from blog.markup.formulas.tex_text import (
    NAMED_SIGNS,
    TEXT_FONTS,
    read_sign,
    read_words,
    text_element,
)
from blog.text.word_sets import word_pairs, word_set

FONTS = {"mathnormal": ""} | word_pairs(
    """
    mathbb double-struck  Bbb double-struck  symbb double-struck  mathbf bold  bold bold
    symbf bold  pmb bold  mathbfup bold  mathcal script  mathscr script  scr script
    symcal script  symscr script  mathfrak fraktur  symfrak fraktur  mathit italic  mit italic
    symit italic  mathrm normal  mathup normal  symrm normal  oldstyle normal
    mathsf sans-serif  symsf sans-serif  mathsfit sans-serif-italic  mathtt monospace
    symtt monospace  boldsymbol bold-italic  bm bold-italic  symbfit bold-italic
    mathbfit bold-italic  mathbfcal bold-script  mathbfscr bold-script
    mathbffrak bold-fraktur  mathbfsf bold-sans-serif
    """
)
SPACES = word_pairs(
    r"""
    \, 0.167  thinspace 0.167  \: 0.222  \> 0.222  medspace 0.222  \; 0.278  thickspace 0.278
    \! -0.167  negthinspace -0.167  negmedspace -0.222  negthickspace -0.278  quad 1  qquad 2
    enspace 0.5  enskip 0.5  Space 0.5  \\ 1  newline 1
    """
)
"""Widths in ems."""

ACCENTS = word_pairs(
    """
    acute ´  bar ¯  breve ˘  check ˇ  dot ˙  ddot ¨  dddot ⃛  ddddot ⃜  grave `  hat ^  mathring ˚
    tilde ~  vec →
    """
)
WIDE_ACCENTS = word_pairs(
    """
    widehat ^  widetilde ~  widecheck ˇ  overline ―  overbrace ⏞  overbracket ⎴  overparen ⏜
    overgroup ⏠  overleftarrow ←  overrightarrow →  overleftrightarrow ↔  Overrightarrow ⇒
    overleftharpoon ↼  overrightharpoon ⇀
    """
)
UNDER_ACCENTS = word_pairs(
    """
    underbar ―  underline ―  underbrace ⏟  underbracket ⎵  underparen ⏝  undergroup ⏡
    underleftarrow ←  underrightarrow →  underleftrightarrow ↔  utilde ~
    """
)
ARROWS = word_pairs(
    """
    xleftarrow ←  xrightarrow →  xleftrightarrow ↔  xLeftarrow ⇐  xRightarrow ⇒  xLeftrightarrow ⇔
    xhookleftarrow ↩  xhookrightarrow ↪  xmapsto ↦  xlongequal =  xtwoheadleftarrow ↞
    xtwoheadrightarrow ↠  xleftharpoonup ↼  xleftharpoondown ↽  xrightharpoonup ⇀
    xrightharpoondown ⇁  xleftrightharpoons ⇋  xrightleftharpoons ⇌  xtofrom ⇄  xlongleftarrow ⟵
    xlongrightarrow ⟶
    """
)
FRACTIONS = {  # style, signs around, whether there is a line
    "frac": "",
    "dfrac": "true",
    "tfrac": "false",
    "cfrac": "true",
    "nicefrac": "",
    "binom": "",
    "dbinom": "true",
    "tbinom": "false",
}
SIZES = {"big": "1.2em", "Big": "1.623em", "bigg": "2.047em", "Bigg": "2.470em"}
IGNORED = word_set(  # what has no meaning on a page, or none that can be seen
    """
    relax nonumber notag displaylimits limits nolimits allowbreak nobreak break goodbreak mathstrut
    strut hfill hfil vfil vfill protect null normalsize small footnotesize scriptsize tiny Tiny
    large Large LARGE huge Huge normalfont itshape upshape noindent centering
    """
)


def ignore(reader: TexReader, command: str) -> None:
    """Nothing is shown."""


def ignore_argument(reader: TexReader, command: str) -> None:
    """Nothing is shown, of the argument neither."""
    reader.raw_argument()


def tell_argument(reader: TexReader, command: str) -> ET.Element:
    """The second argument, without what the first asks for: an address, a class, a style."""
    reader.tell(f"{command}{{{reader.raw_argument()[:40]}}}")
    return reader.argument()


def font(name: str, reader: TexReader, command: str) -> ET.Element:
    return reader.styled_argument(name)


def space(width: str, reader: TexReader, command: str) -> ET.Element:
    if command == "\\\\" and reader.peek() == "*":
        reader.at += 1
    return ET.Element("mspace", {"width": f"{width}em"})


def free_space(reader: TexReader, command: str) -> ET.Element:
    """`\\hspace{1em}`, `\\kern 1em`, `\\hskip 1em plus 1fil`."""
    if reader.peek() == "*":
        reader.at += 1
    return ET.Element("mspace", {"width": length_text(ems(reader.dimension()) or 0.0)})


def blank(reader: TexReader, command: str) -> ET.Element:
    return text_element("\u00a0")


def accent(sign: str, grows: str, reader: TexReader, command: str) -> ET.Element:
    made = ET.Element("mover", {"accent": "true"})
    mark = ET.Element("mo", {"stretchy": grows})
    mark.text = sign
    made.extend([reader.argument(), mark])
    return made


def under_accent(sign: str, reader: TexReader, command: str) -> ET.Element:
    made = ET.Element("munder", {"accentunder": "true"})
    mark = ET.Element("mo", {"stretchy": "true"})
    mark.text = sign
    made.extend([reader.argument(), mark])
    return made


def arrow(sign: str, reader: TexReader, command: str) -> ET.Element:
    """An arrow as long as what stands over and under it."""
    below = reader.option()
    above = spaced(reader.argument(), 0.4)
    mark = ET.Element("mo", {"stretchy": "true"})
    mark.text = sign
    made = ET.Element("munderover" if below else "mover")
    made.extend([mark, spaced(grouped(below), 0.4), above] if below else [mark, above])
    return made


def spaced(inside: ET.Element, width: float) -> ET.Element:
    """An element with a space on either side."""
    made = ET.Element("mrow")
    sides = [ET.Element("mspace", {"width": length_text(width)}) for _ in range(2)]
    made.extend([sides[0], inside, sides[1]])
    return made


def read_fraction(style: str, reader: TexReader, command: str) -> ET.Element:
    if command == "\\cfrac":
        reader.option()
    is_binomial = command.endswith("binom")
    made = fraction(reader.argument(), reader.argument(), "0" if is_binomial else None)
    if is_binomial:
        made = fenced("(", made, ")")
    return styled(style, made)


def styled(display: str, inside: ET.Element) -> ET.Element:
    """An element as in a formula of its own ("true") or in a line ("false")."""
    if not display:
        return inside
    made = ET.Element("mstyle", {"displaystyle": display, "scriptlevel": "0"})
    made.append(inside)
    return made


def general_fraction(reader: TexReader, command: str) -> ET.Element:
    """`\\genfrac{(}{)}{0pt}{1}{a}{b}`; empty arguments mean the usual."""
    left, right, line, style = (reader.raw_argument().strip() for _ in range(4))
    if line and ems(line) is None:
        raise TexError(f"the length “{line[:20]}” is not understood")
    signs = [read_delimiter(reader, sign) for sign in (left, right)]
    made = fraction(reader.argument(), reader.argument(), line or None)
    return styled({"0": "true", "1": "false"}.get(style, ""), fenced(signs[0], made, signs[1]))


def read_delimiter(reader: TexReader, sign: str) -> str:
    """A delimiter by its source, which may be empty."""
    if not sign:
        return ""
    reader.tokens[reader.at : reader.at] = [sign]
    return reader.delimiter()


def root(reader: TexReader, command: str) -> ET.Element:
    """`\\sqrt{x}`, `\\sqrt[3]{x}`, `\\root 3 \\of x`."""
    if command == "\\root":
        degree: list[ET.Element] | None = reader.row(frozenset({"\\of"}))
        reader.expect("\\of")
    else:
        degree = reader.option()
    made = ET.Element("mroot" if degree else "msqrt")
    made.extend([reader.argument(), grouped(degree)] if degree else [reader.argument()])
    return made


def stacked(reader: TexReader, command: str) -> ET.Element:
    """One thing over or under another."""
    if command == "\\buildrel":
        first = group(reader.row(frozenset({"\\over"})))
        reader.expect("\\over")
    else:
        first = reader.argument()
    if command == "\\overunderset":
        second = reader.argument()
        made = ET.Element("munderover")
        made.extend([without_movable(reader.argument()), second, first])
        return made
    made = ET.Element("munder" if command == "\\underset" else "mover")
    made.extend([without_movable(reader.argument()), first])
    return made


def without_movable(base: ET.Element) -> ET.Element:
    if base.get("movablelimits"):
        base.set("movablelimits", "false")
    return base


def paired(reader: TexReader, command: str) -> ET.Element:
    """`\\left( … \\middle| … \\right)`."""
    made = ET.Element("mrow")
    ends = frozenset({"\\right", "\\middle"})
    if sign := reader.delimiter():
        made.append(fence(sign, "prefix"))
    while True:
        made.extend(reader.row(ends))
        piece = reader.peek()
        if piece not in ends:
            raise TexError("its braces, \\left or \\begin do not match")
        reader.at += 1
        sign = reader.delimiter()
        if piece == "\\right":
            break
        made.append(fence(sign, "infix", lspace="0.05em", rspace="0.05em"))
    if sign:
        made.append(fence(sign, "postfix"))
    return made


def misplaced(reader: TexReader, command: str) -> None:
    raise TexError("its braces, \\left or \\begin do not match")


def sized(size: str, reader: TexReader, command: str) -> ET.Element | None:
    """`\\bigl(`: a delimiter of a size of its own."""
    form = {"l": "prefix", "r": "postfix"}.get(command[-1])
    sign = reader.delimiter()
    if not sign:
        return None
    made = ET.Element("mo", {"minsize": size, "maxsize": size, "stretchy": "true"})
    if form:
        made.attrib |= {"form": form, "fence": "true"}
    made.text = sign
    return made


def negated(reader: TexReader, command: str) -> ET.Element:
    """`\\not=`: the next sign with a stroke through it."""
    made = reader.argument()
    sign = made[0] if made.tag == "mrow" and len(made) == 1 else made
    sign.text = (sign.text or "") + "\u0338"
    return made


def choice(reader: TexReader, command: str) -> ET.Element:
    """`\\mathchoice`: of the four the one for this place."""
    found = [reader.argument() for _ in range(4)]
    return found[0 if reader.display else 1]


def character(reader: TexReader, command: str) -> ET.Element:
    """`\\unicode{x3c}`."""
    reader.option()
    code = reader.raw_argument().strip()
    number = int(code[1:], 16) if code[:1] in "xX" else int(code)
    return text_element(chr(number))


def sides(reader: TexReader, command: str) -> ET.Element:
    """`\\sideset{_a^b}{_c^d}\\sum`."""
    left, right, operator = reader.argument(), reader.argument(), reader.argument()
    if right.tag not in ("msub", "msup", "msubsup"):
        raise TexError("\\sideset takes scripts in braces")
    right[0] = group([operator])
    return grouped_pair(left, right)


def grouped_pair(first: ET.Element, second: ET.Element) -> ET.Element:
    made = ET.Element("mrow")
    made.extend([first, second])
    return made


def braket(reader: TexReader, command: str) -> ET.Element:
    """`\\bra{x}`, `\\ket{x}`, `\\braket{x}`."""
    left = "⟨" if command.lower() != "\\ket" else "|"
    right = "⟩" if command.lower() != "\\bra" else "|"
    return fenced(left, reader.argument(), right)


def skewed(reader: TexReader, command: str) -> ET.Element:
    """`\\skew{3}\\hat a`: the accent, not moved."""
    reader.raw_argument()
    return reader.argument()


def logo(reader: TexReader, command: str) -> ET.Element:
    return text_element(command[1:])


def command_table() -> dict[str, Command]:
    """Every command that takes more than a place, by its piece."""
    table: dict[str, Command] = {f"\\{name}": ignore for name in IGNORED}
    entries: list[tuple[dict[str, object], Callable[..., ET.Element | None]]] = [
        (FONTS, font),
        (UNDER_ACCENTS, under_accent),
        (ARROWS, arrow),
        (FRACTIONS, read_fraction),
    ]
    for names, reads in entries:
        table |= {f"\\{name}": partial(reads, value) for name, value in names.items()}
    for accents, grows in ((ACCENTS, "false"), (WIDE_ACCENTS, "true")):
        table |= {f"\\{name}": partial(accent, sign, grows) for name, sign in accents.items()}
    for name, width in SPACES.items():
        table[name if name.startswith("\\") else f"\\{name}"] = partial(space, width)
    for name, size in SIZES.items():
        table |= {f"\\{name}{side}": partial(sized, size) for side in ("", "l", "m", "r")}
    for name in ("hspace", "hskip", "kern", "mkern", "mskip", "mspace"):
        table[f"\\{name}"] = free_space
    for name in ("label", "vspace", "require", "leftroot", "uproot", "vskip", "mathtoolsset"):
        table[f"\\{name}"] = ignore_argument
    for name in ("href", "class", "style", "cssId", "data", "htmlClass", "htmlId", "htmlStyle"):
        table[f"\\{name}"] = tell_argument
    for name in ("stackrel", "overset", "underset", "overunderset", "buildrel"):
        table[f"\\{name}"] = stacked
    for name in ("right", "end", "middle", "cr", "hline"):
        table[f"\\{name}"] = misplaced
    for name in ("bra", "ket", "braket", "Bra", "Ket", "Braket"):
        table[f"\\{name}"] = braket
    table |= {f"\\text{name}": read_sign for name in NAMED_SIGNS}
    table |= {f"\\{name}": logo for name in ("TeX", "LaTeX", "KaTeX")}
    table |= dict.fromkeys(TEXT_FONTS, read_words)
    return (
        table
        | BOXES
        | TABLES
        | OPERATOR_NAMES
        | {
            "\\ ": blank,
            "\\\n": blank,
            "\\space": blank,
            "\\nobreakspace": blank,
            "\\begin": read_environment,
            "\\genfrac": general_fraction,
            "\\left": paired,
            "\\mathchoice": choice,
            "\\not": negated,
            "\\root": root,
            "\\sideset": sides,
            "\\skew": skewed,
            "\\sqrt": root,
            "\\unicode": character,
        }
    )


COMMANDS = command_table()
