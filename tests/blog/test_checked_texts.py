"""What the form of a post tells of its text."""

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from blog.models import Post
from tests.blog.test_post_admin import post_form
from tests.support.factories import make_author, make_post

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/blog/post/checks/"


def form_of(post: Post) -> str:
    return reverse("admin:blog_post_change", args=[post.pk])


def test_the_form_lists_findings_with_their_lines(admin_client):
    post = make_post(source="One\n\n![](/media/none.png)", authors=[make_author()])
    page = admin_client.get(form_of(post)).content.decode()
    assert 'data-line="3">Line 3</a>' in page
    assert "2 things to look at." in page
    assert "There is no picture at “/media/none.png”." in page


def test_a_button_checks_and_saves_nothing(admin_client):
    values = post_form(source="![](/media/none.png)", published_at="2024-05-01 12:00", _check="1")
    page = admin_client.post(reverse("admin:blog_post_add"), values)
    assert page.status_code == 200
    assert "nothing is saved yet" in page.content.decode()
    assert "There is no picture at" in page.content.decode()
    assert not Post.objects.exists()


def test_pictures_without_words_are_asked_about_at_the_first_publishing(admin_client):
    values = post_form(source="One\n\n![](/media/none.png)", published_at="2024-05-01 12:00")
    page = admin_client.post(reverse("admin:blog_post_add"), values)
    (asked,) = page.context["adminform"].form.question["works"]
    assert asked.line == 3
    assert asked.message.startswith("The picture “/media/none.png” has no description")
    assert not Post.objects.exists()
    said = {**values, "publish_anyway": "on"}
    assert admin_client.post(reverse("admin:blog_post_add"), said).status_code == 302
    post = Post.objects.get()
    again = {**values, "title": "Again", "slug": post.slug}
    assert admin_client.post(form_of(post), again).status_code == 302
    only = {**values, "source": "![](/media/none.png){.decorative}", "title": "Other"}
    assert admin_client.post(reverse("admin:blog_post_add"), only).status_code == 302


def test_a_draft_is_asked_nothing(admin_client):
    values = post_form(source="![](/media/none.png)")
    assert admin_client.post(reverse("admin:blog_post_add"), values).status_code == 302


def test_findings_do_not_stand_in_the_way_of_publishing(admin_client):
    values = post_form(source="![A curve](/media/none.png)", published_at="2024-05-01 12:00")
    page = admin_client.post(reverse("admin:blog_post_add"), values, follow=True)
    assert Post.objects.get().is_published
    assert "Line 1: There is no picture at “/media/none.png”." in page.content.decode()


def test_a_form_that_is_shown_again_tells_what_was_found_once(admin_client):
    values = post_form(source="![A curve](/media/none.png)")
    again = {**values, "_continue": "draft"}
    page = admin_client.post(reverse("admin:blog_post_add"), again, follow=True).content.decode()
    assert page.count("There is no picture at “/media/none.png”.") == 1
    assert page.count("No author stands over the post.") == 1
    left = admin_client.post(reverse("admin:blog_post_add"), {**values, "slug": "b"}, follow=True)
    assert "Whole text: No author stands over the post." in left.content.decode()


def test_many_findings_are_told_in_short(admin_client):
    values = post_form(source="\n\n".join(f"[a](/posts/none{n}/)" for n in range(15)))
    page = admin_client.post(reverse("admin:blog_post_add"), values, follow=True)
    assert "6 more are told below the text" in page.content.decode()


def test_a_typed_text_is_checked_and_nothing_is_stored(admin_client):
    post = make_post(source="Stored.", authors=[make_author()])
    sent = {"source": "One\r\n\r\n[a](/posts/none/)", "_post": post.pk, "bylines-0-author": "1"}
    answer = admin_client.post(ADDRESS, sent)
    assert answer.status_code == 200
    assert 'data-line="3"' in answer.content.decode()
    assert Post.objects.get().source == "Stored."
    without = admin_client.post(ADDRESS, {**sent, "bylines-0-DELETE": "on"}).content.decode()
    assert "No author stands over the post." in without


def test_who_may_not_write_the_post_has_nothing_checked(client):
    post = make_post(source="Stored.")
    assert client.post(ADDRESS, {"source": "x"}).status_code == 403
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_post"))
    client.force_login(user)
    assert client.post(ADDRESS, {"source": "x", "_post": post.pk}).status_code == 403
    assert client.post(ADDRESS, {"source": "x"}).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="add_post"))
    assert client.post(ADDRESS, {"source": "x"}).status_code == 200
    assert client.post(ADDRESS, {"source": "x", "_post": post.pk}).status_code == 403
    assert client.get(ADDRESS).status_code == 405


def test_checks_are_limited_before_the_work(admin_client, settings, monkeypatch):
    settings.BLOG_CHECK_RATE_LIMIT = (2, 60)
    for status in (200, 200, 429):
        answer = admin_client.post(ADDRESS, {"source": "x"})
        assert answer.status_code == status
    assert int(answer["Retry-After"]) > 0


def test_what_is_found_is_shown_as_text(admin_client):
    answer = admin_client.post(ADDRESS, {"source": "[a](#<script>alert(1)</script>)"})
    assert "<script>alert" not in answer.content.decode()


def test_a_tag_that_is_nearly_another_is_told(admin_client):
    make_post(tags=["deep-learning"])
    told = "The tag “Deep Learnings” is nearly “deep-learning” (1 post)."
    answer = admin_client.post(ADDRESS, {"source": "x", "tags": "Deep Learnings, other"})
    assert told in answer.content.decode()
    page = admin_client.post(
        reverse("admin:blog_post_add"), post_form(tags="Deep Learnings"), follow=True
    )
    assert told in page.content.decode()


def test_tags_are_offered_to_those_who_write(admin_client, client):
    make_post(tags=["deep, learning"])
    address = "/admin/blog/post/tag-names/"
    told = admin_client.get(address, {"q": "deep l"}).json()
    assert told == {
        "tags": [{"name": "deep, learning", "written": '"deep, learning"', "posts": "1 post"}]
    }
    assert admin_client.get(address).json() == {"tags": []}
    assert client.get(address, {"q": "deep"}).status_code == 302
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_post"))
    client.force_login(user)
    assert client.get(address, {"q": "deep"}).status_code == 403
