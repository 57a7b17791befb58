"""What a paper's page shows: each function costs a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings

from papers.formats.bibtex_writing import write_entry
from papers.library.versions import versions_of
from papers.models import Citation, CitedWork, CommentCitation, Identifier, Paper
from papers.pages.paper_provenance import provenance
from papers.queries.paging import Page, page_by_time
from papers.records.identifiers import Id, identifier_url
from papers.records.public_record import public_record

FIRST_PLACES = 4
MOST_REMARKS = 30
MOST_ALIKE = 8
NEWEST_PLACES = 300  # in comments, among which those to be shown are looked for
NEWEST_POSTS = 200  # of a paper or a person, among which others are looked for
TOGETHER = 2  # posts that make it often


@dataclass(frozen=True)
class Discussion:
    """One post's part in a paper's page: its first places that cite it, and the rest."""

    work: CitedWork
    places: list[Citation]
    more: list[Citation]


@dataclass(frozen=True)
class Remarks:
    """A reader's comment with its places that cite a paper."""

    comment: Any
    places: list[CommentCitation]


def paper_page(paper: Paper, cursor: str) -> dict[str, Any]:
    rows = paper.authorships.select_related("contributor")
    remarks, has_more = remarks_on(paper)
    return {
        "paper": paper,
        "authorships": list(rows.order_by("role", "position", "pk")),
        "identifiers": identifiers_of(paper),
        "versions": versions_of(paper),
        "page": discussions_of(paper, cursor),
        "remarks": remarks,
        "has_more_remarks": has_more,
        "together": discussed_together(paper),
        **provenance(paper),
        "bibtex": write_entry(public_record(paper.record), is_whole=False).strip(),
    }


def identifiers_of(paper: Paper) -> list[tuple[Identifier, str]]:
    """A paper's identifiers, each with its address."""
    rows = paper.identifiers.order_by("scheme", "value")
    return [(row, identifier_url(Id(row.scheme, row.value))) for row in rows]


def discussions_of(paper: Paper, cursor: str) -> Page:
    """One page of the discussions of a paper that everybody may see."""
    rows = CitedWork.objects.filter(paper=paper).select_related("post")
    rows = rows.defer("post__source", "post__body_html", "post__toc_html", "post__text")
    rows = rows.prefetch_related("citations")
    page = page_by_time(rows.published, cursor, settings.PAPERS_PER_PAGE, pk="post_id")
    return Page([discussion(row) for row in page.rows], page.older, page.is_first)


def discussion(work: CitedWork) -> Discussion:
    places = one_of_each_sentence(work.citations.all())
    return Discussion(work, places[:FIRST_PLACES], places[FIRST_PLACES:])


def one_of_each_sentence(places: Iterable[Any]) -> list[Any]:
    """The first place of each sentence, of those that have one."""
    firsts: dict[str, Any] = {}
    for place in places:
        firsts.setdefault(place.sentence, place)
    return [place for sentence, place in firsts.items() if sentence]


def remarks_on(paper: Paper) -> tuple[list[Remarks], bool]:
    """The newest comments that cite a paper and that everybody may read; whether there are more.

    The newest places are chosen first, so that a paper that many comments cite costs no more.
    """
    newest = paper.comment_citations.order_by("-comment_id", "-pk").values("pk")[:NEWEST_PLACES]
    rows = CommentCitation.objects.filter(pk__in=newest).published()
    rows = rows.select_related("comment__post").only(
        *("position", "anchor", "sentence"),
        *("comment__name", "comment__created_at", "comment__post__title", "comment__post__slug"),
    )
    found = list(rows.order_by("-comment_id", "position", "pk")[: MOST_REMARKS + 1])
    by_comment = groupby(found[:MOST_REMARKS], key=lambda row: row.comment_id)
    groups = [list(places) for _comment_id, places in by_comment]
    remarks = [Remarks(places[0].comment, one_of_each_sentence(places)) for places in groups]
    return remarks, len(found) > MOST_REMARKS


def discussed_together(paper: Paper) -> list[Paper]:
    """The papers that the newest posts on a paper cite oftenest beside it, each with ``shared``:
    in how many of them; among equals those that are discussed least elsewhere."""
    newest = CitedWork.objects.filter(paper=paper).published().order_by("-published_at", "-post_id")
    posts = list(newest.values_list("post", flat=True)[:NEWEST_POSTS])
    others = CitedWork.objects.filter(post__in=posts, is_confirmed=True).exclude(paper=paper)
    # Counted here: SQLite without statistics would read all works there are in a paper's order.
    counts = Counter(others.order_by().values_list("paper", flat=True)) if posts else Counter()
    often = sorted((-count, -pk) for pk, count in counts.items() if count >= TOGETHER)
    shared = {-pk: -count for count, pk in often[: 3 * MOST_ALIKE]}
    if not shared:
        return []
    papers = Paper.objects.only("key", "title", "record", "issued_year", "discussions_count")
    found = papers.in_bulk(list(shared))
    for other in found.values():
        other.shared = shared[other.pk]
    order = sorted(found.values(), key=lambda one: (-one.shared, one.discussions_count, -one.pk))
    return order[:MOST_ALIKE]
