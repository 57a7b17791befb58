"""TeX to MathML, written by an allow-list serializer of ours.

Source of the names: MathML Core, sections 2 and 3.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

from blog.markup.document.html_writing import escape_attribute, escape_text
from blog.markup.document.tex_macros import Macros, TexError
from blog.markup.formulas.lengths import bounded_value, keep_inside
from blog.markup.formulas.mathml_corrections import mend_mathml
from blog.markup.formulas.tex import prepare_tex
from blog.markup.formulas.tex_boxes import CLASSES
from blog.markup.formulas.tex_commands import COMMANDS
from blog.markup.formulas.tex_environments import grouped_rows
from blog.markup.formulas.tex_reading import TexReader
from blog.text.word_sets import word_set

ELEMENTS = word_set(
    """
    math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle mpadded mphantom msub msup
    msubsup munder mover munderover mmultiscripts mprescripts mtable mtr mtd menclose
    """
)
ATTRIBUTES = word_set(
    """
    display displaystyle scriptlevel mathvariant stretchy fence separator form largeop
    movablelimits accent accentunder minsize maxsize lspace rspace width height depth voffset
    linethickness columnalign columnlines columnspacing rowspacing rowlines notation mathcolor
    mathbackground symmetric
    """
)
MAX_DEPTH = 150  # elements inside each other
VALUE = re.compile(r"[\w#+.,% -]{1,60}")


REACHES_BACK = re.compile(r"\\(?:!|neg|hspace|[hm]skip|m?kern|mspace|raise|lower|move|genfrac)")


def tell_nobody(what: str) -> None:
    """For formulas whose author is not there to be told."""


def to_mathml(
    tex: str, macros: Macros, *, display: bool, tell: Callable[[str], None] = tell_nobody
) -> str:
    """Convert one formula, with its TeX as annotation; one that only defines macros gives "".

    `tell` is called with each part that is left out. Raises TexError with the reason.
    """
    prepared = prepare_tex(tex, macros)
    if not prepared:
        return ""
    reader = TexReader(prepared, COMMANDS, tell, display=display)
    try:
        root = ET.Element("math")
        root.append(grouped_rows(reader, frozenset()))
    except (ValueError, OverflowError) as error:
        if isinstance(error, TexError):
            raise
        raise TexError("a number in it is not understood") from error
    mend_mathml(root)
    if REACHES_BACK.search(prepared):
        keep_inside(root)
    parts: list[str] = []
    for child in root:
        _write(child, parts)
    mode = "block" if display else "inline"
    annotation = f'<annotation encoding="application/x-tex">{escape_text(tex.strip())}</annotation>'
    return f'<math display="{mode}"><semantics>{"".join(parts)}{annotation}</semantics></math>'


def _write(element: ET.Element, parts: list[str], depth: int = 0) -> None:
    tag = element.tag
    if depth > MAX_DEPTH:
        raise TexError("its parts stand too deep inside each other")
    if tag not in ELEMENTS:
        raise TexError(f"it makes an element “{tag}” that is not allowed")
    attributes = ""
    for name, value in sorted(element.attrib.items()) if element.attrib else ():
        if name == "class":
            if value in CLASSES:
                attributes += f' class="{value}"'
        elif name in ATTRIBUTES and VALUE.fullmatch(value):
            bounded = bounded_value(name, value)
            if bounded is not None:
                attributes += f' {name}="{escape_attribute(bounded)}"'
    parts.append(f"<{tag}{attributes}>")
    if element.text:
        parts.append(escape_text(element.text))
    for child in element:
        _write(child, parts, depth + 1)
    parts.append(f"</{tag}>")
