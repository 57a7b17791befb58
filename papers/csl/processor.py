"""Citations and items in, formatted citations and bibliography out.

`Processor` holds a compiled style and keeps nothing of a document: formatting the same citations
again gives the same answer. CSL 1.0.2, "Citation", "Bibliography".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from papers.csl.bibliography import BibliographyEntry, make_entries
from papers.csl.collapse import CitePiece, CollapseRules, assemble, capitalize_terms
from papers.csl.context import FIRST, Choices, Context
from papers.csl.disambiguate import Disambiguator, Methods
from papers.csl.elements import ElementCompiler, collect, read_formats
from papers.csl.items import Item
from papers.csl.locale import LOCALES, make_locale
from papers.csl.name_lists import NameStyle
from papers.csl.names_element import read_name_style
from papers.csl.output import Out, find, formatted, joined, plain_output
from papers.csl.positions import Cite, CiteCluster, CitePosition, positions_of_cites
from papers.csl.sort import compile_keys, sort_rows
from papers.csl.style import CslStyle
from papers.csl.writers import WRITERS
from papers.csl.xmltree import Element


@dataclass(frozen=True)
class Formatted:
    """One citation or entry as text, with the keys of the items it shows, in order."""

    text: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """All citations in document order, and the bibliography in its own order."""

    citations: tuple[Formatted, ...]
    bibliography: tuple[Formatted, ...]


class Area:
    """<citation> or <bibliography> compiled."""

    def __init__(self, compiler: ElementCompiler) -> None:
        element = compiler.area
        layout = element.find("layout")
        self.compiler = compiler
        self.renders = compiler.children(layout)
        self.prefix, self.suffix = layout.get("prefix"), layout.get("suffix")
        self.delimiter = layout.get("delimiter")
        self.formats = read_formats(layout.attrs)
        self.keys = compile_keys(compiler)

    def render(self, ctx: Context) -> Out | None:
        return joined(collect(self.renders, ctx.fresh()), "")

    def option(self, name: str) -> str:
        return self.compiler.area.get(name)


def _first_names(style: CslStyle, area: Element) -> Element | None:
    """The first <names> that the area's layout can reach."""
    todo = [area.find("layout")]
    while todo:
        element = todo.pop(0)
        if element.name == "names":
            return element
        inner = element.kids
        if element.name == "text" and "macro" in element.attrs:
            inner = style.macros[element.attrs["macro"]].kids
        todo = [*inner, *todo]
    return None


def _count_conditions(style: CslStyle) -> int:
    count = 0
    todo = [*style.macros.values(), style.citation]
    while todo:
        element = todo.pop()
        count += "disambiguate" in element.attrs
        todo.extend(element.kids)
    return min(count, 8)


class Processor:
    """A style compiled in a language. Build it with `processor_for`, which keeps it."""

    def __init__(self, style: CslStyle, language: str = "", folder: Path = LOCALES) -> None:
        if style.citation is None:
            raise ValueError(f"{style.title} only points to the style “{style.parent}”")
        self.style = style
        self.locale = make_locale(language or style.default_locale, style.locales, folder)
        self.marks = self.locale.marks()
        self.citation = Area(ElementCompiler(style, self.locale, style.citation))
        self.bibliography = (
            None
            if style.bibliography is None
            else Area(ElementCompiler(style, self.locale, style.bibliography))
        )
        self.rules = self._rules()
        self.methods = self._methods()
        distance = style.citation.get("near-note-distance") or style.options.get(
            "near-note-distance", "5"
        )
        self.distance = int(distance)

    def _rules(self) -> CollapseRules:
        attrs, delimiter = self.style.citation.attrs, self.citation.delimiter
        collapse = attrs.get("collapse", "")
        if collapse.startswith("year-") and attrs.get("disambiguate-add-year-suffix") != "true":
            collapse = "year"
        group = attrs.get("cite-group-delimiter")
        return CollapseRules(
            collapse,
            delimiter,
            group,
            attrs.get("year-suffix-delimiter", delimiter if group is None else group),
            attrs.get("after-collapse-delimiter"),
            self.style.is_note,
        )

    def _methods(self) -> Methods:
        attrs = self.style.citation.attrs
        names = _first_names(self.style, self.style.citation)
        name_style = (
            NameStyle() if names is None else read_name_style(self.citation.compiler, names)
        )
        return Methods(
            attrs.get("disambiguate-add-names") == "true",
            attrs.get("disambiguate-add-givenname") == "true",
            attrs.get("givenname-disambiguation-rule", "by-cite"),
            attrs.get("disambiguate-add-year-suffix") == "true",
            _count_conditions(self.style),
            name_style,
            self.read_cite,
        )

    def read_cite(self, ctx: Context) -> str:
        """A cite as text for comparing; the names of later cites count where they are fewer."""
        attrs = self.style.citation.attrs
        if "et-al-subsequent-min" in attrs or "et-al-subsequent-use-first" in attrs:
            least = attrs.get("et-al-subsequent-min", attrs.get("et-al-min"))
            first = attrs.get("et-al-subsequent-use-first", attrs.get("et-al-use-first"))
            ctx.names_min = int(least) if least else None
            ctx.names_first = int(first) if first else None
        ctx.fresh()
        ctx.suppressed = {"accessed"}
        return plain_output(joined(collect(self.citation.renders, ctx), ""))

    def format(
        self,
        items: Iterable[Mapping[str, object] | Item],
        citations: Sequence[CiteCluster] = (),
        uncited: Iterable[str] = (),
        output: str = "html",
        anchor: Callable[[str], str] | None = None,
    ) -> Document:
        """Format a document as "html", "html-links", "text" or "markdown".

        `uncited` are keys that stand in the bibliography all the same. `anchor` gives the address
        that the cite of a key links to, in HTML. A key that no item has is passed over.
        """
        work = ProcessedItem(self, items, citations, uncited)
        write = WRITERS[output](self.marks, anchor).write
        made = tuple(
            Formatted(write(out), tuple(cite.key for cite in citation.cites))
            for citation, out in zip(citations, work.citations(), strict=True)
        )
        entries = tuple(Formatted(write(e.out), (e.key,)) for e in work.entries())
        return Document(made, entries)


class ProcessedItem:
    """One document being formatted."""

    def __init__(
        self,
        processor: Processor,
        items: Iterable[Mapping[str, object] | Item],
        citations: Sequence[CiteCluster],
        uncited: Iterable[str],
    ) -> None:
        self.processor = processor
        self.made = citations
        library: dict[str, Item] = {}
        for data in items:
            item = data if isinstance(data, Item) else Item(data)
            library[item.key] = item
        keys = dict.fromkeys(uncited)
        keys.update(dict.fromkeys(cite.key for c in citations for cite in c.cites))
        self.items = {key: library[key] for key in keys if key in library}
        self.numbers = {key: number for number, key in enumerate(self.items, 1)}
        self.choices: dict[str, Choices] = {key: Choices() for key in self.items}
        self.order = self.sorted_keys()
        if not self.is_number_sorted():
            self.numbers = {key: number for number, key in enumerate(self.order, 1)}
        rank = self.rank = {key: number for number, key in enumerate(self.order)}
        self.places = positions_of_cites(citations, processor.distance)
        later = {
            cite.key
            for citation, row in zip(citations, self.places, strict=True)
            for cite, place in zip(citation.cites, row, strict=True)
            if place.position != FIRST and processor.style.is_note
        }
        self.choices = Disambiguator(processor.methods, self.items.values(), rank, later).run()

    def is_number_sorted(self) -> bool:
        area = self.processor.bibliography
        return area is None or any(key.by_number for key in area.keys)

    def context(self, key: str, in_bibliography: bool) -> Context:
        ctx = Context(self.items[key], self.choices[key], in_bibliography)
        ctx.number = self.numbers[key]
        return ctx

    def sorted_keys(self) -> list[str]:
        area = self.processor.bibliography
        keys = list(self.items)
        return sort_rows(keys, area.keys, lambda key: self.context(key, True)) if area else keys

    def citations(self) -> Iterator[Out]:
        for citation, row in zip(self.made, self.places, strict=True):
            yield self.one(citation, row)

    def cite_context(self, cite: Cite, place: CitePosition) -> Context:
        ctx = self.context(cite.key, False)
        ctx.locator, ctx.label = cite.locator.strip(), cite.label or "page"
        ctx.position, ctx.near_note = place.position, place.near_note
        ctx.first_note = place.first_note
        return ctx

    def one(self, citation: CiteCluster, row: list[CitePosition]) -> Out:
        area = self.processor.citation
        pairs = [
            (cite, self.cite_context(cite, place))
            for cite, place in zip(citation.cites, row, strict=True)
            if cite.key in self.items
        ]
        if area.keys and not citation.keeps_order:
            pairs.sort(key=lambda pair: self.rank[pair[0].key])  # so ties stand as in the entries
            pairs = sort_rows(pairs, area.keys, lambda pair: pair[1])
        pieces = []
        for cite, ctx in pairs:
            ctx.suppress_author = cite.mode == "suppress-author"
            out = area.render(ctx)
            if cite.mode == "author-only":
                out = find(out, "names") or out
            if out is not None:
                pieces.append(CitePiece(cite, ctx, out))
        if self.processor.style.is_note:
            capitalize_terms(pieces)
        if not pieces:
            return ""
        out = assemble(pieces, self.processor.rules, self.without_names)
        out = (area.prefix, out, area.suffix)
        if all(piece.cite.mode == "author-only" for piece in pieces):
            return out[1]
        return formatted(out, area.formats)

    def without_names(self, piece: CitePiece) -> Out:
        piece.ctx.suppress_author = True
        return self.processor.citation.render(piece.ctx)

    def entries(self) -> Iterable[BibliographyEntry]:
        area = self.processor.bibliography
        if area is None:
            return ()
        return make_entries(area, (self.context(key, True) for key in self.order))


def processor_for(style: CslStyle, language: str = "", folder: Path = LOCALES) -> Processor:
    """The processor of a style in a language, compiled once and kept with the style."""
    key = (language, folder)
    if key not in style.compiled:
        style.compiled[key] = Processor(style, language, folder)
    return style.compiled[key]
