"""What a paper's page shows: each function costs a fixed number of queries."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from papers.formats.bibtex_writing import write_entry
from papers.library.versions import versions_of
from papers.models import Authorship, Citation, CitedWork, CommentCitation, Identifier, Paper
from papers.pages.paper_provenance import provenance
from papers.pages.pieces import facts_of, piece_html
from papers.queries.paging import Page, prepared_page
from papers.queries.prepared import lay_beside, prepared
from papers.records.identifiers import Id, identifier_url
from papers.records.json_ld import linked_data
from papers.records.json_ld_element import as_element
from papers.records.meta_tags import meta_tags
from papers.records.public_record import public_record

FIRST_PLACES = 4
MOST_REMARKS = 30
MOST_ALIKE = 8
NEWEST_PLACES = 300  # in comments, among which those to be shown are looked for
NEWEST_POSTS = 200  # of a paper or a person, among which others are looked for
TOGETHER = 2  # posts that make it often


place_facts = facts_of("anchor", "sentence")
work_facts = facts_of("published_at", "get_role_display")
post_facts = facts_of("get_absolute_url", "shown_language", "direction", "title_html")


@dataclass(frozen=True)
class Remarks:
    """A reader's comment with its places that cite a paper."""

    comment: Any
    places: list[CommentCitation]


def paper_page(paper: Paper, cursor: str) -> dict[str, Any]:
    """Of a paper with what ``with_presence`` tells of it."""
    remarks, has_more = remarks_on(paper) if paper.has_remarks else ([], False)
    page = discussions_of(paper, cursor)
    return {
        "paper": paper,
        "authorships": authorships_of(paper.pk),
        "identifiers": identifiers_of(paper),
        "versions": versions_of(paper) if paper.has_versions or paper.version_of_id else [],
        "page": page,
        "remarks": remarks,
        "has_more_remarks": has_more,
        "together": discussed_together(paper, posts_on(paper, page)),
        **provenance(paper),
        "bibtex": partial(bibtex_of, paper),
    }


def bibtex_of(paper: Paper) -> str:
    return write_entry(public_record(paper.record), is_whole=False).strip()


def description_of_paper(paper: Paper, url: str) -> dict[str, Any]:
    """What the head of a paper's page says of it."""
    return {
        "url": url,
        "meta_tags": meta_tags(paper.record, url),
        "linked_data": as_element(linked_data(paper.record, url, paper.status)),
    }


@prepared
def authorships_of(paper: int) -> QuerySet:
    rows = Authorship.objects.filter(paper_id=paper).select_related("contributor")
    return rows.order_by("role", "position", "pk")


def identifiers_of(paper: Paper) -> list[tuple[Identifier, str]]:
    """A paper's identifiers, each with its address."""
    rows = identifier_rows(paper.pk)
    return [(row, identifier_url(Id(row.scheme, row.value))) for row in rows]


@prepared
def identifier_rows(paper: int) -> QuerySet:
    return Identifier.objects.filter(paper_id=paper).order_by("scheme", "value")


def discussions_of(paper: Paper, cursor: str) -> Page:
    """One page of the discussions of a paper that everybody may see."""
    page = prepared_page(works_until, [paper.pk], cursor, settings.PAPERS_PER_PAGE, pk="post_id")
    places = places_of_works({row.pk for row in page.rows})
    lay_beside(page.rows, "citations", ((one.cited_work_id, one) for one in places))
    return page


def works_until(moment: datetime, paper: int) -> QuerySet:
    rows = CitedWork.objects.filter(paper=paper).published(moment).select_related("post")
    return rows.only(
        *("post", "role", "published_at"),
        *("post__title", "post__slug", "post__published_at", "post__language"),
    )


@prepared
def places_of_works(works: Collection[int]) -> QuerySet:
    rows = Citation.objects.filter(cited_work_id__in=works)
    return rows.order_by(*Citation._meta.ordering)


def discussion_html(work: CitedWork) -> str:
    """One post's part in a paper's page: its first places that cite it, and the rest."""
    places = tuple(map(place_facts, one_of_each_sentence(work.citations.all())))
    return piece_html(
        "papers/_discussion.html",
        work=work_facts(work),
        post=post_facts(work.post),
        places=places[:FIRST_PLACES],
        more=places[FIRST_PLACES:],
    )


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
    found = places_in_comments(paper.pk, timezone.now())
    by_comment = groupby(found[:MOST_REMARKS], key=lambda row: row.comment_id)
    groups = [list(places) for _comment_id, places in by_comment]
    remarks = [Remarks(places[0].comment, one_of_each_sentence(places)) for places in groups]
    return remarks, len(found) > MOST_REMARKS


@prepared
def places_in_comments(paper: int, now: datetime) -> QuerySet:
    newest = CommentCitation.objects.filter(paper=paper).order_by("-comment_id", "-pk")
    newest = newest.values("pk")[:NEWEST_PLACES]
    rows = CommentCitation.objects.filter(pk__in=newest).published(now)
    rows = rows.select_related("comment__post").only(
        *("position", "anchor", "sentence"),
        *("comment__name", "comment__created_at", "comment__post__title", "comment__post__slug"),
    )
    return rows.order_by("-comment_id", "position", "pk")[: MOST_REMARKS + 1]


def posts_on(paper: Paper, page: Page) -> list[int]:
    """The newest posts on a paper; ``page`` may have them all already."""
    if page.is_first and not page.older:
        return [work.post_id for work in page.rows]
    return newest_posts_on(paper.pk, timezone.now())


def discussed_together(paper: Paper, posts: Collection[int]) -> list[Paper]:
    """The papers that these posts on a paper cite oftenest beside it, each with ``shared``: in how
    many of them; among equals those that are discussed least elsewhere."""
    if len(posts) < TOGETHER:
        return []
    # Counted here: SQLite without statistics would read all works there are in a paper's order.
    counts = Counter(works_beside(paper.pk, set(posts)))
    often = sorted((-count, -pk) for pk, count in counts.items() if count >= TOGETHER)
    shared = {-pk: -count for count, pk in often[: 3 * MOST_ALIKE]}
    if not shared:
        return []
    found = papers_in_short(set(shared))
    for other in found:
        other.shared = shared[other.pk]
    order = sorted(found, key=lambda one: (-one.shared, one.discussions_count, -one.pk))
    return order[:MOST_ALIKE]


@prepared
def newest_posts_on(paper: int, now: datetime) -> QuerySet:
    works = CitedWork.objects.filter(paper=paper).published(now)
    works = works.order_by("-published_at", "-post_id")
    return works.values_list("post", flat=True)[:NEWEST_POSTS]


@prepared
def works_beside(paper: int, posts: Collection[int]) -> QuerySet:
    others = CitedWork.objects.filter(post__in=posts, is_confirmed=True).exclude(paper=paper)
    return others.order_by().values_list("paper", flat=True)


@prepared
def papers_in_short(papers: Collection[int]) -> QuerySet:
    rows = Paper.objects.only("key", "title", "record", "issued_year", "discussions_count")
    return rows.filter(pk__in=papers).order_by()
