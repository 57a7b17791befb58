"""Lists of the admin find rows by the words that they have, whole or begun."""

import pytest
from django.test import Client

from blog.models import Comment, Post
from papers.admin import word_search
from tests.support.factories import make_comment, make_paper, make_post

pytestmark = pytest.mark.django_db


def found(client: Client, model: str, typed: str) -> list[str]:
    response = client.get(f"/admin/{model}/", {"q": typed})
    assert response.status_code == 200
    return [str(row) for row in response.context["cl"].result_list]


def test_posts_are_found_by_words_of_their_titles(admin_client):
    make_post(title="On Deep Learning", source="It is about radium.")
    make_post(title="Shallow water")
    assert found(admin_client, "blog/post", "learn deep") == ["On Deep Learning"]
    assert found(admin_client, "blog/post", "radium") == []


def test_drafts_and_unlisted_posts_are_found_too(admin_client):
    make_post(title="A draft on rays", published_at=None)
    make_post(title="Rays for friends", is_unlisted=True)
    titles = found(admin_client, "blog/post", "rays")
    assert sorted(titles) == ["A draft on rays", "Rays for friends"]


def test_published_comments_are_found_by_words_mail_and_post(admin_client):
    rays = make_post(title="Of rays")
    make_comment(rays, name="Marie", source="It shines.", email="Marie@example.org")
    make_comment(make_post(title="Water"), name="Ann", source="It flows.")
    names = ["Marie on Of rays"]
    for typed in ("shin", "mari", "marie@Example.org", "rays"):
        assert found(admin_client, "blog/comment", typed) == names, typed
    assert found(admin_client, "blog/comment", "example.org") == []


@pytest.mark.parametrize("state", ["pending", "spam", "removed"])
def test_other_comments_are_found_by_parts_of_words(admin_client, state):
    make_comment(make_post(), name="Marie", source="It shines.", email="marie@spam.example")
    make_comment(make_post(), name="Ann", source="It flows.")
    Comment.objects.filter(name="Marie").update(state=state)
    for typed in ("hine", "spam.example"):
        assert len(found(admin_client, "blog/comment", typed)) == 1, typed


def test_the_newest_rows_without_words_are_looked_through(admin_client, monkeypatch):
    monkeypatch.setattr(word_search, "MOST_LOOKED_THROUGH", 1)
    for number in (1, 2):
        make_post(title=f"Draft {number}", published_at=None)
    assert found(admin_client, "blog/post", "draft") == ["Draft 2"]


def test_a_search_and_a_filter_leave_what_both_leave(admin_client):
    make_post(title="A draft on rays", published_at=None)
    make_post(title="Rays")
    response = admin_client.get("/admin/blog/post/", {"q": "rays", "state": "published"})
    assert [row.title for row in response.context["cl"].result_list] == ["Rays"]


@pytest.mark.parametrize("typed", ["nature of radi", "10.1000/182", "an-old-key", "rays1903"])
def test_papers_are_found_by_titles_identifiers_and_keys(admin_client, typed: str):
    paper = make_paper("Nature of radiation", key="rays1903", identifiers=[("doi", "10.1000/182")])
    paper.keys.create(value="an-old-key")
    make_paper("Water", key="water1800")
    assert found(admin_client, "papers/paper", typed) == ["Nature of radiation"]


def test_people_are_found_by_the_beginning_of_a_name(admin_client):
    make_paper(author="Skłodowska")
    make_paper(author="Meitner")
    assert found(admin_client, "papers/contributor", "sklod") == ["Marie Skłodowska"]


@pytest.mark.parametrize("typed", ["*", "“", '"', "a:b", "- -", "'; --", "%", "x" * 2000])
def test_any_text_may_be_typed(admin_client, typed: str):
    make_post(title="Rays")
    for model in ("blog/post", "papers/paper", "papers/contributor"):
        found(admin_client, model, typed)
    assert Post.objects.count() == 1
