"""Boxes: frames, strokes, rules, colours, what is moved, and what only takes its place.

MathML Core has no `menclose` and Chromium draws none: frames and strokes are classes of `mrow`,
which `formulas.css` draws. What TeX lets reach out of its box (`\\rlap`, `\\smash`) keeps its own
size here, so that nothing is painted over.
"""

import xml.etree.ElementTree as ET
from functools import partial

from blog.markup.formulas.lengths import ems, length_text
from blog.markup.formulas.tex_reading import Command, TexReader
from blog.markup.formulas.tex_text import read_words, text_element
from blog.text.word_sets import word_set

FRAME = "tex-frame"
STROKES = {
    "\\cancel": "tex-stroke-up",
    "\\bcancel": "tex-stroke-down",
    "\\xcancel": "tex-stroke-cross",
    "\\sout": "tex-stroke-through",
}
NOTATIONS = {
    "box": FRAME,
    "roundedbox": FRAME,
    "circle": FRAME,
    "updiagonalstrike": "tex-stroke-up",
    "downdiagonalstrike": "tex-stroke-down",
    "horizontalstrike": "tex-stroke-through",
}
CLASSES = frozenset({FRAME, *STROKES.values()})


def marked(name: str, inside: ET.Element) -> ET.Element:
    made = ET.Element("mrow", {"class": name})
    made.append(inside)
    return made


def struck(reader: TexReader, command: str) -> ET.Element:
    """`\\cancel{x}` and its kind."""
    reader.option()
    return marked(STROKES[command], reader.argument())


def struck_to(reader: TexReader, command: str) -> ET.Element:
    """`\\cancelto{0}{x}`."""
    value = reader.argument()
    made = ET.Element("msup")
    made.extend([marked(STROKES["\\cancel"], reader.argument()), value])
    return made


def framed(reader: TexReader, command: str) -> ET.Element:
    """`\\boxed{x}`; of `\\fbox{text}` and `\\framebox{text}` words."""
    if command == "\\boxed":
        return marked(FRAME, reader.argument())
    reader.option()
    reader.option()
    return marked(FRAME, read_words(reader, command))


def enclosed(reader: TexReader, command: str) -> ET.Element:
    """`\\enclose{box}{x}`; a notation that is not known is told."""
    names = reader.raw_argument().replace(",", " ").split()
    reader.option()
    made = reader.argument()
    for name in names:
        if name in NOTATIONS:
            made = marked(NOTATIONS[name], made)
        else:
            reader.tell(f"\\enclose{{{name[:40]}}}")
    return made


def plain_box(reader: TexReader, command: str) -> ET.Element:
    """What stands in a box that is moved or measured in TeX only."""
    if reader.peek() == "[":
        reader.raw_argument("[", "]")
    return reader.argument()


def ruled(reader: TexReader, command: str) -> ET.Element:
    """`\\rule[1pt]{2em}{1pt}`: a filled box."""
    if reader.peek() == "[":
        reader.raw_argument("[", "]")
    width, height = reader.dimension(), reader.dimension()
    if command == "\\Rule":
        reader.dimension()
    sizes = {"width": positive(width), "height": positive(height)}
    return ET.Element("mspace", {**sizes, "mathbackground": "currentcolor"})


def positive(length: str) -> str:
    return length_text(max(ems(length) or 0.0, 0.0))


def raised(reader: TexReader, command: str) -> ET.Element:
    """`\\raise 1em{x}`, `\\lower`, `\\raisebox{1em}{words}`."""
    distance = ems(reader.dimension()) or 0.0
    if command == "\\raisebox":
        for _ in range(2):
            reader.raw_argument("[", "]")
        inside = read_words(reader, command)
    else:
        inside = reader.argument()
    distance = -distance if command == "\\lower" else distance
    made = ET.Element("mpadded", {"voffset": length_text(distance)})
    made.append(inside)
    return made


def moved(reader: TexReader, command: str) -> ET.Element:
    """`\\moveright 1em{x}`."""
    distance = ems(reader.dimension()) or 0.0
    gap = ET.Element(
        "mspace", {"width": length_text(-distance if command == "\\moveleft" else distance)}
    )
    made = ET.Element("mrow")
    made.extend([gap, reader.argument()])
    return made


def phantom(sizes: dict[str, str], reader: TexReader, command: str) -> ET.Element:
    """What takes its place without being seen."""
    hidden = ET.Element("mphantom")
    hidden.append(reader.argument())
    if not sizes:
        return hidden
    made = ET.Element("mpadded", sizes)
    made.append(hidden)
    return made


def coloured(reader: TexReader, command: str) -> ET.Element:
    """`\\textcolor{red}{x}`, `\\colorbox{red}{words}`, `\\fcolorbox{red}{white}{words}`."""
    colour = reader.color()
    if command == "\\textcolor":
        made = ET.Element("mstyle", {"mathcolor": colour})
        made.append(reader.argument())
        return made
    is_framed = command == "\\fcolorbox"
    ground = reader.color() if is_framed else colour
    made = ET.Element("mstyle", {"mathbackground": ground})
    made.append(read_words(reader, command))
    return marked(FRAME, made) if is_framed else made


def tagged(reader: TexReader, command: str) -> ET.Element:
    """`\\tag{1}`: an equation's number, behind it; with a star without parentheses."""
    has_star = reader.peek() == "*"
    reader.at += has_star
    made = ET.Element("mrow")
    made.append(ET.Element("mspace", {"width": "2em"}))
    words = read_words(reader, command)
    made.extend([words] if has_star else [text_element("("), words, text_element(")")])
    return made


def verbatim(reader: TexReader, command: str) -> ET.Element:
    """`\\verb|x|`."""
    mark = reader.tokens[reader.at] if reader.at < len(reader.tokens) else ""
    end = reader.at + 1
    while end < len(reader.tokens) and reader.tokens[end] != mark:
        end += 1
    made = text_element("".join(reader.tokens[reader.at + 1 : end]))
    made.set("mathvariant", "monospace")
    reader.at = min(end + 1, len(reader.tokens))
    return made


PLAIN_BOXES = word_set(
    """
    llap rlap clap mathllap mathrlap mathclap smash vcenter bbox mathmbox cramped shoveleft
    shoveright
    """
)
BOXES: dict[str, Command] = {
    **dict.fromkeys(STROKES, struck),
    **{f"\\{name}": plain_box for name in PLAIN_BOXES},
    **{f"\\{name}": framed for name in ("boxed", "fbox", "framebox")},
    **{f"\\{name}": coloured for name in ("textcolor", "colorbox", "fcolorbox")},
    **{f"\\{name}": raised for name in ("raise", "lower", "raisebox")},
    **{f"\\{name}": moved for name in ("moveleft", "moveright")},
    **{f"\\{name}": ruled for name in ("rule", "Rule")},
    "\\cancelto": struck_to,
    "\\enclose": enclosed,
    "\\phantom": partial(phantom, {}),
    "\\hphantom": partial(phantom, {"height": "0", "depth": "0"}),
    "\\vphantom": partial(phantom, {"width": "0"}),
    "\\tag": tagged,
    "\\verb": verbatim,
}
