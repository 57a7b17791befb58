"""A small tree of HTML, for elements whose inner parts are to be put in another order."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape

from blog.markup.reading.html_tags import TAG, VOID, is_self_closed

TOKEN = re.compile(rf"<!--(?:(?!<!--|-->).)*+-->|{TAG.pattern}", re.DOTALL)
ATTRIBUTE = re.compile(r"([\w:-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
MOST_NESTED = 200
"""Elements in each other; what is deeper is left as it stands."""


@dataclass
class Element:
    """An element as it is written: its tag with its attributes, what stands within, its end."""

    tag: str
    opening: str
    attributes: dict[str, str]
    inner: list["Element | str"] = field(default_factory=list)
    closing: str = ""

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def below(self) -> Iterator["Element"]:
        """Every element within, in order."""
        for one in self.inner:
            if isinstance(one, Element):
                yield one
                yield from one.below()

    def first(self, name: str) -> "Element | None":
        """The first element within that has a class, or else is of this tag."""
        of_class = (one for one in self.below() if name in one.classes)
        return next(of_class, None) or next((one for one in self.below() if one.tag == name), None)

    def html(self) -> str:
        """What stands within, as HTML."""
        return "".join(one if isinstance(one, str) else one.whole() for one in self.inner)

    def whole(self) -> str:
        return f"{self.opening}{self.html()}{self.closing}"

    def words(self) -> str:
        """The text within, as HTML without elements, its blanks as one."""
        parts = (one if isinstance(one, str) else f" {one.words()} " for one in self.inner)
        return re.sub(r"\s+", " ", "".join(parts)).strip()


def rewrite_elements(source: str, written: Callable[[Element], str | None]) -> str:
    """The HTML with what `written` gives for an element with classes in place of it; where that is
    None the element stays as it is, and those within are asked about."""
    root = read_elements_of(source)
    _rewrite(root, written)
    return root.html()


def read_elements_of(source: str) -> Element:
    """The elements of a piece of HTML. One without an end ends where an outer one does."""
    root = Element("", "", {})
    opened = [root]
    position = 0
    for token in TOKEN.finditer(source):
        opened[-1].inner.append(source[position : token.start()])
        position = token.end()
        name = (token[2] or "").lower()
        if not name:
            opened[-1].inner.append(token[0])
        elif token[1]:
            _end(opened, name, token[0])
        else:
            one = Element(name, token[0], _attributes(token[3]))
            opened[-1].inner.append(one)
            has_end = name not in VOID and not is_self_closed(token[0], name)
            if has_end and len(opened) < MOST_NESTED:
                opened.append(one)
    opened[-1].inner.append(source[position:])
    return root


def _attributes(written: str) -> dict[str, str]:
    return {
        one[1].lower(): unescape(next(filter(None, one.groups()[1:]), ""))
        for one in ATTRIBUTE.finditer(written)
    }


def _end(opened: list[Element], name: str, written: str) -> None:
    if not any(one.tag == name for one in opened):
        opened[-1].inner.append(written)
        return
    while opened[-1].tag != name:
        opened.pop()
    opened.pop().closing = written


def _rewrite(element: Element, written: Callable[[Element], str | None]) -> None:
    for index, one in enumerate(element.inner):
        if isinstance(one, str):
            continue
        made = written(one) if one.classes else None
        if made is None:
            _rewrite(one, written)
        else:
            element.inner[index] = made
