"""The works that posts cite, for readers who have neither our pages nor our sheets: in feeds and in
letters."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from papers.citing.cited_works import works_with_entries
from papers.models import CitedWork, Paper, ReferenceList
from papers.queries.prepared import prepared

NUMBER = "csl-left-margin"
"""The class of the box in which a style sets an entry's number or label."""
_BOX = re.compile(r"(?:\s*</?div[^>]*>)+\s*")


@dataclass(frozen=True)
class WorksElsewhere:
    """``works`` are pairs of a paper and its entry in one row; the list ``has_numbers`` where the
    entries begin with their own."""

    works: tuple[tuple[Paper, str], ...] = ()
    has_numbers: bool = False


def entry_in_a_row(entry: str) -> str:
    """Without the boxes that only our sheet sets beside each other.

    >>> entry_in_a_row('<div class="csl-left-margin">[1]</div><div>Curie</div>')
    '[1] Curie'
    """
    return _BOX.sub(" ", entry).strip()


def works_elsewhere(styles: Mapping[int, str]) -> dict[int, WorksElsewhere]:
    """Of each post, given with its style, the works that it cites, for as many posts in two
    queries."""
    works = defaultdict(list)
    for work in works_of_posts(set(styles)):
        works[work.post_id].append(work)
    lists = lists_of_posts(set(works), {styles[post] for post in works})
    entries = {(post, style): entries for post, style, entries in lists}
    return {post: in_rows(works[post], entries.get((post, styles[post]), ())) for post in works}


def in_rows(works: Collection[CitedWork], entries: Collection[tuple[str, str]]) -> WorksElsewhere:
    listed = works_with_entries(works, entries)
    return WorksElsewhere(
        tuple((work.paper, entry_in_a_row(entry)) for work, entry in listed),
        any(NUMBER in entry for _work, entry in listed),
    )


@prepared
def works_of_posts(posts: Collection[int]) -> QuerySet:
    rows = CitedWork.objects.filter(post__in=posts, is_confirmed=True).select_related("paper")
    rows = rows.only("post", "paper__key", "paper__title", "paper__notice", "paper__reference_html")
    return rows.order_by("post_id", "position", "pk")


@prepared
def lists_of_posts(posts: Collection[int], styles: Collection[str]) -> QuerySet:
    """A list that readers chose may be among them, of a post with another style."""
    rows = ReferenceList.objects.filter(post__in=posts, style__in=styles)
    return rows.order_by("post_id", "style").values_list("post_id", "style", "entries")
