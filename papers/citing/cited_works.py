"""Links posts and comments to the works they cite: rows rebuilt from the text, and read again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any

from django.db.models import QuerySet

from papers.choices import Origin, Role
from papers.citing.mentions import Mention
from papers.citing.reference_lists import entries_of
from papers.library.discussion_counts import papers_cited_by, recount_discussions
from papers.library.uncited_papers import forget_uncited, recount_and_forget
from papers.models import Citation, CitedWork, CommentCitation, Paper, UnresolvedKey, can_be_key
from papers.queries.batches import batches
from papers.queries.prepared import lay_beside, prepared


@dataclass(frozen=True)
class Reference:
    """One entry of a post's reference list: the cited work, its HTML in a style, links to where
    the work is found that the HTML has not, and its places in the text; the post's own title, which
    may name the work, is none. ``has_page`` where whoever reads the list may open the work's page.
    """

    work: CitedWork
    entry_html: str
    links: tuple[tuple[str, str], ...]
    places: tuple[Citation, ...]
    has_page: bool = True


@dataclass
class Recounts:
    """The papers to be counted again once the cited works of some posts are rebuilt, and those of
    them that a text cites no more."""

    changed: set[int] = field(default_factory=set)
    lost: set[int] = field(default_factory=set)

    def make(self) -> None:
        recount_discussions(self.changed)
        forget_uncited(self.lost)


@dataclass(frozen=True)
class PostWorks:
    """What a post's text says of its cited works: the ``mentions`` of them, the ``uncited`` papers
    that its settings name, and when lists show the post."""

    post_id: int
    mentions: Sequence[Mention]
    uncited: Sequence[int] = ()
    published_at: datetime | None = None

    def by_paper(self) -> dict[int, list[Mention]]:
        found: dict[int, list[Mention]] = defaultdict(list)
        for mention in self.mentions:
            found[mention.work.paper_id].append(mention)
        for paper_id in self.uncited:
            found[paper_id] += []
        return dict(found)


def rebuild_cited_works(posts: Sequence[PostWorks], recounts: Recounts) -> None:
    """Makes the rows of posts' cited works what their texts say, with as few statements for many
    posts as for one; the same text changes nothing.

    Rows that an editor made stay; so do the role and the confirmation that an editor chose. It is
    part of a transaction; what is to be counted again in it is added to ``recounts``.
    """
    there: dict[int, list[CitedWork]] = defaultdict(list)
    for row in CitedWork.objects.filter(post_id__in=[one.post_id for one in posts]):
        there[row.post_id].append(row)
    changes = [WorkChanges.of(one, there[one.post_id], recounts) for one in posts]
    for lost in batches(pk for one in changes for pk in one.lost):
        CitedWork.objects.filter(pk__in=lost).delete()
    CitedWork.objects.bulk_create(row for one in changes for row in one.made)
    changed = [row for one in changes for row in one.changed]
    CitedWork.objects.bulk_update(changed, CHANGING, batch_size=100)
    rebuild_citations([pair for one in changes for pair in one.places])


@dataclass
class WorkChanges:
    """The rows of one post's cited works that come, that change, and the numbers of those that go;
    then all that stay, each with its places in the text."""

    made: list[CitedWork] = field(default_factory=list)
    changed: list[CitedWork] = field(default_factory=list)
    lost: set[int] = field(default_factory=set)
    places: list[tuple[CitedWork, Sequence[Mention]]] = field(default_factory=list)

    @classmethod
    def of(cls, post: PostWorks, there: Iterable[CitedWork], recounts: Recounts) -> "WorkChanges":
        found, changes = post.by_paper(), cls()
        rows = {row.paper_id: row for row in there}
        shown = {paper_id: row.shown_from for paper_id, row in rows.items()}
        for position, (paper_id, places) in enumerate(found.items(), start=1):
            row = rows.get(paper_id) or CitedWork(post_id=post.post_id, paper_id=paper_id)
            before = values_of_work(row)
            if row.found_by != Origin.EDITOR or row.pk is None:
                set_found_facts(row, places)
            row.position, row.published_at = position, post.published_at
            if row.pk is None:
                changes.made.append(row)
            elif values_of_work(row) != before:
                changes.changed.append(row)
            rows[paper_id] = row
            changes.places.append((row, places))
        gone = {pk for pk, row in rows.items() if pk not in found}
        changes.lost = {rows[pk].pk for pk in gone if rows[pk].found_by != Origin.EDITOR}
        changes.places += [(rows[pk], ()) for pk in gone if rows[pk].pk not in changes.lost]
        after = {pk: row.shown_from for pk, row in rows.items() if row.pk not in changes.lost}
        papers = shown.keys() | after.keys()
        recounts.changed |= {pk for pk in papers if shown.get(pk) != after.get(pk)}
        recounts.lost |= gone if changes.lost else set()
        return changes


CHANGING = ["role", "position", "found_by", "is_confirmed", "published_at"]


def values_of_work(row: CitedWork) -> list[Any]:
    return [getattr(row, name) for name in CHANGING]


def set_found_facts(row: CitedWork, places: Sequence[Mention]) -> None:
    """Role, origin and confirmation of a cited work as its places in the text tell them."""
    is_confirmed = any(place.is_confirmed for place in places)
    is_about = any(place.is_about for place in places)  # a title, which another place may confirm
    row.role = Role.ABOUT if is_about and is_confirmed else Role.MENTIONS
    if not places or any(place.is_key for place in places):
        row.found_by = Origin.KEY
    else:
        by_link = any(not place.is_title for place in places)
        row.found_by = Origin.IDENTIFIER if by_link else Origin.TITLE
    row.is_confirmed = not places or is_confirmed


def rebuild_citations(cited: Sequence[tuple[CitedWork, Sequence[Mention]]]) -> None:
    """Makes the places of stored cited works those of their texts; of a work whose places are as
    they were, the rows stay."""
    there: dict[int, list[Citation]] = defaultdict(list)
    for works in batches(row.pk for row, _places in cited):
        for one in Citation.objects.filter(cited_work__in=works):
            there[one.cited_work_id].append(one)
    made, gone = [], []
    for row, places in cited:
        wanted = [
            Citation(
                cited_work=row,
                position=position,
                anchor=place.anchor,
                locator=place.locator,
                sentence=place.sentence,
            )
            for position, place in enumerate(places, start=1)
        ]
        before = there[row.pk]
        if sorted(map(citation_facts, before)) != sorted(map(citation_facts, wanted)):
            made += wanted
            gone += [one.pk for one in before]
    for lost in batches(gone):
        Citation.objects.filter(pk__in=lost).delete()
    Citation.objects.bulk_create(made)


def citation_facts(row: Citation) -> tuple[int, int, str, str, str]:
    return row.cited_work_id, row.position, row.anchor, row.locator, row.sentence


def rebuild_comment_citations(comment_id: int, mentions: Iterable[Mention]) -> None:
    before = papers_cited_by([comment_id])
    CommentCitation.objects.filter(comment_id=comment_id).delete()
    CommentCitation.objects.bulk_create(
        CommentCitation(
            comment_id=comment_id,
            paper_id=place.work.paper_id,
            position=position,
            anchor=place.anchor,
            locator=place.locator,
            sentence=place.sentence,
        )
        for position, place in enumerate(mentions, start=1)
    )
    recount_and_forget([*before, *papers_cited_by([comment_id])])


def rebuild_unresolved(keys: Iterable[str], **text: int) -> None:
    """The keys of a text (``post_id`` or ``comment_id``) that lead nowhere, as far as they may be
    keys; in one query where nothing changes."""
    wanted = {key for key in keys if can_be_key(key)}
    rows = UnresolvedKey.objects.filter(**text)
    there = set(rows.values_list("value", flat=True))
    if there - wanted:
        rows.exclude(value__in=wanted).delete()
    new = sorted(wanted - there)
    UnresolvedKey.objects.bulk_create(UnresolvedKey(value=value, **text) for value in new)


def texts_naming(keys: Iterable[str]) -> tuple[set[int], set[int]]:
    """The posts and the comments that name one of these keys as leading nowhere."""
    rows = UnresolvedKey.objects.filter(value__in=list(keys)).order_by("pk")
    pairs = list(rows.values_list("post_id", "comment_id"))
    return {post for post, _ in pairs if post}, {comment for _, comment in pairs if comment}


def references_of(post_id: int, style: str, own_style: str) -> tuple[list[Reference], bool]:
    """A post's references in a style, else in its own, and whether they are in the first; in
    three queries."""
    rows = works_in_order(post_id)
    places = places_in_text(post_id) if rows else []
    lay_beside(rows, "citations", ((one.cited_work_id, one) for one in places))
    lists = entries_of(post_id, [style, own_style]) if rows else {}
    listed = works_with_entries(rows, lists.get(style) or lists.get(own_style) or ())
    return [reference(work, entry) for work, entry in listed], style in lists


def works_with_entries(
    works: Iterable[CitedWork], entries: Iterable[tuple[str, str]]
) -> list[tuple[CitedWork, str]]:
    """The works in the order of a stored list, each with its HTML there; at the end those that it
    has not, which were never formatted here or whose key changed since, in the site's style."""
    by_key, formatted = {work.paper.key: work for work in works}, dict(entries)
    order = [key for key in formatted if key in by_key]
    order += [key for key in by_key if key not in formatted]
    return [(by_key[key], formatted.get(key) or plain_entry(by_key[key].paper)) for key in order]


def plain_entry(paper: Paper) -> str:
    return paper.reference_html or escape(paper.title)


@prepared
def works_in_order(post: int) -> QuerySet:
    rows = CitedWork.objects.filter(post_id=post, is_confirmed=True).select_related("paper")
    return rows.order_by("position", "pk")


@prepared
def places_in_text(post: int) -> QuerySet:
    rows = Citation.objects.filter(cited_work__post_id=post)
    return rows.order_by(*Citation._meta.ordering)


def reference(work: CitedWork, entry: str) -> Reference:
    links = tuple((name, url) for name, url in work.paper.links if f'href="{url}"' not in entry)
    places = tuple(one for one in work.citations.all() if one.anchor)
    return Reference(work, entry, links, places)


def places_of(paper_ids: Iterable[int]) -> list[tuple[str, str]]:
    """The titles of these papers, each with the title of every post, draft or not, that cites
    it in its text or in a comment."""
    pairs: set[tuple[str, str]] = set()
    for some in batches(sorted(set(paper_ids))):
        posts = CitedWork.objects.filter(paper__in=some).order_by()
        comments = CommentCitation.objects.filter(paper__in=some).order_by()
        pairs.update(
            posts.values_list("paper__title", "post__title").union(
                comments.values_list("paper__title", "comment__post__title")
            )
        )
    return sorted(pairs)
