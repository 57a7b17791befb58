"""The <names> element: its variables, label, substitutes and options.

CSL 1.0.2, "Names", "Label in cs:names", "Substitute", "Inheritable Name Options".
"""

from papers.csl.compiling import Compiler, Render
from papers.csl.context import Context
from papers.csl.name_lists import NameStyle, PartStyle, format_list, shown_count
from papers.csl.output import FORMAT_ORDER, Node, Out, find, formatted, joined, mapped, plain_output
from papers.csl.style import RENDERING
from papers.csl.textcase import apply_case
from papers.csl.xmltree import Element


def _formats(attrs: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((key, attrs[key]) for key in FORMAT_ORDER if key in attrs)


def _part(element: Element | None, name: str) -> PartStyle:
    for kid in element.kids if element else ():
        if kid.name == "name-part" and kid.get("name") == name:
            return PartStyle(
                _formats(kid.attrs), kid.get("text-case"), kid.get("prefix"), kid.get("suffix")
            )
    return PartStyle()


def _count(text: str | None, missing: int = 0) -> int:
    return int(text) if text and text.strip().isdecimal() and len(text) < 7 else missing


def read_name_style(compiler: Compiler, element: Element) -> NameStyle:
    """What <name>, <et-al> and the inherited options say together."""
    name, et_al = element.find("name"), element.find("et-al")

    def option(key: str, inherited: str = "") -> str | None:
        own = name.attrs.get(key) if name else None
        return own if own is not None else compiler.option(inherited or key)

    style = compiler.style.options
    locale = compiler.locale
    word = locale.term("and") or "and"
    conjunction = {
        "text": f" {word}" if word[-1].isspace() else f" {word} ",
        "symbol": " & ",
    }.get(option("and") or "", "")
    term = (et_al.get("term") if et_al else "") or "et-al"
    text: Out = locale.term(term) or ""
    if et_al is not None and text:
        text = formatted(text, _formats(et_al.attrs))
    delimiter = option("delimiter", "name-delimiter")
    separator = option("sort-separator")
    return NameStyle(
        conjunction=conjunction,
        delimiter=", " if delimiter is None else delimiter,
        precedes_et_al=option("delimiter-precedes-et-al") or "contextual",
        precedes_last=option("delimiter-precedes-last") or "contextual",
        et_al_min=_count(option("et-al-min")),
        et_al_first=_count(option("et-al-use-first"), -1),
        subsequent_min=_count(option("et-al-subsequent-min")),
        subsequent_first=_count(option("et-al-subsequent-use-first")),
        et_al_last=option("et-al-use-last") == "true",
        form=option("form", "name-form") or "long",
        initialize=option("initialize") != "false",
        mark=option("initialize-with"),
        sort_order=option("name-as-sort-order") or "",
        sort_separator=", " if separator is None else separator,
        hyphen=style.get("initialize-with-hyphen") != "false",
        demote=style.get("demote-non-dropping-particle", "display-and-sort"),
        et_al=text,
        prefix=name.get("prefix") if name else "",
        suffix=name.get("suffix") if name else "",
        formats=_formats(name.attrs) if name else (),
        given=_part(name, "given"),
        family=_part(name, "family"),
    )


class NamesElement:
    """A compiled <names>."""

    def __init__(self, compiler: Compiler, element: Element) -> None:
        self.variables = element.get("variable").split()
        self.style = read_name_style(compiler, element)
        self.sort_style = self.style.for_sorting()
        delimiter = element.attrs.get("delimiter")
        self.delimiter = (
            compiler.option("names-delimiter") or "" if delimiter is None else delimiter
        )
        self.locale = compiler.locale
        kinds = [kid.name for kid in element.kids]
        self.label = element.find("label")
        self.label_first = "label" in kinds and (
            "name" in kinds and kinds.index("label") < kinds.index("name")
        )
        self.substitutes: list[Render] = []
        substitute = element.find("substitute")
        for kid in substitute.kids if substitute else ():
            if kid.name in RENDERING:
                outer = compiler.shorthand
                compiler.shorthand = [k for k in element.kids if k.name != "substitute"]
                self.substitutes.append(compiler.element(kid))
                compiler.shorthand = outer

    def render(self, ctx: Context) -> Out | None:
        first = ctx.suppress_author
        out = self.own(ctx)
        if out is None and self.substitutes:
            ctx.called += 1
            out = self.substituted(ctx)
        if out is None:
            if not self.substitutes:
                ctx.called += 1
            return None
        if first:
            ctx.suppress_author = False
            ctx.filled += 1
            return None
        return out

    def own(self, ctx: Context) -> Out | None:
        """The names of this element's own variables."""
        found = []
        for variable in self.variables:
            hidden = variable in ctx.suppressed or variable in (ctx.substituting or ())
            names = () if hidden else ctx.item.names(variable)
            if names:
                found.append((variable, names))
                ctx.met(variable, True)
        if not found:
            return None
        if (
            len(found) == 2
            and {v for v, _ in found} == {"editor", "translator"}
            and (found[0][1] == found[1][1] and self._both_term())
        ):
            found = [("editortranslator", found[0][1])]
        style = self.sort_style if ctx.sorting else self.style
        if style.form == "count":
            total = sum(shown_count(ctx, style, len(names)) for _, names in found)
            return str(total).zfill(6) if ctx.sorting else str(total)
        parts = []
        for variable, names in found:
            out = format_list(variable, names, style, ctx)
            if out == ():
                continue
            if len(found) == 1:
                out = Node("names", None, (out,))
            parts.append(self.labelled(variable, names, out, ctx))
        if len(parts) < 2:
            return parts[0] if parts else None
        return Node("names", None, (joined(parts, self.delimiter),))

    def _both_term(self) -> bool:
        return self.label is None or bool(
            self.locale.term("editortranslator", self.label.get("form", "long"))
        )

    def labelled(self, variable: str, names: tuple, out: Out, ctx: Context) -> Out:
        if self.label is None or ctx.sorting:
            return out
        label = self.label
        plural = label.get("plural", "contextual")
        many = plural == "always" or (plural == "contextual" and len(names) > 1)
        text: Out | None = self.locale.term(variable, label.get("form", "long"), many)
        if not text:
            return out
        if label.get("strip-periods") == "true":
            text = mapped(text, lambda piece: piece.replace(".", ""))
        if label.get("text-case"):
            text = apply_case(text, label.get("text-case"), True)
        text = formatted(text, _formats(label.attrs))
        text = (label.get("prefix"), text, label.get("suffix"))
        return (text, out) if self.label_first else (out, text)

    def substituted(self, ctx: Context) -> Out | None:
        """The first substitute that says anything; its variables are not said again."""
        outer = ctx.substituting
        for render in self.substitutes:
            ctx.substituting = []
            out = render(ctx)
            used, ctx.substituting = ctx.substituting, outer
            if isinstance(out, list):
                out = joined(out, "")
            if out == "":
                return None  # an empty term is an answer
            if out is not None and plain_output(out):
                ctx.suppressed |= set(used)
                if outer is not None:
                    outer.extend(used)
                return out if find(out, "names") else Node("names", None, (out,))
        return None


def compile_names(compiler: Compiler, element: Element) -> Render:
    """The <names> element as a function; one without children inherits those it stands in for."""
    if not element.kids and compiler.shorthand:
        element = Element("names", element.attrs, element.line, compiler.shorthand)
    return compiler.decorated(element, NamesElement(compiler, element).render)
