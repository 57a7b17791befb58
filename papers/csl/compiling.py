"""What a compiled element is, and what the compiler of one kind may ask of the whole."""

from collections.abc import Callable
from typing import Protocol

from papers.csl.context import Context
from papers.csl.locale import Locale
from papers.csl.style import CslStyle
from papers.csl.xmltree import Element

Render = Callable[[Context], object]


class Compiler(Protocol):
    """Compiles the elements of one area of a style; ``shorthand`` has the children of the
    ``<names>`` that is being substituted."""

    style: CslStyle
    locale: Locale
    shorthand: list[Element]

    def option(self, name: str, element: Element | None = None) -> str | None: ...

    def element(self, element: Element) -> Render: ...

    def decorated(self, element: Element, render: Render) -> Render: ...
