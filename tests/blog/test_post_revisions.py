"""A post's revisions: kept by each way of saving, shown and brought back to who may change it."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blog.models import Post, Revision
from blog.posts import revisions
from blog.posts.saving_posts import render_again, save_post
from tests.blog.test_two_editors import change_page, opened
from tests.support.factories import LONG_AGO, make_post, set_site


def address(post: Post, revision: Revision | None = None) -> str:
    if revision is None:
        return reverse("admin:blog_post_revisions", args=[post.pk])
    return reverse("admin:blog_post_revision", args=[post.pk, revision.pk])


def told(post: Post) -> list[tuple[str, str, str]]:
    return list(post.revisions.values_list("source", "by_name", "note"))


def save(client, post: Post, **values) -> None:
    assert client.post(change_page(post), opened(client, post) | values).status_code == 302


def test_each_save_that_changes_something_is_kept_with_who_and_why(admin_client, db):
    post = make_post(source="First.", tags=["a"])
    save(admin_client, post, source="Second.", note="  A   better\ntext. ")
    save(admin_client, post)
    save(admin_client, post, commenting="hidden")
    save(admin_client, post, tags="a, b")
    render_again(post.pk)
    assert told(post) == [
        ("Second.", "admin", ""),
        ("Second.", "admin", "A better text."),
        ("First.", "", ""),
    ]
    newest = post.revisions.first()
    assert newest.header == {"tags": ["a", "b"]}
    post.refresh_from_db()
    assert newest.version == post.version


def test_a_save_that_is_refused_keeps_none(admin_client, db):
    post = make_post(source="First.")
    values = opened(admin_client, post) | {"source": "See [@nobody]."}
    assert admin_client.post(change_page(post), values).status_code == 200
    assert post.revisions.count() == 1


def test_an_import_keeps_them_too(tmp_path, db):
    file = tmp_path / "a.md"
    for text in ("First.", "Second."):
        file.write_text(f"---\ntitle: A\ntags: [x]\n---\n{text}")
        call_command("import_posts", str(tmp_path))
    post = Post.objects.get()
    assert [row[0].strip() for row in told(post)] == ["Second.", "First."]
    assert {tuple(row.header["tags"]) for row in post.revisions.all()} == {("x",)}


def test_the_difference_is_shown_and_the_text_brought_back(admin_client, db):
    post = make_post(source="We saw two stars.\n\nAll else.", tags=["a"], title="Stars")
    save(admin_client, post, source="We saw three stars.\n\nAll else.", title="More", tags="b")
    Post.objects.filter(pk=post.pk).update(published_at=None)
    newer, first = post.revisions.all()
    page = admin_client.get(address(post)).content.decode()
    assert page.index(address(post, newer)) < page.index(address(post, first))
    page = admin_client.get(address(post, newer)).content.decode()
    assert "<del>-We saw <b>two</b> stars.</del>" in page
    assert "<ins>+We saw <b>three</b> stars.</ins>" in page
    assert "This is the post’s text today." in page
    page = admin_client.get(address(post, first) + "?since=1").content.decode()
    assert "<ins>+We saw <b>three</b> stars.</ins>" in page
    assert admin_client.post(address(post, first)).status_code == 302
    post = Post.objects.get()
    assert (post.title, post.source) == ("Stars", "We saw two stars.\n\nAll else.")
    assert (list(post.tags.names()), post.published_at) == (["a"], None)
    assert "two stars" in post.body_html
    newest = post.revisions.first()
    assert (newest.source, newest.by_name) == (post.source, "admin")
    assert newest.note.startswith("As it was on ")
    assert post.revisions.count() == 3


def test_the_note_of_what_was_brought_back_has_the_sites_time(admin_client, db):
    post = make_post(source="First.")
    save(admin_client, post, source="Second.")
    Revision.objects.update(at=datetime(2026, 1, 1, 23, 30, tzinfo=UTC))
    set_site(time_zone="Asia/Seoul")
    first = post.revisions.last()
    assert "2026-01-02 08:30" in admin_client.get(address(post)).content.decode()
    admin_client.post(address(post, first))
    assert post.revisions.first().note == "As it was on 2026-01-02 08:30."


def test_hostile_texts_are_only_shown(admin_client, db):
    post = make_post(source="<script>alert(1)</script>\n" * 3)
    save(admin_client, post, source="<b>x</b></pre></ins>", note="<script>")
    for revision in post.revisions.all():
        page = admin_client.get(address(post, revision)).content.decode()
        assert "<script>alert" not in page and "</pre></ins>" not in page


def test_who_may_change_the_post_sees_its_history(client, db, django_user_model):
    post, other = make_post(), make_post()
    revision = post.revisions.get()
    pages = (address(post), address(post, revision))
    assert [client.get(page).status_code for page in pages] == [302, 302]
    user = django_user_model.objects.create_user("ed", is_staff=True)
    client.force_login(user)
    for right, expected in (("view_post", 403), ("change_post", 200)):
        user.user_permissions.add(Permission.objects.get(codename=right))
        assert [client.get(page).status_code for page in pages] == [expected] * 2
    assert client.get(address(other, revision)).status_code == 404
    assert client.get(reverse("admin:blog_post_revisions", args=[999])).status_code == 404


def test_the_oldest_without_a_note_go(db, monkeypatch):
    monkeypatch.setattr(revisions, "MOST_KEPT", 3)
    post = make_post(source="0")
    post.revisions.update(note="the first")
    for number in range(1, 6):
        post.source = str(number)
        save_post(post)
    assert [row[0] for row in told(post)] == ["5", "4", "3", "0"]


def test_a_list_of_many_costs_the_queries_of_few(admin_client, django_assert_num_queries):
    post = make_post(published_at=LONG_AGO)
    Revision.objects.bulk_create(
        Revision(post=post, version=1, title="A", source="x" * 1000) for _one in range(120)
    )
    with django_assert_num_queries(5):
        page = admin_client.get(address(post)).content.decode()
    assert page.count(f"{address(post)}") == 50
    assert "?page=2" in page
    assert "?page=2" in admin_client.get(address(post) + "?page=99").content.decode()


@pytest.mark.parametrize("is_published", [True, False])
def test_an_exported_folder_has_them_in_private_alone(
    tmp_path, db, is_published, django_user_model
):
    from tests.blog.folder import test_site_import  # noqa: F401  (its room has the round trips)

    post = make_post(source="Secret first.", published_at=LONG_AGO if is_published else None)
    post.source = "Second."
    save_post(post)
    call_command("export_site", str(tmp_path / "out"))
    holding = [
        path.relative_to(tmp_path / "out").parts[0]
        for path in (tmp_path / "out").rglob("*")
        if path.is_file() and b"Secret first." in path.read_bytes()
    ]
    assert holding and set(holding) == {"private"}


def test_deleting_a_post_reads_none_of_its_revisions(admin_client):
    """Nor does the list of what goes with it, which counts them."""
    post = make_post(source="First.")
    post.source = "Second."
    save_post(post)
    address = reverse("admin:blog_post_delete", args=[post.pk])
    with CaptureQueriesContext(connection) as asked:
        page = admin_client.get(address).content.decode()
        assert admin_client.post(address, {"post": "yes"}).status_code == 302
    assert "Revisions: 2" in page
    read = [one["sql"] for one in asked if '"blog_revision"."source"' in one["sql"]]
    assert read == [] and not Revision.objects.exists()
