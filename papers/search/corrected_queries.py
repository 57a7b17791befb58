"""A query with near words in place of those that lead nowhere."""

from collections.abc import Callable

from papers.search.search_query import SearchQuery, SearchTerm
from papers.search.spelling import near_words

MOST_MISSPELT = 3
CORRECTIONS = 4
"""Words of one query that are looked up for typing errors, and what each is compared with."""


def corrected_query(
    query: SearchQuery, leads_somewhere: Callable[[SearchQuery], bool]
) -> SearchQuery | None:
    """The query with near words in place of those that alone lead nowhere, as ``leads_somewhere``
    tells of a query of one word; ``None`` where there are none."""
    exact = {one.word for one in query.marked() if not one.is_prefix}
    unknown = [word for word in sorted(exact) if not leads_somewhere(one_word(word))]
    others = {}
    for word, near in near_words(unknown[:MOST_MISSPELT]).items():
        found = (other for other in near[:CORRECTIONS] if leads_somewhere(one_word(other)))
        if other := next(found, ""):
            others[word] = other
    return query.with_words(others) if others else None


def one_word(word: str) -> SearchQuery:
    return SearchQuery(wanted=((SearchTerm(word),),))
