"""Every kind of list is read in both directions, and each of its pages has one address."""

from functools import partial

import pytest

from blog.models import Post, Tag
from blog.posts.post_lists import listed_posts, page_of_year, posts_under_tag
from papers.models import Contributor, Paper
from papers.queries.paging import (
    page_by_name,
    page_by_number,
    page_by_pk,
    page_by_text,
    page_by_time,
    page_from_first,
    prepared_page,
)
from tests.support.factories import LONG_AGO, make_paper, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def lists():
    """Functions of a cursor and a size. Half of the rows are alike in what orders them."""
    for number in range(7):
        at = LONG_AGO if number < 4 else LONG_AGO.replace(year=LONG_AGO.year + number - 3)
        make_post(published_at=at, tags=["same", f"tag {number}"])
        make_paper(f"Of {number}", author="Same", year=1900 if number < 4 else 1900 + number)
    for number in range(5):
        Contributor.objects.create(family="Same", slug=f"another-{number}")
    tag = [Tag.objects.get(name="same").pk]
    order = {"time": "list_time", "pk": "list_post"}
    return {
        "moment": partial(page_by_time, Post.objects.listed),
        "rows": partial(page_by_time, Post.objects.all()),
        "year": partial(page_of_year, LONG_AGO.year),
        "prepared": partial(prepared_page, listed_posts, (), has_texts=False),
        "tag": partial(prepared_page, posts_under_tag, tag, **order, has_texts=False),
        "first": partial(page_from_first, Post.objects.all()),
        "number": partial(page_by_number, Paper.objects.all(), number="sort_year"),
        "pk": partial(page_by_pk, Paper.objects.all()),
        "name": partial(page_by_name, Tag.objects.all(), name="key"),
        "text": partial(page_by_text, Contributor.objects.all(), text="folded_name"),
    }


def test_who_reads_on_finds_the_same_way_back(lists):
    for name, page_at in lists.items():
        cursors, seen = [""], []
        while cursors[-1] or not seen:
            page = page_at(cursor=cursors[-1], size=2)
            assert page.is_first == (len(cursors) == 1)
            assert page.newer == (cursors[-2] if len(cursors) > 1 else ""), (name, cursors)
            seen += [row.pk for row in page.rows]
            cursors.append(page.older)
        assert len(seen) == len(set(seen)) > 3, name


def test_the_way_back_needs_no_row_that_a_cursor_named(lists):
    page_at = lists["pk"]
    first = page_at(cursor="", size=2)
    second = page_at(cursor=first.older, size=2)
    second.rows[-1].delete()
    back = page_at(cursor=page_at(cursor=second.older, size=2).newer, size=2)
    assert back.rows == [first.rows[-1], second.rows[0]]


def test_a_page_links_the_one_before(client, settings):
    settings.BLOG_POSTS_PER_PAGE = 2
    for _number in range(5):
        make_post()
    second = client.get("/").context["page"].older
    third = client.get(f"/?before={second}").context["page"].older
    assert (
        f'<a href="/?before={second}" rel="prev">'
        in client.get(f"/?before={third}").content.decode()
    )
    assert '<a href="/" rel="prev">' in client.get(f"/?before={second}").content.decode()
