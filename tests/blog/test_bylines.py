"""Who stands over a post, and the profile of its writer."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blog.models import Author, Post
from tests.blog.test_post_admin import post_form
from tests.support.factories import make_author, make_post
from tests.support.form_reading import read_form

pytestmark = pytest.mark.django_db
ADD = "/admin/blog/post/add/"
MINE = "/admin/blog/author/mine/"


@pytest.fixture
def writer(client) -> User:
    user = User.objects.create_user("login7", is_staff=True)
    for name in ("view_post", "add_post", "change_post"):
        user.user_permissions.add(Permission.objects.get(codename=name))
    client.force_login(user)
    return user


def test_a_first_post_asks_for_the_name_once_and_makes_its_author(client, writer):
    assert 'name="own_name"' in client.get(ADD).content.decode()
    assert client.post(ADD, post_form(own_name="  Ada  Lovelace ")).status_code == 302
    author = Author.objects.get()
    assert (author.name, author.user) == ("Ada Lovelace", writer)
    assert list(Post.objects.get().authors.all()) == [author]
    assert 'name="own_name"' not in client.get(ADD).content.decode()
    assert client.post(ADD, post_form(title="Second")).status_code == 302
    assert list(Post.objects.get(title="Second").authors.all()) == [author]


def test_a_name_of_which_nothing_is_seen_is_none_and_is_asked_for_again(client, writer):
    for name in ("\u200b", "\u202e\u2069 \ufeff"):
        assert client.post(ADD, post_form(own_name=name)).status_code == 302
    assert not Author.objects.exists()
    assert 'name="own_name"' in client.get(ADD).content.decode()
    assert (
        client.post(ADD, post_form(own_name="Ada\u202e \U0001f469\u200d\U0001f52c")).status_code
        == 302
    )
    assert Author.objects.get().name == "Ada \U0001f469\u200d\U0001f52c"


def test_the_name_of_the_account_is_offered_and_its_login_never(client, writer):
    client.post(ADD, post_form())
    assert not Author.objects.exists()
    writer.first_name, writer.last_name = "Ada", "Lovelace"
    writer.save()
    assert 'value="Ada Lovelace"' in client.get(ADD).content.decode()
    client.post(ADD, post_form(title="Second"))
    assert Author.objects.get().name == "Ada Lovelace"


def test_the_form_of_an_old_post_asks_for_the_name_too(client, writer):
    """Whoever only mends a post of somebody else does not come to stand over it."""
    theirs, nobodys = make_post(authors=[make_author(name="Ben")]), make_post(title="Second")
    for post, name in ((theirs, ""), (nobodys, "Ada Lovelace"), (theirs, "Ada")):
        address = reverse("admin:blog_post_change", args=[post.pk])
        values, _files = read_form(client.get(address).content.decode())
        assert ("own_name" in values) == (name != "Ada")
        sent = values | {"own_name": name, "_save": "1"}
        assert client.post(address, sent).status_code == 302
        assert Author.objects.filter(user=writer).exists() == bool(name)
    assert [str(one) for one in theirs.authors.all()] == ["Ben"]
    assert [one.user for one in nobodys.authors.all()] == [writer]


def test_authors_are_added_by_name_without_scripts(client, writer):
    ben, cleo = make_author(name="Ben"), make_author(name="Cleo")
    refused = client.post(ADD, post_form(added_authors="Ben, Nobody"))
    assert "no author “Nobody”" in refused.content.decode() and not Post.objects.exists()
    assert client.post(ADD, post_form(added_authors=" ben ,")).status_code == 302
    post = Post.objects.get()
    assert list(post.authors.all()) == [ben]
    address = reverse("admin:blog_post_change", args=[post.pk])
    values, _files = read_form(client.get(address).content.decode())
    client.post(address, values | {"added_authors": "Cleo, Ben", "_save": "1"})
    rows = post.bylines.order_by("position").values_list("author", "position")
    assert list(rows) == [(ben.pk, 1), (cleo.pk, 2)]


def test_an_imported_author_is_taken_by_who_may_change_authors(client, writer, admin_client):
    imported = make_author(name="Ada Lovelace")
    client.post(ADD, post_form(own_name="Ada Lovelace"))
    assert Author.objects.get(user=writer) != imported
    admin_client.post(ADD, post_form(title="Third", own_name="ada lovelace"))
    imported.refresh_from_db()
    assert imported.user.username == "admin"


def test_who_names_others_is_not_put_over_the_post(admin_client, admin_user):
    other = make_author()
    rows = {"bylines-TOTAL_FORMS": 1, "bylines-0-author": other.pk, "bylines-0-position": ""}
    assert admin_client.post(ADD, post_form(**rows, own_name="Me")).status_code == 302
    assert list(Post.objects.get().authors.all()) == [other]


def test_authors_stand_in_their_order_and_a_new_one_comes_last(admin_client):
    first, second, third, fourth = (make_author(name=name) for name in "ABCD")
    post = make_post(authors=[first, second])
    bylines = list(post.bylines.order_by("position"))
    rows = {"bylines-TOTAL_FORMS": 4, "bylines-INITIAL_FORMS": 2}
    for number, row in enumerate(bylines):
        rows |= {f"bylines-{number}-id": row.pk, f"bylines-{number}-author": row.author_id}
        rows |= {f"bylines-{number}-post": post.pk, f"bylines-{number}-position": 2 - number}
    for number, author in ((2, third), (3, fourth)):
        rows |= {f"bylines-{number}-author": author.pk, f"bylines-{number}-position": ""}
        rows |= {f"bylines-{number}-post": post.pk}
    address = reverse("admin:blog_post_change", args=[post.pk])
    values = post_form(title=post.title, slug=post.slug, publish_anyway="on") | rows
    values |= {"published_at": "2020-05-17 12:00"}
    assert admin_client.post(address, values).status_code == 302
    order = post.bylines.order_by("position").values_list("author__name", "position")
    assert list(order) == [("B", 1), ("A", 2), ("C", 3), ("D", 4)]
    page = admin_client.get(post.get_absolute_url()).content.decode()
    assert re.findall(r">([ABCD])<", page)[:4] == ["B", "A", "C", "D"]


def test_my_profile_is_each_writers_own(client, writer):
    page = client.get(MINE).content.decode()
    assert "You are no author yet" in page
    assert client.post(MINE, {"name": "Ada", "bio": "Writes."}).status_code == 302
    author = Author.objects.get()
    assert (author.user, author.bio) == (writer, "Writes.")
    other = make_author(name="Other")
    values = {"name": "Ada L.", "bio": "Writes.", "slug": "stolen", "user": "1"}
    client.post(MINE, values)
    author.refresh_from_db()
    other.refresh_from_db()
    assert (author.name, author.slug, other.name) == ("Ada L.", "ada", "Other")
    page = client.post(MINE, {"name": "", "orcid": "1"}).content.decode()
    assert "Nothing is stored yet" in page
    assert "My profile" in client.get("/admin/").content.decode()


def test_a_profile_is_for_writers(client):
    assert client.get(MINE).status_code == 302
    user = User.objects.create_user("moderator", is_staff=True)
    client.force_login(user)
    assert client.get(MINE).status_code == 403
    make_author(user=user)
    assert client.get(MINE).status_code == 200


def test_a_form_costs_one_query_for_each_author(admin_client):
    costs = []
    for count in (1, 8):
        authors = [make_author(name=f"Author {count}.{number}") for number in range(count)]
        address = reverse("admin:blog_post_change", args=[make_post(authors=authors).pk])
        admin_client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert f"Author {count}.{count - 1}" in admin_client.get(address).content.decode()
        costs.append(len(queries))
    assert costs[1] - costs[0] <= 7  # the box that chooses an author asks for its own
