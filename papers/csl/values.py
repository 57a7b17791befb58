"""The values of variables as a cite sees them: CSL 1.0.2, "Text" and "Appendix IV - Variables"."""

import re
from collections.abc import Callable

from papers.csl.context import Context
from papers.csl.numbers import format_pages
from papers.csl.output import Node, Out
from papers.csl.richtext import parse_rich
from papers.csl.variables import NUMBER_VARIABLES

_SHORT = {
    "title": ("title-short", "shortTitle"),
    "container-title": ("container-title-short", "journalAbbreviation"),
}
_ALIASES = {"title-short": "shortTitle", "container-title-short": "journalAbbreviation"}
_FIRST_PAGE = re.compile(r"\s*([^\s,&–—-]+)")
_ESCAPED_HYPHEN = "\ue000"


def number_text(ctx: Context, variable: str) -> str:
    """The text of a number variable, of the item or of the cite."""
    if variable == "locator":
        return ctx.locator
    if variable == "citation-number":
        return str(ctx.number) if ctx.number else ""
    if variable == "first-reference-note-number":
        return ctx.first_note
    if variable == "page-first":
        text = ctx.item.text("page-first")
        match = None if text else _FIRST_PAGE.match(ctx.item.text("page"))
        return match[1] if match else text
    return ctx.item.text(variable)


def with_dashes(text: str) -> str:
    """Hyphens between numbers as en-dashes. CSL 1.0.2, "Range Delimiters"."""
    text = re.sub(r"\s*--?\s*", "–", text)
    return text.replace(_ESCAPED_HYPHEN, "-")


def variable_text(ctx: Context, variable: str, form: str) -> str:
    """The text of a variable in a form; the long form where the short is missing."""
    item = ctx.item
    if form == "short":
        for name in _SHORT.get(variable, (f"{variable}-short",)):
            text = item.text(name)
            if text:
                return text
    text = item.text(variable)
    if not text and variable in _ALIASES:
        return item.text(_ALIASES[variable])
    return text


def variable_out(variable: str, form: str, compiler: object) -> Callable[[Context], Out | None]:
    """A function that gives a variable's text as a tree."""
    special = _special(variable, compiler)

    def render(ctx: Context) -> Out | None:
        if variable in ctx.suppressed:
            ctx.met(variable, False)
            return None
        if variable == "year-suffix":
            return special(ctx)
        out = special(ctx) if special else variable_text(ctx, variable, form)
        ctx.met(variable, bool(out))
        if not out:
            return None
        if special:
            return out
        return _linked(variable, parse_rich(out))

    return render


def _linked(variable: str, out: Out) -> Out:
    if variable in ("URL", "DOI") and isinstance(out, str):
        address = out if variable == "URL" or out.startswith("http") else f"https://doi.org/{out}"
        return Node("link", address, (out,))
    return out


def _special(  # noqa: C901  (a table of closures, each short)
    variable: str, compiler: object
) -> Callable[[Context], Out | None] | None:
    if variable == "year-suffix":

        def render(ctx: Context) -> Out | None:
            text = ctx.choices.suffix
            ctx.year_suffix_done = True
            return Node("year-suffix", None, (text,)) if text else None
    elif variable == "citation-number":

        def render(ctx: Context) -> Out | None:
            if not ctx.number:
                return None
            if ctx.sorting:
                return str(ctx.number).zfill(12)
            return Node("citation-number", None, (str(ctx.number),))
    elif variable == "locator":
        rule = compiler.page_format
        delimiter = compiler.locale.term("page-range-delimiter") or "–"
        ampersand = f" {compiler.locale.term('and', 'symbol') or '&'} "

        def render(ctx: Context) -> Out | None:
            if not ctx.locator:
                return None
            rule_here = rule if ctx.label == "page" else ""
            text = with_dashes(
                format_pages(ctx.locator.replace("\\-", _ESCAPED_HYPHEN), rule_here, delimiter)
            )
            return parse_rich(text.replace(" & ", ampersand))
    elif variable in NUMBER_VARIABLES and variable != "first-reference-note-number":
        rule = compiler.page_format if variable == "page" else ""
        delimiter = compiler.locale.term("page-range-delimiter") or "–"

        def render(ctx: Context) -> Out | None:
            text = number_text(ctx, variable)
            return parse_rich(format_pages(text, rule, delimiter)) if text else None
    elif variable == "first-reference-note-number":

        def render(ctx: Context) -> Out | None:
            return ctx.first_note or None
    elif variable == "citation-label":

        def render(ctx: Context) -> Out | None:
            return citation_label(ctx)
    else:
        return None
    return render


def citation_label(ctx: Context) -> Out | None:
    """The item's own label, or one made of its authors and year ("Doe99")."""
    text = ctx.item.text("citation-label")
    if not text:
        names = ctx.item.names("author") or ctx.item.names("editor")
        size = {1: 4, 2: 2}.get(len(names), 1)
        letters = "".join((n.family or n.literal)[:size] for n in names[:4])
        date = ctx.item.date("issued")
        text = letters + (f"{abs(date.start[0]) % 100:02d}" if date and date.start[0] else "")
    suffix = ctx.choices.suffix
    if not text:
        return None
    ctx.year_suffix_done = True
    return (text, Node("year-suffix", None, (suffix,))) if suffix else text
