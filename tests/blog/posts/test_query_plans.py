"""What a page reads, it finds by an index: the plans of its queries say so."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.models import Reading
from tests.support.factories import cite, make_author, make_comment, make_paper, make_post

MANY = {"blog_post", "blog_taggedpost", "blog_hashtag", "blog_comment", "blog_byline"}
MANY |= {"papers_paper", "papers_citedwork", "papers_citation", "papers_authorship"}
MANY |= {"papers_reading", "papers_commentcitation", "papers_contributor", "papers_key"}


@pytest.fixture
def pages(db):
    author, paper = make_author(), make_paper(key="curie", identifiers=[("doi", "10.1000/x")])
    other = make_paper(author="Noether")
    Reading.objects.create(paper=paper)
    for _number in range(3):
        post = make_post(tags=["t"], authors=[author], source="#Other text")
        cite(post, paper)
        cite(post, other)
        make_comment(post, source="See [@curie].")
    cursor = "20300101T000000.000000-99"
    return [
        "/",
        f"/?before={cursor}",
        "/archive/",
        f"/archive/2020/?before={cursor}",
        "/tags/t/",
        f"/tags/t/?before={cursor}",
        "/tags/other/",
        post.get_absolute_url(),
        "/papers/",
        "/papers/?before=2030-99",
        *(
            f"/papers/?{one}&sort={sort}&before={before}"
            for one in ("year=1903", "type=book", "state=unchecked", "venue=x", "tag=t", "person=x")
            for sort, before in (("", "2030-99"), ("discussed", "9-9"), ("added", "99"))
        ),
        paper.get_absolute_url(),
        f"{paper.get_absolute_url()}?before={cursor}",
        f"{paper.get_absolute_url()}feed.atom",
        paper.contributors.get().get_absolute_url(),
        f"{paper.contributors.get().get_absolute_url()}?before=2030-99",
        "/papers/reading/",
        f"/papers/reading/?state=read&before={cursor}",
        "/papers/reading/feed.atom",
        f"{author.get_absolute_url()}feed.json",
        *(
            f"{feed}{end}{page}"
            for feed in ("/feeds/posts", "/feeds/comments", "/tags/t/feed", "/papers/notices/feed")
            for end in (".atom", ".json")
            for page in ("", f"?before={cursor}")
        ),
        f"{post.get_absolute_url()}comments/feed.atom",
    ]


@pytest.mark.sqlite
def test_no_page_scans_a_table_that_grows(client, pages):
    for page in pages:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        for query in queries:
            scans = [step for step in plan(query["sql"]) if is_scan(step)]
            assert scans == [], (page, query["sql"])


def plan(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return [row[3] for row in cursor.fetchall()]


def is_scan(step: str) -> bool:
    """Whether a step reads a whole table; along an index a list is cut off at its length."""
    words = step.split()
    return words[0] == "SCAN" and words[1] in MANY and "USING" not in words


@pytest.mark.sqlite
def test_a_deep_page_begins_where_the_last_one_ended(client, pages):
    """Most papers have the same number of discussions, so its rows may not be read from the top."""
    client.get("/papers/")  # what the list counts is kept
    for query, number in (("sort=discussed", "discussions_count"), ("type=book", "sort_year")):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/papers/?{query}&before=1-99")
        steps = [step for one in queries for step in plan(one["sql"]) if "papers_paper" in step]
        assert any(f"{number}=? AND id<?" in step for step in steps), steps
        assert any(f"{number}<?" in step for step in steps), steps
        assert not any("TEMP B-TREE" in step for one in queries for step in plan(one["sql"]))
