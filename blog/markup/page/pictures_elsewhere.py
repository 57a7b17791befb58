"""Pictures that stand on other hosts. A page here loads nothing from there, so that each would be a
broken icon: it is shown from the copy that is kept here, else as a link with its alternative text.
No Django here.
"""

import html
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from blog.markup.document.html_writing import escape_attribute, escape_text
from blog.text.hosts import ELSEWHERE, short_address
from papers.records.finished_html import TAG

KeptPictures = Callable[[Collection[str]], Mapping[str, str]]
"""For the addresses of pictures on other hosts, where those are shown from that are kept here."""

CLASS = "picture-elsewhere"
LINKED = re.compile(rf'<a class="{CLASS}" href="([^"]*)"|<span class="{CLASS}" title="([^"]*)"')
"""What stands for a picture: a link, or within a link the words alone."""

LONGEST_ADDRESS = 2_000
NAMES = frozenset({"a", "img", "picture", "source"})
ATTRIBUTE = re.compile(r'\s([\w-]+)(?:="([^"]*)")?')
ELSEWHERE_IN_SET = re.compile(r"(?:^|[\s,])(?:https?:)?//", re.I)
COUNTING = frozenset({"0", "1"})
"""Widths and heights of a picture that is there to count who loads it."""


@dataclass(frozen=True)
class ShownPictures:
    """The HTML, the addresses of what is a link now, and of what only counts readers and went."""

    html: str
    elsewhere: tuple[str, ...] = ()
    counting: tuple[str, ...] = ()


def address_elsewhere(written: str) -> str:
    """A picture's address on another host in the form under which it is kept; '' for one here."""
    address = html.unescape(written).strip()
    if not ELSEWHERE.match(address) or len(address) > LONGEST_ADDRESS:
        return ""
    address = f"https:{address}" if address.startswith("//") else address
    return address.partition("#")[0]


def elsewhere_in(stored: str) -> list[str]:
    """The addresses of the pictures for which links stand in stored HTML, each once."""
    found = (html.unescape(one[1] or one[2]) for one in LINKED.finditer(stored))
    return list(dict.fromkeys(found))


def show_pictures(markup: str, kept: KeptPictures) -> ShownPictures:
    """Sanitized HTML whose pictures are all shown from here, or are links."""
    if "<img" not in markup or "//" not in markup:
        return ShownPictures(markup)
    tags = [tag for tag in TAG.finditer(markup) if tag[2] in NAMES]
    images = [_attributes(tag[3]) for tag in tags if tag[2] == "img"]
    wanted = {address_elsewhere(values.get("src", "")) for values in images} - {""}
    sets = (values for values in images if ELSEWHERE_IN_SET.search(values.get("srcset", "")))
    if not wanted and not any(sets) and "<picture" not in markup:
        return ShownPictures(markup)
    return _replaced(markup, tags, kept(sorted(wanted)) if wanted else {})


def _replaced(markup: str, tags: list[re.Match[str]], here: Mapping[str, str]) -> ShownPictures:
    parts: list[str] = []
    elsewhere: dict[str, None] = {}
    counting: dict[str, None] = {}
    done = links = 0
    in_picture = False
    for tag in tags:
        name, values = tag[2], _attributes(tag[3])
        written: str | None = None
        if name == "a":
            links = max(0, links - 1) if tag[1] else links + 1
        elif name == "picture":
            in_picture = not tag[1]
        elif name == "source":
            is_lost = in_picture and ELSEWHERE_IN_SET.search(values.get("srcset", ""))
            written = "" if is_lost else None
        elif address := address_elsewhere(values.get("src", "")):
            if address in here:
                written = _image({**values, "src": escape_attribute(here[address])})
            elif {values.get("width"), values.get("height")} <= COUNTING:
                counting[address] = None
                written = ""
            else:
                elsewhere[address] = None
                written = _words(address, values, is_linked=links > 0)
        elif ELSEWHERE_IN_SET.search(values.get("srcset", "")):
            written = _image(values)
        if written is not None:
            parts += [markup[done : tag.start()], written]
            done = tag.end()
    return ShownPictures("".join([*parts, markup[done:]]), tuple(elsewhere), tuple(counting))


def _attributes(written: str) -> dict[str, str]:
    """As they are written, escaped."""
    return {one[1]: one[2] or "" for one in ATTRIBUTE.finditer(written)}


def _image(values: dict[str, str]) -> str:
    """An image without candidates that stand elsewhere."""
    if ELSEWHERE_IN_SET.search(values.get("srcset", "")):
        values = {key: value for key, value in values.items() if key not in ("srcset", "sizes")}
    return "<img" + "".join(f' {name}="{value}"' for name, value in values.items()) + ">"


def _words(address: str, values: dict[str, str], *, is_linked: bool) -> str:
    words = values.get("alt", "").strip() or values.get("title", "").strip()
    words = words or escape_text(short_address(address))
    identity = f' id="{values["id"]}"' if values.get("id") else ""
    written = escape_attribute(address)
    if is_linked:  # a link holds no other
        return f'<span class="{CLASS}" title="{written}"{identity}>{words}</span>'
    return f'<a class="{CLASS}" href="{written}"{identity}>{words}</a>'
