"""Two people at one form, and what runs beside them: nothing of either is lost."""

import re
from html import unescape

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from blog import paper_notes
from blog.comments import rendering_comments
from blog.models import Author, Comment, Post, Series, Tag
from blog.posts import own_pages, saving_posts
from blog.posts.saving_posts import render_again, save_post
from blog.server.jobs import render_citing
from tests.blog.test_post_admin import post_form
from tests.support.factories import (
    make_author,
    make_comment,
    make_page,
    make_paper,
    make_post,
    set_site,
)
from tests.support.forms import fields_of


def change_page(row) -> str:
    opts = row._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])


def opened(client, row) -> dict[str, object]:
    """The fields of a row's form as a browser has them."""
    return fields_of(client.get(change_page(row)).content.decode())


def test_what_two_changed_in_different_fields_is_merged(admin_client, db):
    set_site(time_zone="Asia/Seoul")
    post = make_post(source="The first text.", tags=["old"])
    ana, ben, eve = (opened(admin_client, post) for _editor in range(3))
    ana |= {"source": "Ana's <new> text.", "published_at": "2021-02-03 21:00"}
    del ana["allow_sharing"]
    assert admin_client.post(change_page(post), ana).status_code == 302
    answer = admin_client.post(change_page(post), ben | {"tags": "physics"}, follow=True)
    told = "it stays as they wrote it: Text, Publication date, Show links for sharing"
    assert told in answer.content.decode()
    assert admin_client.post(change_page(post), eve | {"title": "Eve’s"}).status_code == 302
    post = Post.objects.get()
    assert (post.source, post.title) == ("Ana's <new> text.", "Eve’s")
    assert "Ana" in post.body_html
    assert list(post.tags.names()) == ["physics"]
    assert not post.allow_sharing
    assert post.published_at.isoformat() == "2021-02-03T12:00:00+00:00"


def test_what_is_merged_is_checked_as_a_whole(admin_client, db):
    post = make_post(published_at=None)
    ben = opened(admin_client, post) | {"published_at": "2020-01-02 03:04"}
    ana = opened(admin_client, post) | {"source": "See [@nobody]."}
    admin_client.post(change_page(post), ana)
    answer = admin_client.post(change_page(post), ben)
    assert "leads to no paper" in answer.content.decode()
    assert fields_of(answer.content.decode())["source"] == "See [@nobody]."
    assert Post.objects.get().published_at is None


def test_a_deleted_posts_text_comes_back_as_a_new_one(admin_client, citing):
    ben = opened(admin_client, citing) | {"source": "Ben's long work on [@curie].", "tags": "a, b"}
    address = change_page(citing)
    citing.delete()
    answer = admin_client.post(address, ben)
    page = answer.content.decode()
    assert "Somebody deleted this" in page
    assert not Post.objects.exists()
    again = fields_of(page)
    assert again["source"] == "Ben's long work on [@curie]."
    assert 'action="/admin/blog/post/add/"' in page
    assert admin_client.post("/admin/blog/post/add/", again).status_code == 302
    post = Post.objects.get()
    assert (post.source, list(post.tags.names())) == (ben["source"], ["a", "b"])
    assert post.cited_works.count() == 1


def test_a_deleted_pages_text_comes_back_too(admin_client, db):
    page = make_page()
    ben = opened(admin_client, page) | {"source": "Ben's work."}
    address = change_page(page)
    page.delete()
    answer = admin_client.post(address, ben)
    assert fields_of(answer.content.decode())["source"] == "Ben's work."
    assert admin_client.get(address).status_code == 302
    assert admin_client.post(address, {"source": "x"}).status_code == 302


def test_what_both_changed_is_shown_and_taken_when_sent_again(admin_client, db):
    post = make_post(source="The first text.")
    ben = opened(admin_client, post) | {"source": "Ben's text."}
    ana = opened(admin_client, post) | {"source": "Ana's text."}
    admin_client.post(change_page(post), ana)
    answer = admin_client.post(change_page(post), ben)
    page = unescape(answer.content.decode())
    assert re.search(r"<del>-<b>Ana</b>'s text.</del>\s*<ins>\+<b>Ben</b>'s text.</ins>", page)
    assert Post.objects.get().source == "Ana's text."
    again = fields_of(answer.content.decode())
    assert again["source"] == "Ben's text."
    assert admin_client.post(change_page(post), again).status_code == 302
    assert Post.objects.get().source == "Ben's text."


def test_a_form_that_nobody_else_changed_is_stored_at_once(admin_client, db):
    post = make_post(source="The first text.\n", tags=["a", "b, c"])
    values = opened(admin_client, post) | {"title": "Another"}
    assert admin_client.post(change_page(post), values).status_code == 302
    assert Post.objects.get().title == "Another"


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: make_author(affiliation="first"), "affiliation"),
        (lambda: Tag.objects.create(name="Tag", description="first"), "description"),
        (lambda: Series.objects.create(title="S", description="first"), "description"),
        (lambda: make_paper(publisher="first"), "publisher"),
        (lambda: make_comment(source="first"), "source"),
        (lambda: make_page(source="first"), "source"),
        (lambda: set_site(footer="first"), "footer"),
        (lambda: set_site(), "tagline"),
    ],
)
def test_other_forms_overwrite_nothing_either(admin_client, db, make, field):
    row = make()
    ben = opened(admin_client, row) | {field: "Ben's"}
    admin_client.post(change_page(row), opened(admin_client, row) | {field: "Ana's"})
    answer = admin_client.post(change_page(row), ben)
    assert answer.status_code == 200
    assert "Somebody changed this" in answer.content.decode()
    row.refresh_from_db()
    assert getattr(row, field) == "Ana's"


@pytest.fixture
def citing(db) -> Post:
    for key in ("curie", "meitner", "noether"):
        make_paper(f"On {key}", key=key)
    return make_post(source="[@curie], [@meitner], [@noether].", authors=[make_author()])


@pytest.mark.parametrize("prefix", ["authorships", "identifiers", "keys"])
def test_a_papers_rows_that_are_gone_hold_nothing_up(admin_client, db, prefix):
    paper = make_paper(identifiers=[("doi", "10.1000/1")])
    paper.keys.create(value="another")
    values = opened(admin_client, paper) | {"publisher": "Later"}
    getattr(paper, prefix).order_by("-pk").first().delete()
    answer = admin_client.post(change_page(paper), values, follow=True)
    assert "removed meanwhile" in answer.content.decode()
    paper.refresh_from_db()
    assert paper.publisher == "Later"


def test_an_authors_row_that_is_gone_holds_nothing_up(admin_client, citing):
    values = opened(admin_client, citing) | {"title": "Another"}
    citing.bylines.all().delete()
    Author.objects.all().delete()
    assert admin_client.post(change_page(citing), values).status_code == 302
    assert Post.objects.get().title == "Another"


@pytest.fixture
def edit_while_rendering(monkeypatch):
    """Another editor saves while the first rendering runs, which must be in no transaction."""

    def arrange(edit) -> list[bool]:
        seen: list[bool] = []
        render = saving_posts.render

        def rendering(*args, **kwargs):
            seen.append(connection.in_atomic_block)
            if len(seen) == 1:
                edit()
            return render(*args, **kwargs)

        monkeypatch.setattr(saving_posts, "render", rendering)
        return seen

    return arrange


def edit_the_post() -> None:
    post = Post.objects.get()
    post.source, post.title = "As [@curie] says, edited.", "Edited"
    save_post(post)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["again", "job", "command"])
def test_what_renders_again_undoes_no_edit(edit_while_rendering, way):
    paper = make_paper(key="curie")
    post = make_post(source="As [@curie] says.")
    ways = {
        "again": lambda: render_again(post.pk),
        "job": lambda: render_citing.call([paper.pk]),
        "command": lambda: call_command("render_posts"),
    }
    seen = edit_while_rendering(edit_the_post)
    ways[way]()
    post.refresh_from_db()
    assert (post.title, post.source) == ("Edited", "As [@curie] says, edited.")
    assert "edited" in post.body_html
    assert not any(seen)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["page", "site"])
def test_pages_and_the_site_are_rendered_in_no_transaction(admin_client, monkeypatch, kind):
    seen = []
    module, row = (own_pages, make_page()) if kind == "page" else (paper_notes, set_site())
    render = module.render

    def rendering(*args, **kwargs):
        seen.append(connection.in_atomic_block)
        return render(*args, **kwargs)

    monkeypatch.setattr(module, "render", rendering)
    values = opened(admin_client, row) | {"source": "Other.", "footer": "Other."}
    assert admin_client.post(change_page(row), values).status_code == 302
    assert seen and not any(seen)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["page", "site"])
def test_an_edit_of_a_page_or_the_site_between_check_and_write_is_told(
    admin_client, monkeypatch, kind
):
    module, row = (own_pages, make_page()) if kind == "page" else (paper_notes, set_site())
    field, render, seen = ("source" if kind == "page" else "footer"), module.render, []
    values = opened(admin_client, row) | {field: "Mine."}

    def rendering(*args, **kwargs):
        if not seen:
            seen.append(type(row).objects.update(version=7, **{field: "Ana's."}))
        return render(*args, **kwargs)

    monkeypatch.setattr(module, "render", rendering)
    answer = admin_client.post(change_page(row), values)
    assert "Somebody changed this" in answer.content.decode()
    assert getattr(type(row).objects.get(), field) == "Ana's."


@pytest.mark.django_db(transaction=True)
def test_a_form_is_rendered_in_no_transaction(admin_client, edit_while_rendering):
    post = make_post(source="First.")
    values = opened(admin_client, post) | {"source": "Second.", "tags": "x"}
    seen = edit_while_rendering(lambda: None)
    assert admin_client.post(change_page(post), values).status_code == 302
    assert admin_client.post(reverse("admin:blog_post_add"), post_form()).status_code == 302
    assert seen == [False, False]


@pytest.mark.django_db(transaction=True)
def test_an_edit_between_check_and_write_is_told(admin_client, edit_while_rendering):
    post = make_post(source="First.")
    make_paper(key="curie")
    values = opened(admin_client, post) | {"source": "Mine."}
    edit_while_rendering(edit_the_post)
    answer = admin_client.post(change_page(post), values)
    assert "Somebody changed this" in answer.content.decode()
    assert Post.objects.get().source == "As [@curie] says, edited."


@pytest.mark.django_db(transaction=True)
def test_a_comment_is_cited_in_no_transaction_and_undoes_no_edit(monkeypatch):
    make_paper(key="curie")
    comment = make_comment(source="See [@curie].")
    seen = []
    render = rendering_comments.render

    def rendering(*args, **kwargs):
        seen.append(connection.in_atomic_block)
        if len(seen) == 1:
            Comment.objects.update(source="Edited: [@curie].", name="Other")
        return render(*args, **kwargs)

    monkeypatch.setattr(rendering_comments, "render", rendering)
    rendering_comments.cite_comments.call([comment.pk])
    comment.refresh_from_db()
    assert (comment.name, "Edited" in comment.body_html) == ("Other", True)
    assert seen == [False, False]


@pytest.mark.django_db(transaction=True)
def test_an_import_renders_in_no_transaction(tmp_path, edit_while_rendering):
    (tmp_path / "a.md").write_text("---\ntitle: A\n---\nText.")
    seen = edit_while_rendering(lambda: None)
    call_command("import_posts", str(tmp_path), dry_run=True)
    call_command("import_posts", str(tmp_path))
    assert seen == [False, False]
    assert Post.objects.get().title == "A"
