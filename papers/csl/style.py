"""Reading a style: its parts, checked, so that rendering need not check again.

CSL 1.0.2, "Styles - Structure". A dependent style gives its parent's name instead of parts.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from papers.csl.errors import StyleError
from papers.csl.xmltree import Element, parse_xml

STYLES = Path(__file__).parent / "styles"
MAX_EXPANDED = 20_000
MAX_HEIGHT = 120
RENDERING = frozenset({"text", "number", "label", "names", "date", "group", "choose"})
_INSIDE = {
    "choose": {"if", "else-if", "else"},
    "names": {"name", "et-al", "label", "substitute", "institution"},
    "date": {"date-part"},
    "text": set(),
    "number": set(),
    "label": set(),
}
_SOURCES = ("variable", "macro", "term", "value")
_DECORATIONS = frozenset(
    {
        "font-style",
        "font-variant",
        "font-weight",
        "text-decoration",
        "vertical-align",
        "quotes",
        "display",
        "prefix",
    }
)
_COUNTS = (
    "et-al-min",
    "et-al-use-first",
    "et-al-subsequent-min",
    "et-al-subsequent-use-first",
    "near-note-distance",
    "names-min",
    "names-use-first",
)


@dataclass(frozen=True, eq=False)
class CslStyle:
    """A style that was read and found sound; compare by identity."""

    title: str
    identifier: str
    is_note: bool
    default_locale: str
    options: dict[str, str]
    macros: dict[str, Element]
    citation: Element | None
    bibliography: Element | None
    locales: tuple[Element, ...] = ()
    parent: str = ""
    compiled: dict = field(default_factory=dict, repr=False)

    def locale_for(self, language: str) -> str:
        """``language``, or the locale that the style was made for where no language is named or
        one without a region, which that locale is a dialect of: "en" in a style of "en-GB"."""
        is_dialect = language in ("", self.default_locale.partition("-")[0])
        return self.default_locale if is_dialect and self.default_locale else language


class _Checker:
    """Holds the macros while the tree is checked; counts what rendering could cost."""

    def __init__(self, macros: dict[str, Element]) -> None:
        self.macros = macros
        self.cost: dict[str, int] = {}
        self.path: list[str] = []
        self.heights: dict[str, int] = {}

    def macro(self, name: str, line: int) -> int:
        if name in self.cost:
            return self.cost[name]
        if name not in self.macros:
            raise StyleError(f"there is no macro “{name}”", line)
        if name in self.path:
            loop = " → ".join([*self.path[self.path.index(name) :], name])
            raise StyleError(f"macros call each other in a loop: {loop}", line)
        if len(self.path) > 60:
            raise StyleError("macros call each other deeper than 60", line)
        self.path.append(name)
        self.cost[name] = self.children(self.macros[name], RENDERING)
        self.path.pop()
        return self.cost[name]

    def children(self, element: Element, allowed: frozenset[str] | set[str]) -> int:
        total = 1
        for kid in element.kids:
            if " " in kid.name:
                continue  # another namespace: not ours to judge
            if kid.name not in allowed:
                raise StyleError(f"<{kid.name}> cannot stand inside <{element.name}>", kid.line)
            total += self.element(kid)
        if total > MAX_EXPANDED:
            raise StyleError("the macros unfold to too many elements", element.line)
        return total

    def element(self, element: Element) -> int:
        name = element.name
        if name == "text":
            if sum(key in element.attrs for key in _SOURCES) != 1:
                raise StyleError("<text> needs one of variable, macro, term, value", element.line)
            if "macro" in element.attrs:
                return 1 + self.macro(element.attrs["macro"], element.line)
        if name in ("number", "date") and "variable" not in element.attrs:
            raise StyleError(f"<{name}> needs a variable", element.line)
        if name == "choose":
            if not element.kids or element.kids[0].name != "if":
                raise StyleError("<choose> must begin with <if>", element.line)
            return max(
                self.children(kid, RENDERING)
                if kid.name in _INSIDE["choose"]
                else self.children(element, _INSIDE["choose"])
                for kid in element.kids
            )
        if name == "names":
            self.counts(element)
        if name in ("group", "substitute"):
            return self.children(element, RENDERING)
        if name in _INSIDE:
            return self.children(element, _INSIDE[name])
        if name == "name":
            self.counts(element)
        return 1

    def height(self, element: Element) -> int:
        """How deep rendering goes below an element: elements, what decorates them, macros."""
        own = 1 + sum(key in _DECORATIONS for key in element.attrs)
        if element.name == "text" and "macro" in element.attrs:
            name = element.attrs["macro"]
            if name not in self.heights:
                self.heights[name] = self.height(self.macros[name])
            return own + self.heights[name]
        return own + max((self.height(kid) for kid in element.kids), default=0)

    def counts(self, element: Element) -> None:
        for key in _COUNTS:
            value = element.attrs.get(key)
            if value is not None and not (value.strip().isdecimal() and len(value) < 7):
                raise StyleError(f"{key} is not a number: {value[:40]}", element.line)

    def area(self, element: Element) -> None:
        layout = element.find("layout")
        if layout is None:
            raise StyleError(f"<{element.name}> has no <layout>", element.line)
        self.counts(element)
        for sort in element.all("sort"):
            for key in sort.all("key"):
                self.counts(key)
                if "macro" in key.attrs:
                    self.macro(key.attrs["macro"], key.line)
                elif "variable" not in key.attrs:
                    raise StyleError("<key> needs a variable or a macro", key.line)
        for layout in element.all("layout"):
            self.children(layout, RENDERING)


def _text(info: Element | None, name: str) -> str:
    element = info.find(name) if info else None
    return element.text.strip() if element else ""


def _parent(info: Element | None) -> str:
    for link in info.all("link") if info else ():
        if link.get("rel") == "independent-parent":
            return link.get("href").rstrip("/").rpartition("/")[2]
    return ""


def read_style(source: str | bytes) -> CslStyle:
    """Read one style. Raises StyleError with the line of what is wrong."""
    root = parse_xml(source)
    if root.name != "style":
        raise StyleError("the root is not <style> in the CSL namespace", root.line)
    info = root.find("info")
    macros: dict[str, Element] = {}
    for macro in root.all("macro"):
        name = macro.get("name")
        if not name or name in macros:
            raise StyleError(f"macro without a name of its own: “{name}”", macro.line)
        macros[name] = macro
    checker = _Checker(macros)
    citation, bibliography = root.find("citation"), root.find("bibliography")
    parent = _parent(info)
    if citation is None and not parent:
        raise StyleError("the style has no <citation>", root.line)
    checker.counts(root)
    for area in (citation, bibliography):
        if area is not None:
            checker.area(area)
    for name, macro in macros.items():
        checker.macro(name, macro.line)
    for area in (*macros.values(), citation, bibliography):
        if area is not None and checker.height(area) > MAX_HEIGHT:
            raise StyleError(f"elements and macros nested deeper than {MAX_HEIGHT}", area.line)
    return CslStyle(
        title=_text(info, "title"),
        identifier=_text(info, "id"),
        is_note=root.get("class") == "note",
        default_locale=root.get("default-locale"),
        options=root.attrs,
        macros=macros,
        citation=citation,
        bibliography=bibliography,
        locales=tuple(root.all("locale")),
        parent=parent if citation is None else "",
    )


@lru_cache(maxsize=64)
def bundled_style(name: str) -> CslStyle:
    """One of the styles in `styles/`, read once. Raises KeyError for a name that is not there."""
    if name not in bundled_names():
        raise KeyError(name)
    return read_style((STYLES / f"{name}.csl").read_bytes())


@lru_cache(maxsize=1)
def bundled_names() -> tuple[str, ...]:
    """The names that `bundled_style` knows."""
    return tuple(sorted(path.stem for path in STYLES.glob("*.csl")))
