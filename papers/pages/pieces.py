"""Parts of pages that are shown again and again: each is made of a few facts and of nothing else,
so that one which was made of the same facts is right, whatever happened since.

Nobody has to say when a piece is out of date: what it is made of is what it is kept under. A page
that is made anew, because a comment came or a post was published, finds all of its other pieces
made.

A fact is a plain value; a row that a prepared statement gave, which is what was read of it, with
what was laid beside it or told to it since; a list, tuple, dictionary or dataclass of facts; or a
call with facts that was not made yet (``functools.partial``), which only a piece that is made anew
makes. The site's row, the language, the time zone and the site's own path are facts of every piece.
The time is none: what depends on it is a fact that somebody else found.
"""

from collections import namedtuple
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cached_property, partial
from operator import attrgetter
from sys import getsizeof
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.template.loader import get_template
from django.urls import get_script_prefix
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from papers.queries.byte_shelf import Shelf
from papers.queries.page_reads import noting_asks
from papers.queries.prepared import READ_AS
from papers.site_values import site_values

OVERHEAD = 1000
"""Bytes that a piece takes besides its texts, by estimate: its objects and its place."""

MOST_BYTES = 8 * 1024 * 1024
"""Of one process: about 2,000 entries of lists."""

PLAIN = (str, int, float, bytes, date, type(None))

_kept = Shelf(MOST_BYTES)
forget_pieces = _kept.clear


class NoFact(TypeError):
    """A value of which nobody knows whether it is the same as an earlier one."""


def piece_html(template: str, **facts: Any) -> str:
    """What a template makes of facts. It knows nothing else, not even the request."""
    return kept_piece(template, facts, lambda: get_template(template).render(facts))


def kept_piece(name: Hashable, facts: Mapping[str, Any], make: Callable[[], str]) -> str:
    """What ``make`` writes of facts, made where it is not kept; ``name`` tells it from others of
    the same facts. One that asked the database or for the time is right now, and is not kept.
    Whether a text is safe must not differ among the same facts: what is kept does not tell them
    apart."""
    try:
        key = (name, site_values(), *language_and_place(), *map(fact_key, facts.values()), *facts)
    except NoFact:
        return make()
    html = None if settings.DEBUG else _kept.find(key)
    if html is None:
        with noting_asks() as asks, connection.execute_wrapper(asks.note_statement):
            html = make()
        if not asks.has_asked:
            _kept.put(key, html, getsizeof(html) + getsizeof(repr(key)) + OVERHEAD)
    return html


def language_and_place() -> tuple[str | None, ...]:
    return get_language(), get_current_timezone_name(), get_script_prefix()


def fact_key(value: Any) -> Hashable:
    """Equal for equal facts. Raises ``NoFact``."""
    kind = type(value)
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, (list, tuple)):
        return tuple(map(fact_key, value))
    if isinstance(value, Model):
        return row_key(value)
    if kind is dict:
        return (*value, *map(fact_key, value.values()))
    if kind is partial:
        return (value.func, fact_key(value.args), fact_key(value.keywords))
    if is_dataclass(value) and not isinstance(value, type):
        return (kind, *(fact_key(getattr(value, one.name)) for one in fields(value)))
    raise NoFact(f"{kind.__qualname__} is no fact of a piece")


def row_key(row: Model) -> Hashable:
    """What was read of a row, with what it got since: lists beside it and attributes, of which
    those that it makes of itself tell nothing."""
    has = vars(row)
    beside = [one for one in row._state.fields_cache.values() if one is not None]
    state = (len(has), *(len(vars(one)) for one in beside))  # grows with what is told
    read = has.get(READ_AS)
    if read is None or read.keyed_at != state:
        told = [told_since(one) for one in (row, *beside)]
        read = has[READ_AS]
        read.keyed_at, read.key = state, (read.digest, *told)
    return read.key


def told_since(row: Model) -> tuple[Hashable, ...]:
    has = vars(row)
    read, kind = has.get(READ_AS), type(row)
    if read is None:
        raise NoFact(f"{row._meta.label} is no fact of a piece: no prepared statement read it")
    if len(has) == read.attributes:
        return ()
    since = list(has.items())[read.attributes :]
    return tuple(
        (name, fact_key(value))
        for name, value in since
        if not isinstance(getattr(kind, name, None), cached_property)
    )


def facts_of(*names: str) -> Callable[[Any], Any]:
    """What makes a named tuple of these attributes of a row: of a method what it gives, of a list a
    tuple."""
    kind = namedtuple("Facts", names)
    values_of = attrgetter(*names)

    def facts(row: Any) -> Any:
        return kind._make(map(_fact, values_of(row)))

    return facts


def _fact(value: Any) -> Any:
    if callable(value):
        value = value()
    return tuple(value) if isinstance(value, list) else value
