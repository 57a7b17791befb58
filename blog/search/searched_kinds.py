"""What a search of the whole site finds: posts, papers, comments, people and tags, each only where
lists show it to everybody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.models import Author, Byline, Comment, Post, Tag, TaggedPost
from blog.models.posts import LONG_TEXTS
from blog.text.calendar_ends import EARLIEST, LATEST
from blog.text.slugs import tag_key
from papers.citing.work_lookup import Reach, works_by_key
from papers.models import CitedWork, CommentCitation, Contributor, Paper
from papers.models.papers import order_of_year
from papers.pages.library_filters import under_tag, works_of
from papers.queries.paging import Page
from papers.search.corrected_queries import corrected_query
from papers.search.marked_passages import Piece, marked_text, passage
from papers.search.ranked_hits import Bounds, first_heads, orders_between, page_of_hits
from papers.search.search_query import LONGEST_VALUE, SearchQuery, read_query
from papers.search.searchable import minute_of

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
    """One row with its title and a passage of its text, the words marked that were looked for. A
    title with a formula stands in ``title_html`` instead, in which nothing is marked."""

    row: Any
    title: list[Piece]
    passage: list[Piece]
    title_html: str = ""


@dataclass(frozen=True)
class FoundKind:
    name: str
    label: str
    page: Page


@dataclass(frozen=True)
class SearchResults:
    """``chosen`` is the one kind that was asked for, if any; ``kinds`` are those in which
    something was found; ``instead`` is the query that was looked for in place of the typed one,
    which found nothing."""

    query: SearchQuery
    chosen: str
    kinds: list[FoundKind]
    notes: list[str]
    instead: str = ""


def visible_posts(query: SearchQuery, now: datetime) -> QuerySet:
    bylines = Prefetch("bylines", Byline.objects.select_related("author"))
    posts = Post.objects.listed(now).defer("source", "body_html", "toc_html")
    posts = posts.prefetch_related(bylines)
    if name := query.filters.get("tag"):
        tagged = TaggedPost.objects.filter(tag__in=tags_named(name))
        posts = posts.filter(pk__in=tagged.values("content_object"))
    if name := query.filters.get("person"):
        same = Q(slug=name.lower()) | Q(name__iexact=name) | Q(name__iendswith=f" {name}")
        written = Byline.objects.filter(author__in=list(Author.objects.filter(same)[:PER_PAGE]))
        posts = posts.filter(pk__in=written.values("post"))
    if key := query.filters.get("cites"):
        citing = CitedWork.objects.filter(paper__in=papers_of_key(key), is_confirmed=True)
        posts = posts.filter(pk__in=citing.values("post"))
    return posts


def visible_papers(query: SearchQuery, now: datetime) -> QuerySet:
    papers = Paper.objects.listed().defer("note", "note_html")
    if name := query.filters.get("person"):
        papers = papers.filter(pk__in=works_of(name))
    if name := query.filters.get("tag"):
        papers = under_tag(papers, name)
    return papers


def visible_comments(query: SearchQuery, now: datetime) -> QuerySet:
    seen = Comment.objects.public(now).filter(pk=OuterRef("pk"), post__is_unlisted=False)
    comments = Comment.objects.filter(Exists(seen))  # of each hit by itself, not of all there are
    if key := query.filters.get("cites"):
        cited = CommentCitation.objects.filter(paper__in=papers_of_key(key))
        comments = comments.filter(pk__in=cited.values("comment"))
    comments = comments.select_related("post", "found_by")
    return comments.defer(*(f"post__{name}" for name in LONG_TEXTS))


def visible_authors(query: SearchQuery, now: datetime) -> QuerySet:
    return Author.objects.listed(now)


def visible_people(query: SearchQuery, now: datetime) -> QuerySet:
    return Contributor.objects.filter(papers__is_listed=True).distinct()


def visible_tags(query: SearchQuery, now: datetime) -> QuerySet:
    return Tag.objects.visible(now)


@dataclass(frozen=True)
class SearchKind:
    """``filters`` are those that it understands; it is left out of a search with another one."""

    label: Any
    one: Any
    visible: Callable[[SearchQuery, datetime], QuerySet]
    filters: frozenset[str]
    title: str
    texts: tuple[str, ...] = ()


KINDS = {
    "posts": SearchKind(
        gettext_lazy("Posts"),
        gettext_lazy("Post"),
        visible_posts,
        frozenset({"tag", "year", "person", "cites"}),
        "title_words",
        ("text",),
    ),
    "papers": SearchKind(
        gettext_lazy("Papers"),
        gettext_lazy("Paper"),
        visible_papers,
        frozenset({"year", "person", "tag"}),
        "title",
        ("abstract",),
    ),
    "comments": SearchKind(
        gettext_lazy("Comments"),
        gettext_lazy("Comment"),
        visible_comments,
        frozenset({"year", "cites"}),
        "name",
        ("found_by", "text"),
    ),
    "authors": SearchKind(
        gettext_lazy("Authors"),
        gettext_lazy("Author"),
        visible_authors,
        frozenset(),
        "name",
        ("bio",),
    ),
    "people": SearchKind(
        gettext_lazy("People in the library"),
        gettext_lazy("Person in the library"),
        visible_people,
        frozenset(),
        "",
    ),
    "tags": SearchKind(
        gettext_lazy("Tags"),
        gettext_lazy("Tag"),
        visible_tags,
        frozenset(),
        "name",
        ("description",),
    ),
}
SUGGESTED = {"posts": 4, "papers": 3, "authors": 1, "people": 2, "tags": 2}
"""Of which kinds, and how many of each, the box tells titles while somebody types."""


def search_site(
    typed: str,
    kind: str = "",
    cursor: str = "",
    filters: Mapping[str, str] | None = None,
    *,
    corrects: bool = True,
) -> SearchResults:
    """What a visitor's text finds: a few of each kind, or one page of one. Where nothing is found
    and ``corrects``, what is found with its misspelt words corrected. Raises ``Http404`` for a
    cursor that is none."""
    query = read_query(typed, filters)
    chosen = kind or query.kind
    notes = [say(code, said) for code, said in query.ignored]
    if chosen and chosen not in KINDS:
        notes.append(say("kind", chosen[:LONGEST_VALUE]))
        chosen = ""
    if query.is_empty:
        return SearchResults(query, chosen, [], notes)
    kinds = found_kinds(query, chosen, cursor)
    other = corrected_query(query, leads_somewhere) if corrects and not kinds else None
    if other is not None and (kinds := found_kinds(other, chosen, cursor)):
        instead = " ".join(choice[0].word for choice in other.wanted)
        return SearchResults(other, chosen, kinds, notes, instead)
    return SearchResults(query, chosen, kinds, notes)


def leads_somewhere(query: SearchQuery) -> bool:
    now = timezone.now()
    return any(page_of_hits(one.visible(query, now), query, "", 1).rows for one in KINDS.values())


def titles_being_typed(typed: str, kind: str = "") -> list[tuple[str, str, str]]:
    """A few rows, of one kind or of several, whose titles or names have what was typed so far: what
    each is, its title, and its address."""
    query, now = read_query(typed, is_being_typed=True), timezone.now()
    found: list[tuple[str, str, str]] = []
    wanted = {kind: OF_EACH} if kind in KINDS else SUGGESTED
    for name, most in wanted.items() if query.wanted and not query.filters else ():
        one = KINDS[name]
        rows = first_heads(one.visible(query, now), query, most)
        found += [(str(one.one), title_of(row, one), row.get_absolute_url()) for row in rows]
    return found


def say(code: str, said: str) -> str:
    return NOTES[code] % said if "%s" in NOTES[code] else str(NOTES[code])


def found_kinds(query: SearchQuery, chosen: str, cursor: str) -> list[FoundKind]:
    size = PER_PAGE if chosen else OF_EACH
    names = [chosen] if chosen else kinds_left(query)
    found = [(name, page_of_kind(query, name, cursor if chosen else "", size)) for name in names]
    return [FoundKind(name, str(KINDS[name].label), page) for name, page in found if page.rows]


def page_of_kind(query: SearchQuery, name: str, cursor: str, size: int) -> Page:
    kind = KINDS[name]
    if name not in kinds_left(query):
        return Page([], "", True)
    visible = kind.visible(query, timezone.now())
    page = page_of_hits(visible, query, cursor, size, bounds_of(query, name))
    rows = [shown(row, kind, query) for row in page.rows]
    return Page(rows, page.older, page.is_first)


def bounds_of(query: SearchQuery, name: str) -> Bounds | None:
    if query.years is None:
        return Bounds() if query.filters else None
    first, last = query.years
    if name == "papers":
        return orders_between(order_of_year(first), order_of_year(last))
    return orders_between(minute_of(start_of_year(first)), minute_of(start_of_year(last + 1)) - 1)


def start_of_year(year: int) -> datetime:
    inside = min(max(year, EARLIEST.year + 1), LATEST.year)
    return datetime(inside, 1, 1, tzinfo=timezone.get_current_timezone())


def shown(row: Any, kind: SearchKind, query: SearchQuery) -> FoundRow:
    terms = query.marked()
    text: Any = row
    for name in kind.texts:
        text = getattr(text, name)
    marked = marked_text(title_of(row, kind), terms)
    title = getattr(row, "title_html", "")
    is_set = "<math" in title
    return FoundRow(row, marked, passage(text, terms) if kind.texts else [], title * is_set)


def title_of(row: Any, kind: SearchKind) -> str:
    return getattr(row, kind.title) if kind.title else str(row)


def tags_named(name: str) -> list[Tag]:
    found = Tag.objects.known([tag_key(name)]).values()
    return [*found, *Tag.objects.filter(slug=name)[:1]]


def papers_of_key(key: str) -> list[int]:
    return [work.paper_id for work in works_by_key([key], Reach.PUBLIC).values()]


def kinds_to_choose(query: SearchQuery) -> list[tuple[str, str]]:
    """Names and labels of the kinds that the query's filters leave."""
    return [("", _("All")), *((name, str(KINDS[name].label)) for name in kinds_left(query))]


def kinds_left(query: SearchQuery) -> list[str]:
    return [name for name, kind in KINDS.items() if kind.filters.issuperset(query.filters)]
