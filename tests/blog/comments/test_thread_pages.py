import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.comments.thread_pages import page_of, thread_page
from blog.models import Comment, Post
from tests.blog.posts.test_query_plans import is_scan, plan
from tests.support.factories import make_comment, make_post
from tests.support.pages import check_page

# The parent of each comment as the number of an earlier one, or 0; those in GONE are removed.
FOREST = [0, 1, 1, 0, 4, 5, 6, 7, 8, 9, 0, 0, 12, 12, 13, 0, 1, 0]
GONE = {2, 6, 12, 16}


@pytest.fixture
def forest(db):
    post, made = make_post(), {0: None}
    for number, parent in enumerate(FOREST, start=1):
        made[number] = make_comment(post, parent=made[parent], source=f"Number {number}.")
    Comment.objects.filter(pk__in=[made[number].pk for number in GONE]).update(state="removed")
    return post, {number: made[number] for number in made if number}


def page_text(client, post, number=1):
    query = f"?comments={number}" if number > 1 else ""
    return check_page(client.get(post.get_absolute_url() + query))


def numbers_in(text):
    return [int(number) for number in re.findall(r"Number (\d+)\.", text)]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 14, 200])
def test_every_comment_is_on_one_page_and_its_address_leads_there(client, forest, settings, size):
    settings.BLOG_COMMENTS_PER_PAGE = size
    post, made = forest
    seen, number = [], 1
    while True:
        text = page_text(client, post, number)
        for one in numbers_in(text):
            address = client.get(made[one].get_absolute_url()).url
            query = f"?comments={number}" if number > 1 else ""
            assert address == f"{post.get_absolute_url()}{query}#comment-{made[one].pk}"
            assert f'id="comment-{made[one].pk}"' in text
        seen += numbers_in(text)
        if 'rel="next"' not in text:
            break
        number += 1
    assert sorted(seen) == sorted(set(made) - GONE)
    assert client.get(f"{post.get_absolute_url()}?comments={number + 1}").status_code == 404


@pytest.mark.parametrize("wrong", ["0", "-1", "x", "", "9" * 30, "²"])
def test_a_page_that_is_none_is_missing(client, db, wrong):
    assert client.get(make_post().get_absolute_url(), {"comments": wrong}).status_code == 404


def test_a_removed_comment_with_replies_leaves_its_place(client, forest):
    post, _made = forest
    text = page_text(client, post)
    assert text.count("This comment was removed.") == 2  # the others had no replies
    assert "Number 6." not in text
    assert numbers_in(text) == [1, 3, 17, 4, 5, 7, 8, 9, 10, 11, 13, 15, 14, 18]


def test_a_comment_whose_parent_is_on_another_page_leads_there(client, db, settings):
    settings.BLOG_COMMENTS_PER_PAGE = 2
    first = make_comment(name="Ada")
    second, third = (make_comment(first.post, parent=first) for _number in range(2))
    text = page_text(client, first.post, 2)
    assert f'<a href="/comments/{first.pk}/">in reply to Ada</a>' in text
    assert f'id="comment-{third.pk}"' in text
    assert f'id="comment-{second.pk}"' not in text
    assert "in reply to" not in page_text(client, first.post)


def test_threads_are_closed_by_their_reader_only(client, forest):
    post, _made = forest
    text = page_text(client, post)
    lists = re.findall(r"<details[^>]*><summary>[^<]*</summary><ol>", text)
    assert lists
    assert all(one.startswith("<details open>") for one in lists)
    assert "<summary>2 replies</summary>" in text
    assert "<summary>1 reply</summary>" in text


def test_values_are_escaped_and_percent_signs_stay(client, db):
    comment = make_comment(
        name="<b>%(pk)d & {{ x }}", website="https://example.org/?a=1&b=%22", source="100 % \ue000"
    )
    text = page_text(client, comment.post)
    assert "&lt;b&gt;%(pk)d &amp; {{ x }}" in text
    assert 'href="https://example.org/?a=1&amp;b=%22"' in text
    assert "<p>100 % \ue000</p>" in text


def fill(post: Post, count: int, parents) -> None:
    """``count`` comments as they are stored, without rendering them."""
    first = (Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    rows = []
    for place in range(count):
        parent = parents(place)
        thread = first + place if parent is None else rows[parent].thread_id
        rows.append(
            Comment(
                pk=first + place, post=post, thread_id=thread, name="Ada", source="Yes.",
                parent_id=None if parent is None else first + parent,
                body_html="<p>Yes.</p>", state="published",
            )
        )  # fmt: skip
    Comment.objects.bulk_create(rows, batch_size=500)


SHAPES = {
    "each alone": lambda place: None,
    "one thread": lambda place: 0 if place else None,
    "one line": lambda place: place - 1 if place else None,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_many_comments_cost_few_queries(client, db, settings, shape):
    settings.BLOG_COMMENTS_PER_PAGE = 20
    post = make_post()
    fill(post, 200, SHAPES[shape])
    for path in ["", "?comments=10"]:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{post.get_absolute_url()}{path}").status_code == 200
        assert len(queries) <= 10
    last = post.comments.order_by("pk").last()
    with CaptureQueriesContext(connection) as queries:
        assert page_of(last) == "?comments=10"
    assert len(queries) <= 3


def test_pages_know_how_many_comments_there_are(db, settings):
    settings.BLOG_COMMENTS_PER_PAGE = 20
    post = make_post()
    fill(post, 50, SHAPES["each alone"])
    page = thread_page(Post.objects.with_byline().get(pk=post.pk), 2)
    assert (page.number, page.last, page.count, len(page.places)) == (2, 3, 50, 20)


@pytest.mark.sqlite
def test_pages_and_addresses_are_found_by_indexes(client, forest, settings):
    settings.BLOG_COMMENTS_PER_PAGE = 2
    post, made = forest
    for path in [f"{post.get_absolute_url()}?comments=2", made[8].get_absolute_url()]:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code in (200, 302)
        steps = [step for query in queries for step in plan(query["sql"])]
        assert not [step for step in steps if is_scan(step)]
        assert any("COVERING INDEX comment_threads" in step for step in steps)


def test_lists_say_where_they_stopped_counting(client, db, monkeypatch, new_statements):
    post = make_post()
    for _number in range(3):
        make_comment(post)
    monkeypatch.setattr("papers.queries.capped_counts.COUNT_CAP", 2)
    monkeypatch.setattr("blog.context.COUNT_CAP", 2)
    assert "2 comments and more" in client.get("/").content.decode()
    assert "3 comments<" in client.get(post.get_absolute_url()).content.decode()
