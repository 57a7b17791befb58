"""Posts that belong to a post: those that cite the same papers first, then those with its tags.

Read from index ranges of a bounded length, so that it costs the same on a blog of any size: of
the papers, those that few posts discuss tell most and come first.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from blog.models import Post, TaggedPost
from papers.models import CitedWork, Paper
from papers.queries.prepared import prepared

MOST = 5
MOST_ROWS = 2000
MOST_TAGS = 6
NEWEST_OF_TAG = 40


def related_posts(post: Post, papers: Iterable[Paper], now: datetime | None = None) -> list[Post]:
    """At most five listed posts; ``papers`` are those that the post cites."""
    now = now or timezone.now()
    order = related_numbers(post, papers, now)
    return in_order(titles_of_posts(set(order), now), order)


def in_order(posts: Iterable[Post], order: Iterable[int]) -> list[Post]:
    found = {one.pk: one for one in posts}
    return [found[pk] for pk in order if pk in found]


def related_numbers(post: Post, papers: Iterable[Paper], now: datetime) -> list[int]:
    by_papers = count_posts(posts_citing(set(telling_papers(papers)), post.pk, now))
    order = by_papers[:MOST]
    if len(order) < MOST:
        seen = {post.pk, *order}
        by_tags = count_posts(tagged_beside(post, now))
        order += [pk for pk in by_tags if pk not in seen][: MOST - len(order)]
    return order


@prepared
def titles_of_posts(posts: Collection[int], now: datetime) -> QuerySet:
    return Post.objects.listed(now).filter(pk__in=posts).order_by().with_titles()


def telling_papers(papers: Iterable[Paper]) -> list[int]:
    """The papers that other posts discuss too, the rarest first, as many as rows may be read."""
    chosen, rows = [], 0
    for paper in sorted(papers, key=lambda paper: (paper.discussions_count, paper.pk)):
        rows += paper.discussions_count
        if rows > MOST_ROWS and chosen:
            break
        chosen.append(paper.pk)
    return chosen


@prepared
def posts_citing(papers: Collection[int], beside: int, now: datetime) -> QuerySet:
    rows = CitedWork.objects.filter(paper__in=papers).published(now).exclude(post=beside)
    return rows.order_by("-published_at", "-post_id", "pk").values_list("post", flat=True)[
        :MOST_ROWS
    ]


def tagged_beside(post: Post, now: datetime) -> Iterable[int]:
    """The newest posts under each of the post's first tags, those of several tags several times."""
    tags = [tag.pk for tag in list(post.tags.all())[:MOST_TAGS]]
    return [pk for _time, pk in sorted(newest_under(tags, now), reverse=True)]


@prepared
def newest_under(tags: list[int], now: datetime) -> QuerySet:
    newest = TaggedPost.objects.published(now).newest()
    arms = []
    for tag in tags:
        of_tag = newest.filter(tag=tag).values("pk")[:NEWEST_OF_TAG]
        arm = TaggedPost.objects.filter(pk__in=of_tag).order_by()
        arms.append(arm.values_list("published_at", "content_object"))
    return arms[0].union(*arms[1:], all=True) if len(arms) > 1 else arms[0]


def count_posts(posts: Iterable[int]) -> list[int]:
    """The posts, those that came oftenest first, and among equals in their order."""
    return [pk for pk, _count in Counter(posts).most_common()]
