"""Counts that cost the same whatever the size of the blog."""

from django.db.models import IntegerField, QuerySet, Subquery

COUNT_CAP = 1000


class CappedCount(Subquery):
    """How many rows a correlated query has, counted up to ``COUNT_CAP``: one index range, cut.

    ``Tag.objects.annotate(n=CappedCount(TaggedPost.objects.filter(tag=OuterRef("pk"))))``
    """

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS capped)"
    output_field = IntegerField()

    def __init__(self, queryset: QuerySet) -> None:
        super().__init__(queryset.order_by().values("pk")[:COUNT_CAP])


def capped_words(count: int) -> str:
    """A number that was counted no further than one beyond the cap, as people are told it: nothing
    for none, ``1000+`` for many."""
    return f"{COUNT_CAP}+" if count > COUNT_CAP else str(count or "")
