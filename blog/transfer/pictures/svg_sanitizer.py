"""SVG is active content: what is kept of it draws, and nothing else. No Django here.

Scripts, event attributes, foreign content, animation and addresses outside of the file are taken
out; a file with a document type of its own (entities) or that is no SVG is refused.
"""

import re
import xml.etree.ElementTree as ET

from blog.text.size_limits import MAX_DRAWING

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
ELEMENTS = frozenset(
    {"svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "path", "rect"}
    | {"circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath"}
    | {"linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "marker"}
    | {"image", "style", "filter", "feBlend", "feColorMatrix", "feComponentTransfer"}
    | {"feComposite", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur"}
    | {"feMerge", "feMergeNode", "feOffset", "feDropShadow", "switch", "view"}
)
_DOCTYPE = re.compile(rb"<!DOCTYPE(\s+svg(?:\s+PUBLIC\s+\"[^\"<>]*\"\s+\"[^\"<>]*\")?\s*)>", re.I)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[\w+/=\s]+\Z")
_OUTSIDE = re.compile(r"url\(\s*[\"']?(?!#)|@import|expression|javascript:|\\", re.IGNORECASE)


def clean_svg(data: bytes) -> bytes:
    """The drawing alone; ValueError says why there is none. The same bytes give the same."""
    if len(data) > MAX_DRAWING:
        raise ValueError(f"the SVG is bigger than {MAX_DRAWING >> 20} MB")
    data = _DOCTYPE.sub(b"", data, count=1)
    if b"<!DOCTYPE" in data.upper() or b"<!ENTITY" in data.upper():
        raise ValueError("the SVG defines entities")
    try:
        root = ET.fromstring(data)  # noqa: S314 (no document type, so no entities to expand)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise ValueError("the SVG is not well formed") from error
    if root.tag != f"{SVG}svg":
        raise ValueError("it is no SVG")
    _clean(root)
    ET.register_namespace("", SVG[1:-1])
    ET.register_namespace("xlink", XLINK[1:-1])
    return ET.tostring(root, encoding="utf-8")


def _clean(root: ET.Element) -> None:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        for child in list(element):
            if _may_stay(child):
                waiting.append(child)
            else:
                element.remove(child)
        for name, value in list(element.attrib.items()):
            if not _is_harmless(name, value):
                del element.attrib[name]


def _may_stay(element: ET.Element) -> bool:
    if not isinstance(element.tag, str) or element.tag.removeprefix(SVG) not in ELEMENTS:
        return False
    is_style = element.tag == f"{SVG}style"
    return not (is_style and _OUTSIDE.search("".join(element.itertext())))


def _is_harmless(name: str, value: str) -> bool:
    plain = name.removeprefix(XLINK)
    if plain == "href":
        return value.startswith("#") or bool(_PICTURE.match(value))
    if plain.startswith("{"):
        return plain == "{http://www.w3.org/XML/1998/namespace}space"
    return not plain.lower().startswith("on") and not _OUTSIDE.search(value)
