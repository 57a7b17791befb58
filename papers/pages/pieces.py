"""Parts of pages that are shown again and again: each is made of a few facts and of nothing else,
so that one which was made of the same facts is right, whatever happened since.

Nobody has to say when a piece is out of date: what it is made of is what it is kept under. A page
that is made anew, because a comment came or a post was published, finds all of its other pieces
made.
"""

from collections import namedtuple
from collections.abc import Callable, Hashable
from operator import attrgetter
from sys import getsizeof
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_script_prefix
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from papers.queries.byte_shelf import Shelf

OVERHEAD = 1000
"""Bytes that a piece takes besides its texts, by estimate: its objects and its place."""

MOST_BYTES = 8 * 1024 * 1024
"""Of one process: about 2,000 entries of lists."""

_kept = Shelf(MOST_BYTES)
forget_pieces = _kept.clear


def piece_html(template: str, **facts: Hashable) -> str:
    """What a template makes of facts, in the language and the time zone in force and with the
    addresses of this site. It knows nothing else: neither the site nor the request. Whether a text
    is safe must not differ among the same facts: what is kept does not tell them apart."""
    in_force = (get_language(), get_current_timezone_name(), get_script_prefix())
    key = (template, *in_force, *facts.items())
    html = None if settings.DEBUG else _kept.find(key)
    if html is None:
        html = get_template(template).render(facts)
        _kept.put(key, html, getsizeof(html) + getsizeof(repr(facts)) + OVERHEAD)
    return html


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
