"""Names of operators, and TeX's classes: what keeps which distance, and where its scripts stand."""

import re
import xml.etree.ElementTree as ET

from blog.markup.formulas.lengths import length_text
from blog.markup.formulas.tex_reading import LIMITS, Command, TexReader, grouped
from blog.markup.formulas.tex_symbols import operator_element
from blog.markup.formulas.tex_text import text_element

SEPARATORS = re.compile(r"\\[,;:> ]|[~\s]+")
FONT_COMMANDS = re.compile(r"\\(?:text|mathrm|mathsf|mathbf|mathit|rm|sf|bf)\b|\\!|[{}]")
DISTANCES = {"\\mathrel": 0.278, "\\mathbin": 0.222}  # TeX's thick and medium spaces, in ems
RELATIONS = frozenset({"=", "<", ">", ":"})
PLAIN_NAME = re.compile(r"[^\\_^&$#]*")
MODULO = {"\\pmod": ("(mod\u00a0", ")"), "\\pod": ("(", ")"), "\\mod": ("mod\u00a0", "")}


def operator_name(reader: TexReader, command: str) -> ET.Element:
    """`\\operatorname{arg\\,max}`; with a star, scripts stand below."""
    takes_limits = command == "\\operatornamewithlimits"
    if reader.peek() == "*":
        reader.at += 1
        takes_limits = True
    start = reader.at
    name = FONT_COMMANDS.sub("", SEPARATORS.sub("\u2009", reader.raw_argument()))
    if PLAIN_NAME.fullmatch(name):
        return name_element(name, takes_limits)
    reader.at = start
    return operator_of(reader.styled_argument("normal"), takes_limits)


def name_element(name: str, takes_limits: bool) -> ET.Element:
    """The operator of a name."""
    made = ET.Element("mo", {"movablelimits": "true"} if takes_limits else {})
    made.text = name
    return made


def operator_of(inside: ET.Element, takes_limits: bool) -> ET.Element:
    """An operator made of several parts."""
    made = ET.Element("mrow", {LIMITS: "true"} if takes_limits else {})
    made.append(inside)
    return made


def large_operator(reader: TexReader, command: str) -> ET.Element:
    """`\\mathop{…}`: a name where it holds letters alone."""
    inside = reader.argument()
    parts = [one for one in inside.iter() if one.tag != "mrow"]
    if all(one.tag == "mspace" or (one.text or "").isalpha() for one in parts):
        words = ("\u2009" if one.tag == "mspace" else one.text or "" for one in parts)
        return name_element("".join(words), takes_limits=True)
    if len(parts) == 1 and parts[0].tag == "mo":
        return parts[0]
    return operator_of(inside, takes_limits=True)


def classed(reader: TexReader, command: str) -> ET.Element:
    """`\\mathrel{…}` and its kind: the content, at the distance of its class."""
    inside = reader.argument()
    operators = [one for one in inside.iter() if one.tag == "mo"]
    if command in DISTANCES:
        for one in operators:
            one.attrib |= {"lspace": "0", "rspace": "0"}
        gap = length_text(DISTANCES[command])
        made = ET.Element("mrow")
        made.extend([ET.Element("mspace", {"width": gap}), inside])
        if command == "\\mathrel" and reader.peek() in RELATIONS:  # `\mathrel{:}=` is one sign
            made.append(operator_element(reader.take()))
            made[-1].attrib |= {"lspace": "0", "rspace": "0"}
        made.append(ET.Element("mspace", {"width": gap}))
        return made
    for one in operators:
        after = "0.167em" if command == "\\mathpunct" else "0"
        one.attrib |= {"lspace": "0", "rspace": after}
    return grouped([inside])


def modulo(reader: TexReader, command: str) -> ET.Element:
    """`\\pmod{n}`, `\\mod{n}`, `\\pod{n}`."""
    before, after = MODULO[command]
    made = ET.Element("mrow")
    made.append(ET.Element("mspace", {"width": "1em" if reader.display else "0.444em"}))
    made.extend([text_element(before), reader.argument()])
    if after:
        made.append(text_element(after))
    return made


def binary_modulo(reader: TexReader, command: str) -> ET.Element:
    made = ET.Element("mo", {"lspace": "0.222em", "rspace": "0.222em"})
    made.text = "mod"
    return made


CLASSES = ("mathrel", "mathbin", "mathord", "mathopen", "mathclose", "mathpunct", "mathinner")
OPERATOR_NAMES: dict[str, Command] = {
    "\\operatorname": operator_name,
    "\\operatornamewithlimits": operator_name,
    "\\mathop": large_operator,
    **{f"\\{name}": classed for name in CLASSES},
    **dict.fromkeys(MODULO, modulo),
    "\\bmod": binary_modulo,
}
