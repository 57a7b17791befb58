"""kramdown's attribute lists, `{: .class #id key="value" name}`, and Pandoc's without the colon.

Source: kramdown syntax, "Attribute List Definitions" and "Inline Attribute Lists"; Pandoc's manual,
"header_attributes" and "link_attributes".
"""

import re
import xml.etree.ElementTree as ET

LIST = re.compile(r"\{:(?![:/])((?:[^}\\]|\\.)*+)\}")
BLOCK_LIST = re.compile(r"^ {0,3}\{:(?![:/])((?:[^}\\]|\\.)*+)\}\s*$")
DEFINITION = re.compile(r"^ {0,3}\{:([\w-]+):\s((?:[^}\\]|\\.)*+)\}\s*$")
TOKEN = re.compile(
    r"""(?P<key>[\w:-]+)=(?:"(?P<double>(?:[^"\\]|\\.)*+)"|'(?P<single>(?:[^'\\]|\\.)*+)'|(?P<bare>[^\s"'}]+))
    |\#(?P<id>\w[\w:-]*)|(?P<classes>\.[\w.:-]+)|(?P<name>[\w-]+)""",
    re.X,
)
HEADER_LIST = re.compile(r"(?:^|[ \t])\{((?=[#.]\w|-\})[^{}\\]*+)\}$")
PANDOC_BEGINS = re.compile(r"\{(?=[.#]\w|[\w-]+=)")
PANDOC = re.compile(r"""\{((?:"(?:[^"\\\n]|\\.)*+"|[^{}\\\n])*+)\}""")
MAX_LIST = 2_000  # characters of one of Pandoc's
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def parse_attributes(text: str, defined: dict[str, dict[str, str]]) -> dict[str, str]:
    """Read the inside of an attribute list.

    A bare name stands for a defined list or is kept as a key.
    """
    found: dict[str, str] = {}
    for match in TOKEN.finditer(text):
        if match["key"]:
            value = match["double"] or match["single"] or match["bare"] or ""
            merge_attributes(found, {match["key"].lower(): ESCAPED.sub(r"\1", value)})
        elif match["id"]:
            found["id"] = match["id"]
        elif match["classes"]:
            merge_attributes(found, {"class": match["classes"].strip(".").replace(".", " ")})
        else:
            merge_attributes(found, defined.get(match["name"], {match["name"]: ""}))
    return found


def merge_attributes(attributes: dict[str, str], more: dict[str, str]) -> None:
    """Add `more` to `attributes` in place: classes are joined, of other names the last one wins."""
    for name, value in more.items():
        if name == "class" and attributes.get("class"):
            attributes["class"] += f" {value}"
        else:
            attributes[name] = value


def apply_attributes(element: ET.Element, attributes: dict[str, str]) -> None:
    """Put attributes on an element.

    Values without a name of an attribute (`toc`) are kept for later.
    """
    merge_attributes(element.attrib, attributes)
