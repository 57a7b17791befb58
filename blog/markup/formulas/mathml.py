"""TeX to MathML, written by an allow-list serializer of ours.

The converter's own serializer lets HTML in `\\text{…}` through and keeps `\\href` and `\\style`;
this one writes only presentation elements with harmless attributes. Source of the names: MathML
Core, sections 2 and 3.
"""

import re
import xml.etree.ElementTree as ET

from latex2mathml.converter import Converter

from blog.markup.document.html_writing import escape_attribute, escape_text
from blog.markup.document.tex_macros import Macros, TexError
from blog.markup.formulas.mathml_corrections import TOKENS, mend_mathml
from blog.markup.formulas.tex import prepare_tex
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
VALUE = re.compile(r"[\w#+.,% -]{1,60}")
LENGTHS = {  # MathML 3's named spaces, which MathML Core dropped (MathML 3, 2.1.5.2)
    "negativethinmathspace": "-0.167em",
    "negativemediummathspace": "-0.222em",
    "negativethickmathspace": "-0.278em",
    "thinmathspace": "0.167em",
    "mediummathspace": "0.222em",
    "thickmathspace": "0.278em",
}


def to_mathml(tex: str, macros: Macros, *, display: bool) -> str:
    """Convert one formula, with its TeX as annotation; one that only defines macros gives "".

    Raises TexError with the reason.
    """
    prepared = prepare_tex(tex, macros, display=display)
    if not prepared:
        return ""
    mode = "block" if display else "inline"
    try:
        root = Converter(display=mode).convert_to_element(prepared)
    except Exception as error:  # the converter raises whatever its input leads it to
        raise TexError("it is not complete or not understood") from error
    mend_mathml(root)
    body = "".join(_write(child) for child in root)
    annotation = f'<annotation encoding="application/x-tex">{escape_text(tex.strip())}</annotation>'
    return f'<math display="{mode}"><semantics>{body}{annotation}</semantics></math>'


def _write(element: ET.Element) -> str:
    if element.tag not in ELEMENTS:
        raise TexError(f"it makes an element “{element.tag}” that is not allowed")
    text = element.text or ""
    if element.tag in TOKENS:
        _refuse_leftovers(element.tag, text)
    attributes = "".join(
        f' {name}="{escape_attribute(LENGTHS.get(value, value))}"'
        for name, value in sorted(element.attrib.items())
        if name in ATTRIBUTES and VALUE.fullmatch(value)
    )
    inside = escape_text(text) + "".join(_write(child) for child in element)
    return f"<{element.tag}{attributes}>{inside}</{element.tag}>"


def _refuse_leftovers(tag: str, text: str) -> None:
    if tag != "mtext" and (match := re.match(r"\\[a-zA-Z]+", text)):
        raise TexError(f"the command “{match[0]}” is not known")
    if tag == "mi" and text == "&":
        raise TexError("it has an & outside a table")
