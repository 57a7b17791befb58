"""What a post's page says at its head of the works that it cites: how many were checked, and what
happened to some."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from blog.models import Post
from papers.checking.notices_told import tell_notices
from papers.choices import Role
from papers.citing.cited_works import Reference
from papers.models import CitedWork
from papers.notice_words import NOTICES, WARNINGS, notice_shape
from papers.queries.prepared import prepared


def works_warned_of(posts: Iterable[Post]) -> dict[int, list[CitedWork]]:
    """By post, the works that it is about and that were retracted, or the like, with their notices
    told; in no query where no post cites such a work."""
    concerned = [post.pk for post in posts if post.noticed_at]
    if not concerned:
        return {}
    rows = CitedWork.objects.filter(post__in=concerned, role=Role.ABOUT, is_confirmed=True)
    rows = rows.filter(paper__notice__in=WARNINGS).select_related("paper")
    works = list(rows.order_by("post_id", "position", "pk"))
    tell_notices(work.paper for work in works)
    found = defaultdict(list)
    for work in works:
        found[work.post_id].append(work)
    return found


@dataclass(frozen=True)
class CitedStanding:
    """``warned`` counts the works by the shape and the word of their notice, the gravest first;
    ``about`` are those of the works that the post is about which were retracted, or the like."""

    works: int
    checked: int
    warned: list[tuple[str, str, int]]
    about: list[CitedWork]


def cited_standing(references: Sequence[Reference]) -> CitedStanding:
    """In one query where a work has a notice, in none otherwise."""
    works = [reference.work for reference in references]
    tell_notices(work.paper for work in works)
    return standing_of(works)


def standing_of(works: Sequence[CitedWork]) -> CitedStanding:
    papers = [work.paper for work in works]
    counts = Counter(paper.notice for paper in papers if paper.has_warning)
    return CitedStanding(
        works=len(papers),
        checked=sum(paper.is_checked for paper in papers),
        warned=[
            (notice_shape(kind), str(word), counts[kind]) for kind, word in NOTICES if counts[kind]
        ],
        about=[work for work in works if work.role == Role.ABOUT and work.paper.has_warning],
    )


@prepared
def standings_of_works(posts: Collection[int]) -> QuerySet:
    rows = CitedWork.objects.filter(post__in=posts, is_confirmed=True).select_related("paper")
    rows = rows.only("post", "role", "paper__standing", "paper__notice")
    return rows.order_by("post_id", "position", "pk")


def tell_standings(posts: Iterable[Post]) -> None:
    """Gives each of some posts its ``standing``, in one query for all of them."""
    posts = list(posts)
    works = defaultdict(list)
    for row in standings_of_works({post.pk for post in posts}):
        works[row.post_id].append(row)
    for post in posts:
        post.standing = standing_of(works[post.pk])
