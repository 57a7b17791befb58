"""Sort keys and sorting: CSL 1.0.2, "Sorting"."""

from collections.abc import Callable
from dataclasses import dataclass

from papers.csl.collation import collation_key
from papers.csl.context import Context
from papers.csl.dates import sort_key
from papers.csl.elements import ElementCompiler
from papers.csl.name_lists import NameStyle, format_list
from papers.csl.numbers import is_numeric
from papers.csl.output import plain_output
from papers.csl.richtext import without_markup
from papers.csl.values import citation_label, number_text, variable_text
from papers.csl.variables import DATE_VARIABLES, NAME_VARIABLES, NUMBER_VARIABLES
from papers.csl.xmltree import Element


@dataclass(frozen=True)
class SortKey:
    """One <key>: what it reads and in which direction."""

    value: Callable[[Context], str]
    is_descending: bool
    attrs: dict[str, str]
    by_number: bool = False

    def of(self, ctx: Context) -> str:
        ctx.fresh()
        ctx.sorting = True
        attrs = self.attrs
        ctx.names_min = int(attrs["names-min"]) if "names-min" in attrs else None
        ctx.names_first = int(attrs["names-use-first"]) if "names-use-first" in attrs else None
        last = attrs.get("names-use-last")
        ctx.names_last = last == "true" if last else None
        text = self.value(ctx)
        ctx.sorting = False
        ctx.names_min = ctx.names_first = ctx.names_last = None
        return text


def compile_keys(compiler: ElementCompiler) -> list[SortKey]:
    """The keys of the area's <sort>."""
    sort = compiler.area.find("sort")
    return [_compile(compiler, key) for key in sort.all("key")] if sort else []


def _compile(compiler: ElementCompiler, element: Element) -> SortKey:
    descending = element.get("sort") == "descending"
    if "macro" in element.attrs:
        macro = compiler.macro(element.attrs["macro"])
        return SortKey(
            lambda ctx: plain_output(macro(ctx)),
            descending,
            element.attrs,
            _has_number(compiler, element.attrs["macro"]),
        )
    variable = element.get("variable")
    demote = compiler.style.options.get("demote-non-dropping-particle", "display-and-sort")
    return SortKey(
        _variable(variable, demote), descending, element.attrs, variable == "citation-number"
    )


def _has_number(compiler: ElementCompiler, name: str) -> bool:
    todo = list(compiler.style.macros[name].kids)
    seen = {name}
    while todo:
        element = todo.pop()
        if element.attrs.get("variable") == "citation-number":
            return True
        macro = element.attrs.get("macro")
        if macro and macro not in seen:
            seen.add(macro)
            todo.extend(compiler.style.macros[macro].kids)
        todo.extend(element.kids)
    return False


def _variable(name: str, demote: str) -> Callable[[Context], str]:
    style = NameStyle(
        sort_order="all",
        delimiter=" ",
        sort_separator=" ",
        et_al_min=0,
        is_spaced=True,
        demote="never" if demote == "never" else "display-and-sort",
    )

    def read(ctx: Context) -> str:
        if name in NAME_VARIABLES:
            names = ctx.item.names(name)
            return plain_output(format_list(name, names, style, ctx)) if names else ""
        if name in DATE_VARIABLES:
            date = ctx.item.date(name)
            return sort_key(date) if date else ""
        if name == "citation-label":
            return plain_output(citation_label(ctx))
        if name in NUMBER_VARIABLES:
            text = number_text(ctx, name)
            return text.strip().zfill(12) if text and is_numeric(text) else text
        return without_markup(variable_text(ctx, name, "long"))

    return read


def sort_rows(rows: list, keys: list[SortKey], contexts: Callable[[object], Context]) -> list:
    """The rows in the order of the keys; empty values last in either direction."""
    groups = [list(rows)]
    for key in keys:  # a later key is read only where the earlier ones tie
        if all(len(group) < 2 for group in groups):
            break
        groups = [part for group in groups for part in _parted(group, key, contexts)]
    return [row for group in groups for row in group]


def _parted(rows: list, key: SortKey, contexts: Callable[[object], Context]) -> list[list]:
    """The rows sorted by one key, those with the same value together."""
    if len(rows) < 2:
        return [rows]
    filled: dict[tuple, list] = {}
    empty = []
    for row in rows:
        text = key.of(contexts(row))
        if text:
            filled.setdefault(collation_key(text), []).append(row)
        else:
            empty.append(row)
    parts = [filled[value] for value in sorted(filled, reverse=key.is_descending)]
    return [*parts, empty] if empty else parts
