"""The papers that somebody means who types into a box of editors: a key, an identifier, or words
of title, names and year, with typing errors. The words are found as the site's search finds them.
"""

import re
from collections.abc import Iterable

from django.db.models import QuerySet

from papers.choices import Standing, State
from papers.models import Identifier, Key, Paper
from papers.records.identifiers import spellings
from papers.records.typed_identifiers import typed_identifier
from papers.search.corrected_queries import corrected_query
from papers.search.ranked_hits import page_of_hits
from papers.search.search_query import FILTERS, LONGEST_QUERY, SearchQuery, read_query

NOT_SHOWN = ("abstract", "note", "note_html", "reference_html")
FILTER_NAME = re.compile(rf"\b(?:{'|'.join(FILTERS)}):", re.I)
"""What filters a search for readers: here all is found by its words."""


def found_papers(
    typed: str, among: QuerySet[Paper], most: int, *, is_being_typed: bool = False
) -> list[Paper]:
    """``most`` of the papers ``among`` which a text is looked for, the best first: whatever has it
    as a key or an identifier, then what has its words, or near ones where nothing has them. Of a
    text that ``is_being_typed`` the last word may go on."""
    rows = among.defer(*NOT_SHOWN).order_by()
    named = list(rows.filter(pk__in=pks_named(typed)))
    return [*named, *found_by_words(typed, rows, most, named, is_being_typed)][:most]


def pks_named(typed: str) -> list[int]:
    """The papers that have a text as a key or an identifier."""
    key = typed.strip().removeprefix("@")
    found = Key.objects.filter(value=key).values_list("paper_id", flat=True)
    if (known := typed_identifier(key)) is None:
        return list(found)
    rows = Identifier.objects.filter(scheme=known.scheme, value__in=spellings(known)).order_by()
    return [*found.order_by(), *rows.values_list("paper_id", flat=True)]


def found_by_words(
    typed: str, rows: QuerySet[Paper], most: int, named: Iterable[Paper], is_being_typed: bool
) -> list[Paper]:
    text = FILTER_NAME.sub(" ", typed[:LONGEST_QUERY])
    query = read_query(text, is_being_typed=is_being_typed)
    if not query.wanted:
        return []
    rows = rows.exclude(pk__in=[paper.pk for paper in named])

    def hits(wanted: SearchQuery, size: int) -> list[Paper]:
        return page_of_hits(rows, wanted, "", size).rows

    found = hits(query, most)
    if found or named or typed_identifier(typed):  # another number is another work
        return found
    other = corrected_query(read_query(text), lambda wanted: bool(hits(wanted, 1)))
    return hits(other, most) if other else []


def is_unanswered(paper: Paper) -> bool:
    """Whether nothing is known of a paper yet, and a registry may still say something."""
    return paper.state == State.TO_LOOK_UP and paper.standing != Standing.NOT_FOUND


def standing_word(paper: Paper) -> str:
    """What an editor should know of a paper before citing it, in a word."""
    if is_unanswered(paper):
        return str(paper.get_state_display())
    return paper.status or str(paper.get_standing_display())
