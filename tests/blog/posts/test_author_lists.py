"""An author's page and feed show the posts that lists show, whatever becomes of them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import Post
from blog.posts.saving_posts import set_authors
from tests.support.factories import LONG_AGO, make_author, make_post

pytestmark = pytest.mark.django_db


def titles(client: Client, address: str) -> list[str]:
    text = client.get(address).content.decode()
    return [title for title in ("First", "Second") if title in text]


@pytest.fixture
def posts() -> list[Post]:
    author = make_author(name="Ada", slug="ada")
    return [make_post(title=title, authors=[author]) for title in ("First", "Second")]


@pytest.mark.parametrize("address", ["/authors/ada/", "/authors/ada/feed.atom"])
@pytest.mark.parametrize(
    "values",
    [
        {"is_unlisted": True},
        {"published_at": None},
        {"published_at": timezone.now() + timedelta(days=3650)},
    ],
)
def test_what_lists_hide_is_hidden_there_and_comes_back(client, posts, address, values):
    assert titles(client, address) == ["First", "Second"]
    for name, value in values.items():
        setattr(posts[0], name, value)
    posts[0].save()
    assert titles(client, address) == ["Second"]
    posts[0].is_unlisted, posts[0].published_at = False, LONG_AGO
    posts[0].save()
    assert titles(client, address) == ["First", "Second"]


def test_an_unlisted_post_alone_gives_its_author_a_page_and_no_place_in_lists(client, posts):
    other = make_author(name="Grace", slug="grace")
    make_post(title="Hidden", authors=[other], is_unlisted=True)
    assert client.get("/authors/grace/").status_code == 200
    assert "Grace" not in client.get("/authors/").content.decode()


def test_setting_the_authors_of_a_post_reads_no_post(posts):
    author = make_author(name="Grace", slug="grace")
    with CaptureQueriesContext(connection) as queries:
        set_authors(posts[0], [author, *posts[0].authors.all()])
    assert not any("body_html" in one["sql"] for one in queries)
    order = posts[0].bylines.order_by("position").values_list("author__name", "published_at")
    assert list(order) == [("Grace", LONG_AGO), ("Ada", LONG_AGO)]


def test_a_deep_page_of_each_list_goes_on_where_the_one_before_ended(client, settings):
    settings.BLOG_POSTS_PER_PAGE = 2
    author = make_author(name="Ada", slug="ada")
    same = [
        make_post(title=f"Post {n}", tags=["Rays"], authors=[author]).get_absolute_url()
        for n in range(5)
    ]
    for address in ("/", "/tags/rays/", "/authors/ada/"):
        found, cursor = [], ""
        for _page in range(3):
            page = client.get(address + cursor).context["page"]
            found += [post.get_absolute_url() for post in page.rows]
            cursor = f"?before={page.older}"
        assert found == same[::-1], address
