"""Characters that databases, files and feeds refuse come in nowhere."""

import re
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from blog.models import Author, Comment, Post, Tag, current_site
from tests.support.factories import make_paper, make_post
from tests.support.form_reading import read_form
from tests.support.pages import check_page
from tests.support.sending import fields

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site_is_known():
    """The site's own row, which every page needs, was asked for by an earlier request."""
    current_site()


HOSTILE = ["\0", "a\0b", "\x01", "\x0b", "\x1f", "\x7f", "\x85", "\uffff", "\ufdd0"]


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize(
    "address",
    ["/{}", "/posts/{}/", "/tags/{}/", "/papers/{}.bib", "/media/{}", "/?before={}", "/?{}=1"],
)
def test_an_address_with_one_is_refused_before_any_query(
    client, django_assert_num_queries, address: str, hostile: str
):
    with django_assert_num_queries(0):
        response = client.get(address.format(quote(hostile)))
    assert response.status_code == 400
    assert "characters that nothing can show" in check_page(response)


@pytest.mark.parametrize("cookie", ["sessionid", "comments"])
def test_so_is_a_cookie(client, django_assert_num_queries, cookie: str):
    with django_assert_num_queries(0):
        answer = client.get("/admin/", headers={"Cookie": f'{cookie}="a\\000b"'})
    assert answer.status_code == 400


def test_so_is_a_header(client):
    assert client.get("/", headers={"X-Forwarded-For": "a\0b"}).status_code == 400
    assert client.get("/", headers={"Referer": "http://a.example/caf\xc3\x85"}).status_code == 200


def test_letters_of_every_script_are_readable(client):
    slug = "학습-łódź-مرحبا-\u200d🙂"
    Post.objects.filter(pk=make_post().pk).update(slug=slug)
    assert client.get(f"/posts/{quote(slug)}/", {"before": "\tü\r\n"}).status_code == 200


@pytest.mark.parametrize("name", ["name", "source", "email", "website", "parent", "quote", "stamp"])
def test_a_form_with_nul_comes_back_without_it(client, django_assert_num_queries, name: str):
    post = make_post()
    form = fields(post, source="A long thought")
    path = f"{post.get_absolute_url()}comments/"
    with django_assert_num_queries(0):
        response = client.post(path, form | {name: form.get(name, "") + "\0"})
    assert response.status_code == 400
    again, _files = read_form(check_page(response))
    assert again["source"].strip() == "A long thought"
    assert client.post(path, form | again).status_code in (302, 422)
    assert name == "website" or Comment.objects.exists() or name in ("email", "parent", "quote")


def admin_form(client, path: str) -> dict[str, str]:
    return read_form(client.get(path).content.decode())[0]


def test_no_form_of_the_admin_stores_one(client, admin_user):
    client.force_login(admin_user)
    path = "/admin/blog/post/add/"
    form = admin_form(client, path) | {
        "title": "A\x0b title\uffff", "source": "So\x1bme text.", "tags": "Ra\x07dium",
        "summary": "Su\x0cm", "published_at": "2020-01-01 12:00",
    }  # fmt: skip
    assert client.post(path, form).status_code == 302
    post = Post.objects.get()
    assert (post.title, post.source, post.summary) == ("A title", "Some text.", "Sum")
    assert Tag.objects.get().name == "Radium"
    response = client.post(path, form | {"title": "A\0 title", "slug": "other"})
    assert response.status_code == 400
    assert read_form(response.content.decode())[0]["title"].strip() == "A title"


def test_no_form_of_the_admin_stores_marks_that_pile_up(client, admin_user):
    client.force_login(admin_user)
    piled, low = "e" + "\u0301\u0323" * 100, "e" + "\u0301\u0323" * 4
    path = "/admin/blog/author/add/"
    form = admin_form(client, path) | {"name": f"Ren{piled}", "bio": f"Writes. {piled}"}
    assert client.post(path, form).status_code == 302
    author = Author.objects.get(name__startswith="Ren")
    assert (author.name, author.bio) == (f"Ren{low}", f"Writes. {low}")


def test_feeds_leave_out_what_is_stored_already(client):
    post = make_post(title="A title", tags=["Tag"])
    paper = make_paper("Rays", key="curie")
    Post.objects.update(title="A\x0b ti\uffffle", summary="S\x01", body_html="<p>B\x02\x1f</p>")
    type(paper).objects.update(title="Ra\x0bys")
    for path in (
        "/feeds/posts.atom",
        "/papers/curie/feed.atom",
        f"{post.get_absolute_url()}comments/feed.atom",
    ):
        text = client.get(path).content.decode()
        ElementTree.fromstring(text)
        assert not re.search("[\0-\x08\x0b\x0c\x0e-\x1f\uffff]", text)


@pytest.mark.parametrize("number", ["9" * 19, "9" * 30, "9" * 5000, "-9223372036854775809"])
@pytest.mark.parametrize(
    "address",
    ["/comments/{}/", "/archive/{}/", "/papers/?year={}", "/papers/?before=1-{}", "/?p={}"],
)
def test_numbers_beyond_every_database_are_not_there(client, address: str, number: str):
    assert client.get(address.format(number)).status_code in (200, 400, 404)


def test_a_number_in_a_form_that_no_row_can_have_brings_it_back(client, admin_user):
    client.force_login(admin_user)
    form = {"name": "Readers", "permissions": "9" * 30}
    response = client.post("/admin/auth/group/add/", form)
    assert response.status_code in (200, 400)
    assert "Readers" in response.content.decode()


def test_a_name_too_long_for_a_file_is_not_there(client):
    assert client.get(f"/media/{'a' * 300}.png").status_code == 404
