"""Mend the converter's MathML: what TeX would set otherwise, and what browsers left out.

MathML Core (2.2.3) knows no `mathvariant` but `normal`, so letters of other alphabets are written
as the characters that Unicode has for them (Mathematical Alphanumeric Symbols, from U+1D400, and
those that Letterlike Symbols had before).
"""

import re
import unicodedata
import xml.etree.ElementTree as ET
from functools import lru_cache
from itertools import pairwise

ALPHABETS = {  # the word of the characters' names, by MathML 3's name
    "bold": "BOLD",
    "italic": "ITALIC",
    "bold-italic": "BOLD ITALIC",
    "script": "SCRIPT",
    "bold-script": "BOLD SCRIPT",
    "fraktur": "FRAKTUR",
    "bold-fraktur": "BOLD FRAKTUR",
    "double-struck": "DOUBLE-STRUCK",
    "sans-serif": "SANS-SERIF",
    "bold-sans-serif": "SANS-SERIF BOLD",
    "sans-serif-italic": "SANS-SERIF ITALIC",
    "sans-serif-bold-italic": "SANS-SERIF BOLD ITALIC",
    "monospace": "MONOSPACE",
}
BRACKETS = frozenset("{}[]()⟨⟩⌈⌉⌊⌋⟮⟯⌜⌝⌞⌟")
CLOSING = frozenset(")]}⟩⌉⌋|‖!′")
SIGNS = frozenset("+−±∓-")
LARGE = frozenset("∑∏∐⋃⋂⨆⨁⨂⨀⨄⋁⋀")
LIMITS = frozenset({"lim", "max", "min", "sup", "inf", "det", "gcd", "Pr"})
"""Names that take what stands below or above them there, in a formula of its own line."""

THIN = "0.167em"
EDGES = re.compile(r"\A | \Z")  # blanks there would be dropped
STRUCK = "\u0338"  # the stroke of `\\not`
TOKENS = frozenset({"mi", "mn", "mo", "ms", "mtext"})
UNDER = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
SCRIPTED = frozenset({*UNDER, *UNDER.values()})


def mend_mathml(element: ET.Element) -> None:
    """Mend a tree in place."""
    for child in element:
        mend_mathml(child)
    if element.tag in TOKENS:
        mend_token(element)
    if element.tag in UNDER and takes_limits(element[0]):
        element.tag = UNDER[element.tag]
        element[0].set("movablelimits", "true")
    if len(element) > 1 and element.tag not in SCRIPTED:
        space_names(element)
        mark_signs(element)
    if element.tag in SCRIPTED:
        for script in element[1:]:
            tighten(script)


def mend_token(token: ET.Element) -> None:
    """The letters of an alphabet, whole signs for struck ones, and blanks that stay."""
    text = token.text or ""
    alphabet = ALPHABETS.get(token.get("mathvariant", ""))
    if alphabet:
        text = "".join(styled_letter(alphabet, letter) for letter in text)
    if token.get("mathvariant") not in (None, "normal") or token.tag != "mi":
        token.attrib.pop("mathvariant", None)
    if STRUCK in text:
        text = unicodedata.normalize("NFC", text)
    token.text = EDGES.sub("\u00a0", text) if token.tag == "mtext" else text


@lru_cache(maxsize=2048)
def styled_letter(alphabet: str, letter: str) -> str:
    """A letter or digit in an alphabet; what has none there stays."""
    name = unicodedata.name(letter, "")
    name = name.replace("LATIN ", "").replace("GREEK ", "").replace(" LETTER", "")
    for begin in (f"MATHEMATICAL {alphabet}", alphabet, f"BLACK-LETTER {alphabet}"):
        form = f"{begin} {name}".replace("BLACK-LETTER FRAKTUR", "BLACK-LETTER")
        try:
            return unicodedata.lookup(form)
        except KeyError:
            continue
    return "ℎ" if (alphabet, letter) == ("ITALIC", "h") else letter


def takes_limits(base: ET.Element) -> bool:
    """Whether scripts stand below and above: of a large operator, or of a name such as lim."""
    if base.tag != "mo":
        return False
    text = base.text or ""
    return text in LARGE or text in LIMITS or base.get("movablelimits") == "true"


def space_names(row: ET.Element) -> None:
    """Thin spaces around the names of functions (TeX's Op atoms), but not before a bracket."""
    children = list(row)
    made: list[ET.Element] = []
    for index, child in enumerate(children):
        before = children[index - 1] if index else None
        if before is not None and needs_space(before, child):
            made.append(ET.Element("mspace", {"width": THIN}))
        if is_named_operator(base_of_script(child)):
            base_of_script(child).attrib |= {"lspace": "0", "rspace": "0"}
        made.append(child)
    row[:] = made


def mark_signs(row: ET.Element) -> None:
    """A plus or minus that follows another operator, or a bracket that opens, is a sign."""
    for before, sign in pairwise(row):
        is_sign = sign.tag == "mo" and sign.text in SIGNS
        if is_sign and before.tag == "mo" and (before.text or "") not in CLOSING:
            sign.set("form", "prefix")


def tighten(script: ET.Element) -> None:
    """Scripts have no spaces around relations and operators (TeXbook, chapter 18)."""
    for operator in script.iter("mo"):
        if operator.text not in BRACKETS and not operator.get("fence"):
            operator.attrib |= {"lspace": "0", "rspace": "0"}


def needs_space(before: ET.Element, after: ET.Element) -> bool:
    """Whether one of two neighbours is a name and the other nothing that keeps its own distance."""
    if is_name(base_of_script(before)):
        return is_name(base_of_script(after)) or not keeps_distance(after)
    return is_name(base_of_script(after)) and not keeps_distance(before, opens=True)


def keeps_distance(element: ET.Element, *, opens: bool = False) -> bool:
    """Spaces and operators do; so does a bracket, to the left of a name only one that opens."""
    first = element
    while first.tag in ("mrow", "mstyle") and len(first):
        first = first[0 if not opens else -1]
    if first.tag == "mspace" or (first.tag == "mtext" and not (first.text or "").strip()):
        return True
    if first.tag != "mo":
        return False
    return not (opens and (first.text or "") in CLOSING)


def base_of_script(element: ET.Element) -> ET.Element:
    """The element without its scripts."""
    while element.tag in SCRIPTED and len(element):
        element = element[0]
    return element


def is_name(element: ET.Element) -> bool:
    """Whether a token is the name of a function."""
    text = element.text or ""
    if element.tag == "mo":
        return is_named_operator(element)
    is_word = len(text) > 1 and text.isalpha() and text.isascii()
    return element.tag == "mi" and is_word and "mathvariant" not in element.attrib


def is_named_operator(element: ET.Element) -> bool:
    text = (element.text or "").replace("\u2009", "").replace("\u2006", "").replace(" ", "")
    return element.tag == "mo" and text.isalpha() and text.isascii() and text != "mod"
