"""Statements that are built once."""

from datetime import timedelta

import pytest
from django.db.models import Count
from django.utils import timezone

from papers.models import CitedWork, Paper
from papers.queries.prepared import READ_AS, lay_beside, prepared
from tests.support.factories import cite, make_paper, make_post

pytestmark = pytest.mark.django_db


@prepared
def works_of(posts, now, *, most=10):
    rows = CitedWork.objects.filter(post_id__in=posts).published(now).select_related("paper")
    return rows.annotate(places=Count("citations")).order_by("post_id", "paper__key")[:most]


def test_a_prepared_statement_gives_what_its_queryset_gives(django_assert_num_queries):
    posts = [make_post(title=f"Post {n}") for n in range(5)]
    papers = [make_paper(key=f"work-{n}", note="*Read* it.") for n in range(3)]
    for post in posts[:4]:
        for paper in papers:
            cite(post, paper)
    now = timezone.now()
    for chosen, moment in ([0], now), ([1, 3], now), ([0, 1, 2, 4], now), ([2], now - timedelta(9)):
        pks = {posts[n].pk for n in chosen}
        with django_assert_num_queries(1):
            found = works_of(pks, moment)
            read = [(row, row.paper, row.paper.record, row.paper.checked_at) for row in found]
        wanted = list(works_of.build(pks, moment))
        assert read == [(one, one.paper, one.paper.record, one.paper.checked_at) for one in wanted]
        assert [vars(row.paper).keys() - {READ_AS} for row in found] == [
            vars(one.paper).keys() for one in wanted
        ]
        assert [row.places for row in found] == [one.places for one in wanted]
    assert works_of(set(), now) == []
    assert works_of({posts[0].pk}, now, most=2) == works_of([posts[0].pk], now)[:2]
    assert works_of.first({posts[4].pk}, now) is None


def test_sets_share_statements_and_lists_are_taken_as_they_are():
    make_post()
    for length in range(1, 20):
        works_of(set(range(length)), timezone.now(), most=3)
    lengths = {key[0] for key in works_of._statements if ("most", 3) in key}
    assert lengths == {1, 2, 4, 8, 16, 32}

    @prepared
    def each_of(keys):
        rows = [Paper.objects.filter(key=key).order_by().values_list("key") for key in keys]
        return rows[0].union(*rows[1:], all=True)

    make_paper(key="a")
    assert each_of(["a", "b", "a"]) == [("a",), ("a",)]


def test_columns_are_given_as_values_list_gives_them():
    first, second = make_paper(key="a"), make_paper(key="b")

    @prepared
    def columns_of(keys):
        return Paper.objects.filter(key__in=keys).order_by("-key").values_list("key", "record")

    @prepared
    def numbers_of(keys):
        return Paper.objects.filter(key__in=keys).order_by("key").values_list("pk", flat=True)

    assert columns_of(["a", "b"]) == [("b", second.record), ("a", first.record)]
    assert numbers_of(["b", "a"]) == [first.pk, second.pk]
    assert numbers_of.first(["a'); --"]) is None


def test_a_statement_that_depends_on_more_than_its_values_is_refused():
    make_paper(key="a")

    @prepared
    def with_the_time(key):
        return Paper.objects.filter(key=key, updated_at__lte=timezone.now())

    @prepared
    def without_a_value(key, pk):
        return Paper.objects.filter(key=key)

    @prepared
    def with_a_reckoned_value(key, now):
        return Paper.objects.filter(key=key, updated_at__lte=now - timedelta(days=1))

    @prepared
    def with_rows_beside(key):
        return Paper.objects.filter(key=key).prefetch_related("citations")

    now = timezone.now()
    for call in (
        lambda: with_the_time("a"),
        lambda: without_a_value("a", 1),
        lambda: with_a_reckoned_value("a", now),
    ):
        with pytest.raises(ValueError, match="cannot be prepared"):
            call()
    with pytest.raises(ValueError, match="not prepared"):
        with_rows_beside("a")


def test_what_is_laid_beside_rows_needs_no_query(django_assert_num_queries):
    paper, other = make_paper(key="a"), make_paper(key="b")
    work = cite(make_post(), paper)
    lay_beside([paper, other], "cited_works", [(work.paper_id, work)])
    with django_assert_num_queries(0):
        assert list(paper.cited_works.all()) == [work]
        assert list(other.cited_works.all()) == []
