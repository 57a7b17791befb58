"""XML files of other systems, element by element, whatever their size."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from blog.transfer.source.import_values import Refused

CHUNK = 1 << 16
DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
LONGEST_MARK = len("<!DOCTYPE")
CONTROLS = bytes(one for one in range(32) if one not in (9, 10, 13))


def read_elements(file: Path, name: str, tags: frozenset[str]) -> Iterator[ET.Element]:
    """The elements of these tags (`{namespace}name`), each whole, and forgotten after its turn.

    Declarations of a document's own entities are refused, since they can grow without bound;
    control characters, which writers leave in, are passed over. Raises Refused (`name`: the path
    that is told), with the line of what cannot be read.
    """
    parser = ET.XMLPullParser(events=("start", "end"))
    open_elements: list[ET.Element] = []
    with file.open("rb") as stream:
        is_wide = stream.read(2) in (b"\xff\xfe", b"\xfe\xff")
        stream.seek(0)
        before = b""  # of the prolog, where alone a type can be declared
        try:
            while chunk := stream.read(CHUNK):
                prolog = b"" if open_elements else before + chunk.replace(b"\0", b"")
                if DECLARES.search(prolog):
                    raise Refused(name, None, "it declares a document type, which no export does")
                before = prolog[-LONGEST_MARK:]
                parser.feed(chunk if is_wide else chunk.translate(None, CONTROLS))
                yield from _finished(parser, open_elements, tags)
            parser.close()
        except ET.ParseError as error:
            reason = f"it is no XML that can be read ({error.msg}); what stood before it came in"
            raise Refused(name, error.position[0], reason) from error


def root_attributes(file: Path) -> dict[str, str]:
    """Those of the outermost element of a file that `read_elements` takes."""
    parser = ET.XMLPullParser(events=("start",))
    with file.open("rb") as stream:
        head = stream.read(CHUNK)
    if DECLARES.search(head.replace(b"\0", b"")):
        return {}
    with suppress(ET.ParseError):
        parser.feed(head)
        return next((dict(element.attrib) for _event, element in parser.read_events()), {})
    return {}


def _finished(
    parser: ET.XMLPullParser, open_elements: list[ET.Element], tags: frozenset[str]
) -> Iterator[ET.Element]:
    for event, element in parser.read_events():
        if event == "start":
            open_elements.append(element)
            continue
        open_elements.pop()
        is_inner = any(one.tag in tags for one in open_elements)
        if element.tag in tags and not is_inner:
            yield element
        if not is_inner and open_elements:
            open_elements[-1].remove(element)


def text_of(element: ET.Element, name: str) -> str:
    """The trimmed text of a child, '' where it is missing."""
    return (element.findtext(name) or "").strip()
