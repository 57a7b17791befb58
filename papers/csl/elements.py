"""Rendering elements compiled to functions of a context.

CSL 1.0.2, "Rendering Elements". A compiled element returns an `Out`, a list (the pieces of a
<choose>, which the nearest delimiting element joins) or None where it has nothing to say.
"""

import re
from collections.abc import Callable
from threading import RLock

from papers.csl.compiling import Render
from papers.csl.conditions import compile_test
from papers.csl.context import Context
from papers.csl.dates import DateFormat, read_parts
from papers.csl.locale import Locale
from papers.csl.names_element import compile_names
from papers.csl.numbers import format_number, format_pages, is_numeric, is_plural
from papers.csl.output import FORMAT_ORDER, Node, Out, formatted, joined, mapped, plain_output
from papers.csl.richtext import parse_rich
from papers.csl.style import CslStyle
from papers.csl.textcase import apply_case
from papers.csl.values import number_text, variable_out
from papers.csl.xmltree import Element

_ASIAN = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff]")
_LATIN = re.compile("[A-Za-z]")
_LOCATOR_TERMS = {"sub verbo": "sub-verbo"}


def _is_asian(out: Out) -> bool:
    """Whether a text is written in Chinese, Japanese or Korean, which have no italics."""
    text = plain_output(out)
    return not text.isascii() and bool(_ASIAN.search(text)) and not _LATIN.search(text)


def read_formats(attrs: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """The font attributes of an element, innermost first."""
    return tuple((key, attrs[key]) for key in FORMAT_ORDER if key in attrs)


def collect(renders: list[Render], ctx: Context) -> list[Out]:
    """The non-empty outputs of some elements, those of a <choose> laid open."""
    parts: list[Out] = []
    for render in renders:
        out = render(ctx)
        if out is None or out == "":
            continue
        if type(out) is list:
            parts.extend(out)
        else:
            parts.append(out)
    return parts


def grouping(renders: list[Render], delimiter: str) -> Render:
    """Elements that are left out together when all the variables they call are empty.

    CSL 1.0.2, "Group"; what is not left out counts as a variable that holds something.
    """

    def render(ctx: Context) -> Out | None:
        called, filled = ctx.called, ctx.filled
        parts: list[Out] = []
        for each in renders:  # as in `collect`, without the call
            out = each(ctx)
            if out is None or out == "":
                continue
            if type(out) is list:
                parts.extend(out)
            else:
                parts.append(out)
        if ctx.filled == filled:
            if ctx.called > called or not parts:
                return None
            ctx.called += 1
            ctx.filled += 1
        return joined(parts, delimiter)

    return render


class ElementCompiler:
    """Compiles the elements of one area (citation or bibliography) of a style in a locale."""

    def __init__(self, style: CslStyle, locale: Locale, area: Element) -> None:
        self.style = style
        self.locale = locale
        self.area = area
        self.in_bibliography = area.name == "bibliography"
        self.macros: dict[str, Render] = {}
        self.lock = RLock()
        self.shorthand: list[Element] = []  # children of the <names> being substituted
        default = style.default_locale[:2].lower()
        self.english = default in ("", "en")
        self.page_format = style.options.get("page-range-format", "")
        self.year_suffix_by_text = self._uses_year_suffix()

    def _uses_year_suffix(self) -> bool:
        elements = [*self.style.macros.values(), self.style.citation, self.style.bibliography]
        todo = [element for element in elements if element is not None]
        while todo:
            element = todo.pop()
            if element.name == "text" and element.get("variable") == "year-suffix":
                return True
            todo.extend(element.kids)
        return False

    def option(self, name: str, element: Element | None = None) -> str | None:
        """An inheritable name option. CSL 1.0.2, "Inheritable Name Options"."""
        for attrs in (element.attrs if element else {}, self.area.attrs, self.style.options):
            if name in attrs:
                return attrs[name]
        return None

    def children(self, element: Element) -> list[Render]:
        return [self.element(kid) for kid in element.kids if kid.name in _COMPILERS]

    def element(self, element: Element) -> Render:
        return _COMPILERS[element.name](self, element)

    def macro(self, name: str) -> Render:
        if name not in self.macros:
            outer, self.shorthand = self.shorthand, []
            renders = self.children(self.style.macros[name])
            self.shorthand = outer

            self.macros[name] = grouping(renders, "")
        return self.macros[name]

    def decorated(self, element: Element, render: Render) -> Render:
        """`render` with case, periods, formatting, quotes, affixes and display applied."""
        attrs = element.attrs
        formats = read_formats(attrs)
        case, strip = attrs.get("text-case"), attrs.get("strip-periods") == "true"
        quotes, display = attrs.get("quotes") == "true", attrs.get("display")
        prefix, suffix = attrs.get("prefix", ""), attrs.get("suffix", "")
        if not (formats or case or strip or quotes or display or prefix or suffix):
            return render
        if not (formats or case or strip or quotes or display):

            def affix(ctx: Context) -> Out | None:
                out = render(ctx)
                return None if out is None else (prefix, out, suffix)

            return affix
        english = self.english
        italic = bool(formats) and formats[0][0] == "font-style" and "variable" in attrs

        def decorate(ctx: Context) -> Out | None:
            out = render(ctx)
            if out is None:
                return None
            if strip:
                out = mapped(out, lambda text: text.replace(".", ""))
            if case:
                out = apply_case(out, case, ctx.is_english(english))
            if formats:
                upright = italic and _is_asian(out)
                out = formatted(out, formats[1:] if upright else formats)
            if quotes and not ctx.sorting:
                out = Node("quote", None, (out,))
            if prefix or suffix:
                out = (prefix, out, suffix)
            if display:
                out = Node("display", display, (out,))
            return out

        return decorate


def _text(compiler: ElementCompiler, element: Element) -> Render:
    attrs = element.attrs
    form = attrs.get("form", "long")
    if "macro" in attrs:
        render = compiler.macro(attrs["macro"])
    elif "variable" in attrs:
        render = variable_out(attrs["variable"], form, compiler)
    elif "term" in attrs:
        name = attrs["term"]
        plural = attrs.get("plural") == "true"
        text: Out | None = compiler.locale.term(name, form, plural)
        if text and compiler.style.is_note and not compiler.in_bibliography:
            text = Node("term", None, (text,))

        def render(ctx: Context) -> Out | None:
            return text
    else:
        value = attrs["value"] or None
        if value:
            value = parse_rich(value)

        def render(ctx: Context) -> Out | None:
            return value

    return compiler.decorated(element, render)


def _number(compiler: ElementCompiler, element: Element) -> Render:
    variable, form = element.get("variable"), element.get("form", "numeric")
    locale = compiler.locale
    gender = locale.gender(variable)
    pages = compiler.page_format if variable == "page" else ""

    def render(ctx: Context) -> Out | None:
        text = "" if variable in ctx.suppressed else number_text(ctx, variable)
        ctx.met(variable, bool(text))
        if not text:
            return None
        if ctx.sorting and is_numeric(text):
            return text.strip().zfill(12)
        if variable == "page":
            return format_pages(text, pages, locale.term("page-range-delimiter") or "–")
        out: Out = format_number(text, form, locale, gender)
        return Node(variable, None, (out,)) if variable == "citation-number" else out

    return compiler.decorated(element, render)


def _label(compiler: ElementCompiler, element: Element) -> Render:
    variable, form = element.get("variable"), element.get("form", "long")
    plural = element.get("plural", "contextual")
    locale = compiler.locale

    def render(ctx: Context) -> Out | None:
        text = "" if variable in ctx.suppressed else number_text(ctx, variable)
        if not text or ctx.sorting:
            return None
        many = plural == "always" or (plural == "contextual" and is_plural(variable, text))
        name = ctx.label if variable == "locator" else variable
        return locale.term(_LOCATOR_TERMS.get(name, name), form, many) or None

    return compiler.decorated(element, render)


def _group(compiler: ElementCompiler, element: Element) -> Render:
    render = grouping(compiler.children(element), element.get("delimiter"))
    return compiler.decorated(element, render)


def _choose(compiler: ElementCompiler, element: Element) -> Render:
    branches: list[tuple[Callable[[Context], bool], Element]] = []
    for kid in element.kids:
        if kid.name in ("if", "else-if"):
            branches.append((compile_test(kid), kid))
        elif kid.name == "else":
            branches.append((lambda ctx: True, kid))
    made: dict[int, list[Render]] = {}
    shorthand = compiler.shorthand

    def render(ctx: Context) -> list[Out] | None:
        for index, (test, kid) in enumerate(branches):
            if test(ctx):
                renders = made.get(index)
                if renders is None:  # most branches of a large style are never taken
                    with compiler.lock:
                        compiler.shorthand, outer = shorthand, compiler.shorthand
                        renders = made[index] = compiler.children(kid)
                        compiler.shorthand = outer
                return collect(renders, ctx) or None
        return None

    return render


def _date(compiler: ElementCompiler, element: Element) -> Render:
    variable = element.get("variable")
    parts, delimiter, base = read_parts(element, compiler.locale, read_formats)
    form = DateFormat(parts, delimiter, compiler.locale)
    formats = read_formats(base.attrs) if base is not None else ()
    case = base.get("text-case") if base is not None else ""
    implicit = not compiler.year_suffix_by_text

    def render(ctx: Context) -> Out | None:
        date = None if variable in ctx.suppressed else ctx.item.date(variable)
        if date is None:
            ctx.met(variable, False)
            return None
        if ctx.sorting:
            ctx.met(variable, True)
            return form.sort_key(date)
        suffix = ""
        if (
            implicit
            and not ctx.year_suffix_done
            and ctx.choices.suffix
            and (date.literal or any(part.name == "year" for part in parts))
        ):
            suffix = ctx.choices.suffix
            ctx.year_suffix_done = True
        out = form.render(date, ctx, suffix)
        ctx.met(variable, out is not None)
        if out is None:
            return None
        if case:
            out = apply_case(out, case, True)
        return formatted(out, formats)

    return compiler.decorated(element, render)


_COMPILERS: dict[str, Callable[[ElementCompiler, Element], Render]] = {
    "text": _text,
    "number": _number,
    "label": _label,
    "group": _group,
    "choose": _choose,
    "date": _date,
    "names": compile_names,
}
