"""The filters that Liquid has here: Liquid's own, Jekyll's, and limits around all of them.

None reads a file, asks for the time or draws lots, so that reading a post twice gives the same.
Source: Jekyll 4.3, "Liquid Filters" (`Jekyll::Filters`).
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from typing import Any
from urllib.parse import quote, quote_plus

from liquid import Environment, RenderContext
from liquid.builtin.expressions import BooleanExpression, tokenize
from liquid.stream import TokenStream
from liquid.token import TOKEN_EXPRESSION, Token
from liquid.undefined import Undefined

from blog.markup.rendering import render
from blog.transfer.liquid.liquid_dates import liquid_moment, moment_in_liquid
from blog.transfer.liquid.run_limits import IN_A_LIST, NotRun, entries_of

Filter = Callable[..., object]

_OURS_ALONE = ("safe", "escapejs")  # of python-liquid, not of Liquid
_OF_NUMBERS = frozenset(
    ("abs", "at_most", "at_least", "ceil", "divided_by", "floor", "minus", "plus", "round", "times")
) | {"modulo"}
_OF_ENTRIES = frozenset(
    ("where", "where_exp", "find", "find_index", "has", "map", "reject", "group_by", "first")
) | frozenset(("last", "size", "reverse", "sort", "sort_natural", "uniq", "compact", "concat"))
"""They do not look into what their entries hold, but for one key."""
_OF_TEXT = frozenset(
    (
        "append",
        "capitalize",
        "downcase",
        "escape",
        "lstrip",
        "prepend",
        "remove",
        "replace",
        "rstrip",
    )
) | frozenset(("rstrip", "split", "strip", "truncate", "upcase", "url_encode"))
_NUMBER = re.compile(r"\s*[+-]?\d{1,18}(?:\.\d{1,18})?\s*")
_ABSOLUTE = re.compile(r"[a-z][a-z\d+.-]*:|/|#", re.IGNORECASE)


def take_filters(env: Environment) -> None:
    """Gives an environment its filters, each with limits, and takes the others from it."""
    for name in _OURS_ALONE:
        del env.filters[name]
    env.filters |= JEKYLLS
    for name, function in list(env.filters.items()):
        env.filters[name] = limited(name, function)


def limited(name: str, function: Filter) -> Filter:
    """The filter, counting what it reads and writes before and after."""
    is_deep = name not in _OF_ENTRIES
    takes_environment = getattr(function, "with_environment", False)
    takes_context = getattr(function, "with_context", False)

    def run(value: Any, *arguments: Any, context: RenderContext, **named: Any) -> object:
        limits = context.limits
        limits.spend_step()
        value, *arguments = [
            None if isinstance(one, Undefined) else one for one in (value, *arguments)
        ]
        for one in (value, *arguments, *named.values()):
            limits.spend_value(one, is_deep=is_deep)
        if name == "replace":
            limits.spend_value(range(growth_of(value, *arguments)))
        if name in _OF_NUMBERS:
            value, *arguments = map(_number, (value, *arguments))
        if name in _OF_TEXT:
            value, *arguments = map(_as_text, (value, *arguments))
        if takes_environment:
            named["environment"] = context.env
        if takes_context:
            named["context"] = context
        result = function(value, *arguments, **named)
        limits.spend_value(result, is_deep=is_deep)
        return result

    run.with_context = True
    return run


def _without_undefined(value: object) -> object:
    return None if isinstance(value, Undefined) else value


def growth_of(value: object, old: object = "", new: object = "") -> int:
    """For how many entries of a list a text counts in which a part is replaced everywhere."""
    if not str(old):
        raise NotRun("it replaces what is empty")
    return str(value).count(str(old)) * len(str(new)) // IN_A_LIST


def _number(value: object) -> object:
    """A text as Liquid's number, which is 0 where it is none; not `1e999999999`."""
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value):
            return 0
        return float(value) if "." in value else int(value)
    return value if isinstance(value, int | float) else 0


def liquid_text(value: object) -> str:
    """A value as Liquid writes it."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _as_text(value: object) -> object:
    """A flag as Liquid writes it."""
    return liquid_text(value) if isinstance(value, bool) else value


def relative_url(value: object) -> str:
    """An address from the site's root: the importer puts it where the file or post is here."""
    text = liquid_text(value)
    return text if _ABSOLUTE.match(text) else f"/{text}"


def markdownify(value: object) -> str:
    return render(liquid_text(value)).html


def jsonify(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=liquid_text, separators=(",", ":"))


def slugify(value: object, mode: str = "default") -> str:
    kept = {"ascii": r"[^a-zA-Z0-9]+", "pretty": r"[^\w.~!$&'()+,;=@-]+", "raw": r"\s+"}
    text = liquid_text(value) if mode == "none" else ""
    return text or re.sub(kept.get(mode, r"[\W_]+"), "-", liquid_text(value)).strip("-").lower()


def write_date(value: object, pattern: object = "") -> object:
    at = moment_in_liquid(value)
    return value if at is None else liquid_moment(at, liquid_text(pattern))


def day_by_name(value: object, kind: str = "", style: str = "", *, month: str = "%b") -> object:
    """Jekyll's `date_to_string` and `date_to_long_string`, with `"ordinal"` and `"US"`."""
    at = moment_in_liquid(value)
    if at is None:
        return value
    if kind != "ordinal":
        return liquid_moment(at, f"%d {month} %Y")
    ending = {1: "st", 2: "nd", 3: "rd"}.get(at.day % 10 if at.day not in (11, 12, 13) else 0, "th")
    day = f"{at.day}{ending}"
    return liquid_moment(at, f"{month} {day}, %Y" if style == "US" else f"{day} {month} %Y")


def array_to_sentence(value: object, connector: str = "and") -> str:
    words = [liquid_text(entry) for entry in entries_of(value)]
    if len(words) < 3:
        return f" {connector} ".join(words)
    return f"{', '.join(words[:-1])}, {connector} {words[-1]}"


def part(entry: object, name: object) -> object:
    """What an entry of a list has under a name (`a.b` goes down); None where it has none."""
    for step in str(name).split("."):
        entry = entry.get(step) if isinstance(entry, Mapping) else None
    return entry


def where(value: object, name: object, wanted: object = None) -> list[object]:
    """Those that have the value there, alone or in a list; Jekyll compares them as text."""
    entries = list(value.values()) if isinstance(value, Mapping) else entries_of(value)

    def fits(entry: object) -> bool:
        had = part(entry, name)
        if wanted is None or had is None:
            return had is wanted
        return liquid_text(wanted) in [liquid_text(one) for one in entries_of(had)]

    return [entry for entry in entries if fits(entry)]


def where_exp(value: object, name: str, condition: str, *, context: RenderContext) -> list[object]:
    token = Token(TOKEN_EXPRESSION, str(condition), 0, str(condition))
    expression = BooleanExpression.parse(context.env, TokenStream(tokenize(token.value, token)))
    found = []
    for entry in entries_of(value):
        context.limits.spend_step()
        with context.extend({str(name): entry}):
            if expression.evaluate(context):
                found.append(entry)
    return found


where_exp.with_context = True


def group_by(value: object, name: object) -> list[object]:
    groups: dict[str, list[object]] = {}
    for entry in entries_of(value):
        groups.setdefault(liquid_text(part(entry, name)), []).append(entry)
    return [{"name": one, "items": items, "size": len(items)} for one, items in groups.items()]


def sort(value: object, name: object = None, nils: str = "first") -> list[object]:
    """Jekyll's `sort`, which puts those without a value first."""
    keyed = [(entry if name is None else part(entry, name), entry) for entry in entries_of(value)]
    without = [entry for key, entry in keyed if key is None]
    try:
        sorted_ = sorted((pair for pair in keyed if pair[0] is not None), key=lambda pair: pair[0])
    except TypeError:
        raise NotRun("it sorts values of several kinds") from None
    with_value = [entry for _, entry in sorted_]
    return [*with_value, *without] if nils == "last" else [*without, *with_value]


def uniq(value: object) -> list[object]:
    return list({repr(entry): entry for entry in reversed(entries_of(value))}.values())[::-1]


JEKYLLS: dict[str, Filter] = {
    "absolute_url": relative_url,
    "array_to_sentence_string": array_to_sentence,
    "cgi_escape": lambda value: quote_plus(liquid_text(value)),
    "date": write_date,
    "date_to_long_string": partial(day_by_name, month="%B"),
    "date_to_rfc822": lambda value: write_date(value, "%a, %d %b %Y %H:%M:%S %z"),
    "date_to_string": day_by_name,
    "date_to_xmlschema": lambda value: write_date(value, "%Y-%m-%dT%H:%M:%S%:z"),
    "group_by": group_by,
    "join": lambda value, mark=" ": liquid_text(mark).join(map(liquid_text, entries_of(value))),
    "jsonify": jsonify,
    "markdownify": markdownify,
    "normalize_whitespace": lambda value: " ".join(liquid_text(value).split()),
    "number_of_words": lambda value: len(liquid_text(value).split()),
    "pop": lambda value, count=1: entries_of(value)[: -int(count) or None],
    "push": lambda value, entry: [*entries_of(value), entry],
    "relative_url": relative_url,
    "shift": lambda value, count=1: entries_of(value)[int(count) :],
    "slugify": slugify,
    "smartify": liquid_text,
    "sort": sort,
    "strip_index": lambda value: re.sub(r"/index\.html?$", "/", liquid_text(value)),
    "to_integer": lambda value: int(_number(value) or 0),
    "uniq": uniq,
    "unshift": lambda value, entry: [entry, *entries_of(value)],
    "uri_escape": lambda value: quote(liquid_text(value), safe="%/:?=&#~!$'()*+,;@[]"),
    "where": where,
    "where_exp": where_exp,
    "xml_escape": lambda value: escape(liquid_text(value)),
}
