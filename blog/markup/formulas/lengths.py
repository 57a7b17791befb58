"""Lengths in formulas: read from TeX and MathML, and bounded, so that no formula paints outside of
its box or makes a page huge.

A scale of script levels below 0 and a font size of its own would multiply when they are nested;
neither is let through.
"""

import re
import xml.etree.ElementTree as ET

UNITS = {  # in ems, at TeX's 10 points for one; sp is next to nothing
    "em": 1.0,
    "ex": 0.43,
    "mu": 1 / 18,
    "pt": 0.1,
    "px": 1 / 16,
    "pc": 1.2,
    "in": 7.227,
    "cm": 2.845,
    "mm": 0.2845,
    "bp": 0.1,
    "dd": 0.107,
    "cc": 1.284,
    "sp": 0.0,
}
LENGTH = re.compile(rf"\s*([+-]?)\s*(\d{{1,20}}\.?\d*|\.\d+)\s*({'|'.join(UNITS)})\b.*", re.S)
ZERO = re.compile(r"[+-]?0*\.?0+")
NAMED = {  # MathML 3's named spaces, which MathML Core dropped (MathML 3, 2.1.5.2)
    "negativethinmathspace": -0.167,
    "negativemediummathspace": -0.222,
    "negativethickmathspace": -0.278,
    "thinmathspace": 0.167,
    "mediummathspace": 0.222,
    "thickmathspace": 0.278,
}
BOUNDS = {  # in ems, by attribute
    "width": (-2.0, 30.0),
    "height": (0.0, 5.0),
    "depth": (0.0, 5.0),
    "lspace": (0.0, 5.0),
    "rspace": (0.0, 5.0),
    "voffset": (-2.0, 2.0),
    "minsize": (0.0, 5.0),
    "maxsize": (0.0, 5.0),
    "linethickness": (0.0, 0.5),
    "columnspacing": (0.0, 5.0),
    "rowspacing": (0.0, 5.0),
}
SCRIPT_LEVELS = frozenset({"0", "1", "2", "3", "+1"})
SLACK = 1.0  # ems that all negative spaces of a formula may reach out to the left together
STRUT = 1.0  # ems that a line may be high or deep
LETTER_WIDTH = 0.4  # ems, rather less than a letter takes
WIDEST = frozenset({"mfrac", "munder", "mover", "munderover", "mtable", "mtr"})


def ems(text: str) -> float | None:
    """A TeX or MathML length in ems, or None for what is none (stretch behind it is left out)."""
    if ZERO.fullmatch(text.strip()):
        return 0.0
    if text.strip() in NAMED:
        return NAMED[text.strip()]
    match = LENGTH.fullmatch(text)
    return None if match is None else float(f"{match[1]}{match[2]}") * UNITS[match[3]]


def length_text(value: float) -> str:
    """`0.167em`, `2em`, `0`."""
    shown = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if shown in ("0", "-0") else f"{shown}em"


def bounded_value(name: str, value: str) -> str | None:
    """The value of a MathML attribute with its lengths in bounds; None to leave it out."""
    if name == "scriptlevel":
        return value if value.strip() in SCRIPT_LEVELS else None
    if name not in BOUNDS:
        return value
    if name == "linethickness" and value in ("thin", "medium", "thick"):
        return value
    lengths = [ems(part) for part in value.split()[:20]]
    if not lengths or None in lengths:
        return None
    low, high = BOUNDS[name]
    return " ".join(length_text(min(max(one or 0.0, low), high)) for one in lengths)


def keep_inside(element: ET.Element, slack: list[float] | None = None, shift: float = 0.0) -> float:
    """Shorten negative spaces that reach back over more than stands before them in their row, and
    shifts that add up to more than one may have. Answers with the width in ems, roughly.
    """
    slack = [SLACK] if slack is None else slack
    if element.tag == "mspace":
        return ems(element.get("width", "0")) or 0.0
    if "voffset" in element.attrib:
        low, high = BOUNDS["voffset"]
        wanted = ems(element.get("voffset", "")) or 0.0
        kept = min(max(shift + wanted, low), high) - shift
        element.set("voffset", length_text(kept))
        shift += kept
        side = (
            "height" if kept > 0 else "depth"
        )  # room for what is moved, which has none of its own
        strut = ET.SubElement(element, "mspace", {"width": "0"})
        strut.set(side, length_text(abs(kept) + STRUT))
    widths: list[float] = [LETTER_WIDTH * len(element.text or "")]
    room = 0.0
    for child in element:
        width = keep_inside(child, slack, shift)
        if child.tag == "mspace" and width < 0:
            beyond = min(max(-width - room, 0.0), slack[0])
            slack[0] -= beyond
            width = -(min(-width, room) + beyond)
            child.set("width", length_text(width))
        room = max(0.0, room + width)
        widths.append(width)
    return max(widths) if element.tag in WIDEST else max(0.0, sum(widths))
