from datetime import timedelta

import pytest

from blog.posts import related
from blog.posts.related import related_posts, telling_papers
from papers.models import Paper
from tests.support.factories import LONG_AGO, cite, make_paper, make_post
from tests.support.pages import check_page

pytestmark = pytest.mark.django_db


def titles(post) -> list[str]:
    papers = Paper.objects.filter(cited_works__post=post)
    return [other.title for other in related_posts(post, papers)]


def test_shared_papers_come_before_shared_tags(client):
    first, second = make_paper(), make_paper()
    post = make_post(tags=["A", "B"])
    both, one = make_post(title="both papers"), make_post(title="one paper", tags=["A", "B"])
    make_post(title="one tag", tags=["A"])
    make_post(title="two tags", tags=["B", "A"])
    make_post(title="nothing shared", tags=["C"])
    for other, papers in ((post, [first, second]), (both, [first, second]), (one, [second])):
        for paper in papers:
            cite(other, paper)
    assert titles(post) == ["both papers", "one paper", "two tags", "one tag"]
    text = check_page(client.get(post.get_absolute_url()))
    assert text.index("Related posts") < text.index("both papers") < text.index("one tag")
    assert "nothing shared" not in text.partition("Related posts")[2].partition("</nav>")[0]


def test_newer_posts_come_first_among_equals():
    paper, post = make_paper(), make_post()
    for days in (1, 3, 2):
        cite(make_post(title=f"day {days}", published_at=LONG_AGO + timedelta(days=days)), paper)
    cite(post, paper)
    assert titles(post) == ["day 3", "day 2", "day 1"]


@pytest.mark.parametrize("hidden", [{"published_at": None}, {"is_unlisted": True}])
def test_what_is_not_listed_is_not_related(hidden):
    paper, post = make_paper(), make_post(tags=["A"])
    other = make_post(tags=["A"])
    cite(post, paper)
    cite(other, paper)
    assert titles(post) == [other.title]
    for name, value in hidden.items():
        setattr(other, name, value)
    other.save()
    assert titles(post) == []


def test_work_that_everybody_cites_is_left_out_where_rows_run_short(monkeypatch):
    monkeypatch.setattr(related, "MOST_ROWS", 10)
    papers = [Paper(pk=1, discussions_count=9), Paper(pk=2, discussions_count=2)]
    assert telling_papers(papers) == [2]
    assert telling_papers(papers[:1]) == [1]
