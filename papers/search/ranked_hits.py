"""The rows that a query finds, the best first: those that have it in their title or name, then
those that have it in their text; of each the newest first. Both databases give the same.

Of each the newest 2,000 are looked at: who reads on makes the query narrower. The words of a
query are looked up in the index; whether words stand side by side is looked up in what is stored.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from papers.queries.paging import Page
from papers.search.search_query import SearchQuery, SearchTerm
from papers.search.searchable import Searchable, pk_at, place_of, word_rows_of

MOST_RANKED = 2_000
FEWEST = 64
"""So many hits are asked for at least: for less, PostgreSQL may look through all rows for them."""
FEW = 2_000
"""So many rows that filters leave are named to the index; of more it is not told."""
HEAD, TEXT = "h", "t"
"""Where a row has the words: the parts of a list, in their order, and the letters of cursors."""
CURSOR = re.compile(r"([ht])(\d{1,19})\Z", re.ASCII)


@dataclass(frozen=True)
class Bounds:
    """Places from ``first`` to below ``end``; ``pks``, where given, are the only rows."""

    first: int = 0
    end: int = 2**63 - 1
    pks: tuple[int, ...] | None = None


def orders_between(first: int, last: int) -> Bounds:
    """The rows whose entries have such an order, both ends included."""
    return Bounds(place_of(first), place_of(last) + place_of(1))


def first_heads(visible: QuerySet, query: SearchQuery, size: int) -> list[Any]:
    """The newest rows among those that a visitor may see whose titles or names the query finds."""
    found = hits(visible, query, Bounds(), HEAD, Bounds.end, size, parts=[HEAD])
    return [row for _part, _place, row in islice(found, size)]


def page_of_hits(
    visible: QuerySet, query: SearchQuery, cursor: str, size: int, bounds: Bounds | None = None
) -> Page:
    """One page of the rows, among those that a visitor may see, that the query finds. ``bounds``
    are given where filters leave fewer rows. Raises ``Http404`` for a cursor that is none."""
    part, end = HEAD, Bounds.end
    if cursor:
        read = CURSOR.match(cursor)
        if read is None:
            raise Http404(_("There is no such page of this list; begin at its first page."))
        part, end = read[1], min(int(read[2]), Bounds.end)
    bounds = named_rows(visible, bounds) if bounds else Bounds()
    found = list(islice(hits(visible, query, bounds, part, end, size + 1), size + 1))
    older = ""
    if len(found) > size:
        last_part, place, _row = found[size - 1]
        older = f"{last_part}{place}"
    return Page([row for _part, _place, row in found[:size]], older, not cursor)


def named_rows(visible: QuerySet, bounds: Bounds) -> Bounds:
    pks = tuple(visible.order_by().values_list("pk", flat=True)[: FEW + 1])
    return Bounds(bounds.first, bounds.end, pks if len(pks) <= FEW else None)


def hits(
    visible: QuerySet,
    query: SearchQuery,
    bounds: Bounds,
    part: str,
    end: int,
    few: int,
    parts: Sequence[str] = (HEAD, TEXT),
) -> Iterator[tuple[str, int, Searchable]]:
    """The rows with their places from a part and a place on, ``few`` looked up first."""
    model = visible.model
    parts = parts if query.wanted else [TEXT]
    for one in parts[parts.index(part) :] if part in parts else parts:
        below = min(end, bounds.end) if one == part else bounds.end
        inside = Bounds(bounds.first, below, bounds.pks)
        places = newest_places(model, query, one, inside, few)
        at_once = few
        while some := list(islice(places, at_once)):
            wanted = with_phrases(model, query, some)
            rows = {row.pk: row for row in visible.filter(pk__in=map(pk_at, wanted))}
            for place in wanted:
                if pk_at(place) in rows:
                    yield one, place, rows[pk_at(place)]
            at_once = min(at_once * 4, 500)


def with_phrases(model: type[Searchable], query: SearchQuery, places: Sequence[int]) -> list[int]:
    """Those of the places whose texts have the phrases that are wanted, and no unwanted one."""
    if not query.phrases and not query.unwanted_phrases:
        return list(places)
    wanted = [f" {' '.join(one)} " for one in query.phrases]
    unwanted = [f" {' '.join(one)} " for one in query.unwanted_phrases]
    rows = word_rows_of(model).objects.filter(place__in=places).values_list("place", "words")
    texts = {place: f" {text} " for place, text in rows}
    return [
        place
        for place in places
        if place in texts
        and all(one in texts[place] for one in wanted)
        and not any(one in texts[place] for one in unwanted)
    ]


def newest_places(
    model: type[Searchable], query: SearchQuery, part: str, bounds: Bounds, few: int
) -> Iterator[int]:
    """Where the index has the words of a query: the newest 2,000 places, the greatest first. The
    database is asked for a ``few``, then for more at a time."""
    few = max(few, FEWEST)
    end, left = bounds.end, 0 if bounds.pks == () else MOST_RANKED
    while left:
        wanted = min(few, left)
        found = some_places(model, query, part, replace(bounds, end=end), wanted)
        yield from found
        if len(found) < wanted:
            return
        end, left, few = found[-1], left - wanted, few * 4


def some_places(
    model: type[Searchable], query: SearchQuery, part: str, bounds: Bounds, most: int
) -> list[int]:
    table = word_rows_of(model)._meta.db_table
    is_sqlite = connection.vendor == "sqlite"
    has_fts = is_sqlite and bool(query.wanted)
    source, place = (f'"{table}_fts"', "rowid") if has_fts else (f'"{table}"', "place")
    condition, values = has_words(query, part, f"{table}_fts" if is_sqlite else "")
    pks = ""
    if bounds.pks is not None:
        pks = f" AND ({place} & {pk_at(-1)}) IN ({', '.join(map(str, bounds.pks))})"
    # Names of ours and numbers; what was typed comes as values.
    statement = f"""
        SELECT {place} FROM {source} WHERE {place} >= %s AND {place} < %s{condition}{pks}
        ORDER BY {place} DESC LIMIT {most}
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [bounds.first, bounds.end, *values])
        return [found for (found,) in cursor.fetchall()]


def has_words(query: SearchQuery, part: str, fts_table: str) -> tuple[str, list[Any]]:
    """The condition in SQL with its values, for FTS5 where a table of it is named."""
    if not query.wanted:
        return "", []
    if fts_table:
        return f' AND "{fts_table}" MATCH %s', [fts5_query(query, part)]
    wanted, unwanted = tsquery(query)
    if part == HEAD:
        condition, values = " AND head_vector @@ %s::tsquery", [wanted]
        if unwanted:
            condition, values = (
                f"{condition} AND NOT words_vector @@ %s::tsquery",
                [wanted, unwanted],
            )
        return condition, values
    whole = f"{wanted} & !({unwanted})" if unwanted else wanted
    return " AND words_vector @@ %s::tsquery AND NOT head_vector @@ %s::tsquery", [whole, wanted]


def fts5_query(query: SearchQuery, part: str) -> str:
    """In FTS5's syntax. Words have letters, digits, ``+`` and ``#`` alone, so that quoted ones say
    nothing else."""

    def any_of(terms: Sequence[SearchTerm]) -> str:
        return " OR ".join(f'"{one.word}"{" *" if one.is_prefix else ""}' for one in terms)

    wanted = " AND ".join(f"({any_of(choice)})" for choice in query.wanted)
    text = f"{{head}} : ({wanted})"
    if part == TEXT:
        text = f"({{words}} : ({wanted})) NOT ({text})"
    if query.unwanted:
        text = f"({text}) NOT ({{words}} : ({any_of(query.unwanted)}))"
    return text


def tsquery(query: SearchQuery) -> tuple[str, str]:
    """What is wanted and what is not, in PostgreSQL's syntax."""

    def any_of(terms: Sequence[SearchTerm]) -> str:
        return " | ".join(f"'{one.word}'{':*' if one.is_prefix else ''}" for one in terms)

    wanted = " & ".join(f"({any_of(choice)})" for choice in query.wanted)
    return wanted, any_of(query.unwanted)
