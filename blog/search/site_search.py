"""What a search of the whole site finds: posts, papers, comments, people and tags, each only where
lists show it to everybody."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.models import Author, Comment, Post, Tag
from blog.text.calendar_ends import EARLIEST, LATEST
from blog.text.slugs import tag_key
from papers.models import Contributor, Key, Paper
from papers.models.papers import order_of_year
from papers.pages.library_filters import works_of
from papers.queries.paging import Page
from papers.search.marked_passages import Piece, marked_text, passage
from papers.search.search_hits import Bounds, orders_between, page_of_hits
from papers.search.search_query import SearchQuery, read_query
from papers.search.searchable import minute_of
from papers.search.spelling import nearest_words

OF_EACH = 5
PER_PAGE = 20
NOTES = {
    "long": gettext_lazy("Only the first %s characters were read."),
    "many": gettext_lazy("Only the first %s words were looked for."),
    "no_words": gettext_lazy("“%s” has no letters or digits, so it was left out."),
    "filter": gettext_lazy("“%s” is no filter that can be used, so it was left out."),
    "short_prefix": gettext_lazy("“%s” is too short a beginning, so the word itself was sought."),
    "only_unwanted": gettext_lazy("Say also what to look for, not only what to leave out."),
    "kind": gettext_lazy("There is no kind “%s”, so all were searched."),
}


@dataclass(frozen=True)
class FoundRow:
    """One row with its title and a passage of its text, the words marked that were looked for."""

    row: Any
    title: list[Piece]
    passage: list[Piece]


@dataclass(frozen=True)
class FoundKind:
    name: str
    label: str
    page: Page


@dataclass(frozen=True)
class SearchResults:
    """``kinds`` are those in which something was found; ``instead`` is the query that was looked
    for in place of the typed one, which found nothing."""

    query: SearchQuery
    kinds: list[FoundKind]
    notes: list[str]
    instead: str = ""


def visible_posts(query: SearchQuery, now: datetime) -> QuerySet:
    posts = Post.objects.listed(now).with_byline()
    if name := query.filters.get("tag"):
        posts = posts.filter(tagged_posts__tag__in=tags_named(name))
    if name := query.filters.get("person"):
        same = Q(slug=name.lower()) | Q(name__iexact=name) | Q(name__iendswith=f" {name}")
        posts = posts.filter(bylines__author__in=list(Author.objects.filter(same)[:PER_PAGE]))
    if key := query.filters.get("cites"):
        cited = {"cited_works__paper__in": papers_of_key(key), "cited_works__is_confirmed": True}
        posts = posts.filter(**cited)
    return posts.distinct() if query.filters else posts


def visible_papers(query: SearchQuery, now: datetime) -> QuerySet:
    papers = Paper.objects.listed().defer("note", "note_html")
    if name := query.filters.get("person"):
        papers = papers.filter(pk__in=works_of(name))
    return papers


def visible_comments(query: SearchQuery, now: datetime) -> QuerySet:
    comments = Comment.objects.public(now).filter(post__is_unlisted=False)
    return comments.select_related("post", "found_by").defer("post__body_html", "post__source")


def visible_authors(query: SearchQuery, now: datetime) -> QuerySet:
    return Author.objects.listed(now)


def visible_people(query: SearchQuery, now: datetime) -> QuerySet:
    return Contributor.objects.filter(papers__is_listed=True).distinct()


def visible_tags(query: SearchQuery, now: datetime) -> QuerySet:
    return Tag.objects.visible(now)


@dataclass(frozen=True)
class Kind:
    """``filters`` are those that it understands; it is left out of a search with another one."""

    label: Any
    visible: Callable[[SearchQuery, datetime], QuerySet]
    filters: frozenset[str]
    title: str
    texts: tuple[str, ...] = ()


KINDS = {
    "posts": Kind(
        gettext_lazy("Posts"),
        visible_posts,
        frozenset({"tag", "year", "person", "cites"}),
        "title",
        ("text",),
    ),
    "papers": Kind(
        gettext_lazy("Papers"),
        visible_papers,
        frozenset({"year", "person"}),
        "title",
        ("abstract",),
    ),
    "comments": Kind(
        gettext_lazy("Comments"),
        visible_comments,
        frozenset({"year"}),
        "name",
        ("found_by", "text"),
    ),
    "authors": Kind(gettext_lazy("Authors"), visible_authors, frozenset(), "name", ("bio",)),
    "people": Kind(gettext_lazy("People in the library"), visible_people, frozenset(), ""),
    "tags": Kind(gettext_lazy("Tags"), visible_tags, frozenset(), "name", ("description",)),
}


def search_site(typed: str, kind: str = "", cursor: str = "") -> SearchResults:
    """What a visitor's text finds: a few of each kind, or one page of one. Where nothing is found
    under it, what is found with its misspelt words corrected. Raises ``Http404`` for a cursor that
    is none."""
    query = read_query(typed)
    chosen = kind or query.filters.get("in", "")
    notes = [say(code, said) for code, said in query.ignored]
    if chosen and chosen not in KINDS:
        notes.append(say("kind", chosen))
        chosen = ""
    if query.is_empty:
        return SearchResults(query, [], notes)
    kinds = found_kinds(query, chosen, cursor)
    if kinds or cursor or not query.wanted:
        return SearchResults(query, kinds, notes)
    others = nearest_words({one.word for one in query.marked()})
    corrected = query.with_words(others)
    kinds = found_kinds(corrected, chosen, "") if others else []
    instead = " ".join(choice[0].word for choice in corrected.wanted) if kinds else ""
    return SearchResults(corrected if kinds else query, kinds, notes, instead)


def say(code: str, said: str) -> str:
    return NOTES[code] % said if "%s" in NOTES[code] else str(NOTES[code])


def found_kinds(query: SearchQuery, chosen: str, cursor: str) -> list[FoundKind]:
    size = PER_PAGE if chosen else OF_EACH
    asked = set(query.filters) - {"in"}
    names = [chosen] if chosen else [name for name in KINDS if asked <= KINDS[name].filters]
    found = [(name, page_of_kind(query, name, cursor if chosen else "", size)) for name in names]
    return [FoundKind(name, str(KINDS[name].label), page) for name, page in found if page.rows]


def page_of_kind(query: SearchQuery, name: str, cursor: str, size: int) -> Page:
    kind = KINDS[name]
    if not set(query.filters) - {"in"} <= kind.filters:
        return Page([], "", True)
    visible = kind.visible(query, timezone.now())
    page = page_of_hits(visible, query, cursor, size, bounds_of(query, name))
    rows = [shown(row, kind, query) for row in page.rows]
    return Page(rows, page.older, page.is_first)


def bounds_of(query: SearchQuery, name: str) -> Bounds | None:
    if query.years is None:
        return Bounds() if set(query.filters) - {"in"} else None
    first, last = query.years
    if name == "papers":
        return orders_between(order_of_year(first), order_of_year(last))
    return orders_between(minute_of(start_of_year(first)), minute_of(start_of_year(last + 1)) - 1)


def start_of_year(year: int) -> datetime:
    inside = min(max(year, EARLIEST.year + 1), LATEST.year)
    return datetime(inside, 1, 1, tzinfo=timezone.get_current_timezone())


def shown(row: Any, kind: Kind, query: SearchQuery) -> FoundRow:
    terms = query.marked()
    text: Any = row
    for name in kind.texts:
        text = getattr(text, name)
    title = getattr(row, kind.title) if kind.title else str(row)
    return FoundRow(row, marked_text(title, terms), passage(text, terms) if kind.texts else [])


def tags_named(name: str) -> list[Tag]:
    found = Tag.objects.known([tag_key(name)]).values()
    return [*found, *Tag.objects.filter(slug=name)[:1]]


def papers_of_key(key: str) -> list[int]:
    return list(Key.objects.filter(value=key).values_list("paper_id", flat=True))


def names_of_kinds() -> Iterable[tuple[str, str]]:
    return [("", _("All")), *((name, str(kind.label)) for name, kind in KINDS.items())]
