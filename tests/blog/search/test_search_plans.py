"""Words are found by the index of words, in the order in which they are shown."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import PostWords
from blog.search.searched_kinds import search_site
from tests.blog.posts.test_query_plans import is_scan, plan
from tests.support.factories import make_post

pytestmark = pytest.mark.django_db
TYPED = ["word", "word -other", "wor*", '"a word"', "word tag:t", "word year:2020", "lerning"]


def searches(typed: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        search_site(typed)
    return [one["sql"] for one in queries]


@pytest.mark.sqlite
@pytest.mark.parametrize("typed", TYPED)
def test_sqlite_reads_the_newest_hits_alone(typed: str):
    make_post(title="A word", tags=["t"])
    statements = [sql for sql in searches(typed) if "_fts" in sql]
    assert statements
    for sql in statements:
        steps = plan(sql)
        assert steps == [step for step in steps if "VIRTUAL TABLE INDEX" in step], steps


@pytest.mark.sqlite
@pytest.mark.parametrize("typed", [*TYPED, "tag:t", "year:2020", "cites:k"])
def test_no_search_scans_a_table_that_grows(typed: str):
    make_post(title="A word", tags=["t"])
    for sql in searches(typed):
        scans = [step for step in plan(sql) if is_scan(step)]
        assert scans == [], (scans, sql)


@pytest.mark.postgres
@pytest.mark.parametrize("typed", TYPED[:4])
def test_postgresql_finds_rare_words_by_its_index(typed: str):
    for number in range(3):
        make_post(title=f"A word {number}")
    statements = [sql for sql in searches(typed) if f'FROM "{PostWords._meta.db_table}"' in sql]
    assert statements
    with connection.cursor() as cursor:
        # Of a table of three rows any index will do: without its key the words' are left.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE blog_postwords DROP CONSTRAINT blog_postwords_pkey")
        cursor.execute("SET LOCAL enable_seqscan = off")
        for sql in (one for one in statements if "tsquery" in one):
            cursor.execute(f"EXPLAIN {sql}")
            steps = " ".join(row[0] for row in cursor.fetchall())
            assert "blog_postwords_head" in steps or "blog_postwords_words" in steps, steps
