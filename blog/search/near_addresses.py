"""What somebody may have meant who came to an address where nothing is: posts, papers and tags
whose addresses are nearly that. Only what lists show. It costs six ranges of indexes and comparing
some seventy words, less than most pages, so it has no limit; a search, which has one, stands on the
same page as a form."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import PurePosixPath

from django.db.models import QuerySet

from blog.models import Post, Tag
from blog.search.searched_kinds import KINDS
from papers.models import Paper
from papers.records.address_forms import address_form
from papers.search.spelling import errors_between

MOST = 3
NEIGHBOURS = 12
"""Rows before and behind an address in the order of addresses: those that begin alike."""
LONGEST = 80  # letters that are compared
SHARE = 5
MOST_ERRORS = 4
"""One error in so many letters is a typing error, up to so many."""
Near = tuple[str, str, str]


def near_addresses(path: str) -> list[Near]:
    """Kind, title and address of a few rows, the nearest first; the cost is bounded."""
    parts = [part for part in PurePosixPath(address_form(path)).parts if part != "/"]
    if not parts or len(parts[-1]) > 2 * LONGEST:
        return []
    wanted = parts[-1].removesuffix(".html")[:LONGEST].casefold()
    found = sorted(near_rows(wanted), key=lambda one: (one[0], one[1] != parts[0], one[2]))
    return [
        (str(KINDS[kind].one), str(row), row.get_absolute_url())
        for _errors, kind, _word, row in found[:MOST]
    ]


def near_rows(wanted: str) -> Iterator[tuple[int, str, str, Post | Paper | Tag]]:
    most = min(MOST_ERRORS, max(1, len(wanted) // SHARE))
    tables = {
        "posts": (Post.objects.listed().only("title", "slug"), "slug"),
        "papers": (Paper.objects.listed().only("title", "key"), "key"),
        "tags": (Tag.objects.visible().only("name", "slug"), "slug"),
    }
    for kind, (rows, column) in tables.items():
        for row in neighbours(rows, column, wanted):
            word = getattr(row, column)[:LONGEST].casefold()
            if may_be_near(wanted, word, most) and (n := errors_between(wanted, word)) <= most:
                yield n, kind, word, row


def neighbours(rows: QuerySet, column: str, wanted: str) -> Iterator[Post | Paper | Tag]:
    behind = rows.filter(**{f"{column}__gte": wanted}).order_by(column)[:NEIGHBOURS]
    before = rows.filter(**{f"{column}__lt": wanted}).order_by(f"-{column}")[:NEIGHBOURS]
    return chain(behind, before)


def may_be_near(one: str, other: str, most: int) -> bool:
    """Whether they have nearly the same letters, which is sooner told than their order."""
    if abs(len(one) - len(other)) > most:
        return False
    a, b = Counter(one), Counter(other)
    return (a - b).total() <= most and (b - a).total() <= most
