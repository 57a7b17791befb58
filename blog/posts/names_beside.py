"""Who wrote some posts and under which tags they stand, in two queries."""

from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from blog.models import Byline, Post, TaggedPost
from papers.queries.prepared import lay_beside, prepared


@prepared
def bylines_over(posts: Collection[int]) -> QuerySet:
    rows = Byline.objects.filter(post_id__in=posts).select_related("author")
    return rows.order_by(*Byline._meta.ordering)


@prepared
def tags_of_posts(posts: Collection[int]) -> QuerySet:
    rows = TaggedPost.objects.filter(content_object_id__in=posts).select_related("tag")
    return rows.order_by("pk")


def tell_names(posts: Sequence[Post]) -> None:
    """What ``PostQuerySet.with_byline`` has beside each post."""
    pks = {post.pk for post in posts}
    lay_beside(posts, "bylines", ((row.post_id, row) for row in bylines_over(pks)))
    lay_beside(posts, "tags", ((row.content_object_id, row.tag) for row in tags_of_posts(pks)))
