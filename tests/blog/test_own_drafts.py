"""Each role of the admin: what waits for it on its home, and what an author may do."""

import re

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from blog.models import DraftNote, Post, Submission, WebLink
from papers.models import Notice, Paper, UnresolvedKey
from tests.guards.rows import make_row
from tests.support.factories import make_author, make_comment, make_paper, make_post
from tests.support.forms import fields_of

pytestmark = pytest.mark.django_db
ADD = "/admin/blog/post/add/"


def client_of(django_user_model, group: str, **values) -> Client:
    user = django_user_model.objects.create_user(group, password="x", is_staff=True, **values)
    user.groups.add(*Group.objects.filter(name=group))
    client = Client()
    client.force_login(user)
    return client


def lines(client: Client) -> list[tuple[str, str]]:
    """What the home says that waits, each with its address."""
    home = client.get("/admin/").content.decode()
    return re.findall(r'<li class="queue-link"><a href="([^"]+)">([^<]+)', home)


def sent(client: Client, address: str, button: dict[str, str], **typed):
    fields = fields_of(client.get(address).content.decode(), "post_form")
    return client.post(address, fields | typed | button, follow=True)


def test_an_author_writes_and_submits_and_an_editor_publishes(django_user_model):
    author = client_of(django_user_model, "Authors", first_name="Ada")
    editor = client_of(django_user_model, "Editors")
    typed = {"title": "Mine", "source": "Words.", "own_name": "Ada"}
    page = sent(author, ADD, {"_submit": "1"}, note="Please look", **typed).content.decode()
    assert "The editors have it now" in page
    post = Post.objects.get()
    change = f"/admin/blog/post/{post.pk}/change/"
    assert (post.submission.word, post.submission.by_name) == ("Please look", "Authors")
    assert author.get(post.get_absolute_url()).status_code == 200
    assert Client().get(post.get_absolute_url()).status_code == 404
    form = author.get(change).content.decode()
    assert 'name="_submit"' in form and 'name="_publish"' not in form
    assert 'name="published_at"' not in form
    for forged in ({"_publish": "1"}, {"_save": "1", "published_at": "2020-01-01 10:00"}):
        sent(author, change, forged, published_at="2020-01-01 10:00", is_unlisted="on")
        post.refresh_from_db()
        assert post.published_at is None and not post.is_unlisted
    assert lines(author) == []
    sent(author, change, {"_continue": "take_back"})
    assert not Submission.objects.exists()
    assert [told for _at, told in lines(author)] == ["1 draft of yours is not submitted"]
    sent(author, change, {"_submit": "1"}, note="Now")
    ((address, told),) = lines(editor)
    assert told == "1 draft is submitted" and "Mine" in editor.get(address).content.decode()
    assert "Now" in editor.get(change).content.decode()
    sent(editor, change, {"_publish": "1"})
    assert Post.objects.get().is_published and not Submission.objects.exists()
    assert lines(editor) == lines(author) == []
    assert 'name="_submit"' not in author.get(change).content.decode()
    author.post(change, {"title": "Other", "source": "Other"})
    assert Post.objects.get().title == "Mine"


def test_an_author_sees_nothing_of_others_drafts(django_user_model):
    author = client_of(django_user_model, "Authors")
    other = make_post(title="Secret", published_at=None)
    assert "Secret" not in author.get("/admin/blog/post/").content.decode()
    for below in ("change", "delete", "revisions", "draft-links", "preview", "history", "works"):
        address = f"/admin/blog/post/{other.pk}/{below}/"
        for answer in (author.get(address), author.post(address, {"title": "x", "post": "yes"})):
            assert answer.status_code in (302, 403, 404, 405)
            assert "Secret" not in answer.content.decode()
    assert author.get(other.get_absolute_url()).status_code == 404
    moderator, editor = (client_of(django_user_model, name) for name in ("Moderators", "Editors"))
    shown = reverse(
        "admin:view_on_site", args=[ContentType.objects.get_for_model(Post).pk, other.pk]
    )
    for client, status in ((author, 404), (moderator, 404), (editor, 302)):
        answer = client.get(shown)
        assert answer.status_code == status
        assert (other.slug in str(answer.headers)) is (status == 302)
    assert Client().get(shown).url.startswith("/admin/login/")
    other.refresh_from_db()
    assert other.title == "Secret"


def test_each_home_has_what_its_role_may_act_on(
    django_user_model, admin_client, settings, django_assert_max_num_queries
):
    settings.BLOG_BACKUP_DAYS = 0
    clients = {
        name: client_of(django_user_model, name)
        for name in ("Authors", "Editors", "Librarians", "Moderators")
    } | {"superuser": admin_client}

    own = make_author(name="Who publishes", user=admin_client.get("/admin/").wsgi_request.user)

    def make_some(count: int) -> None:
        make_post(published_at=None, authors=[own])
        draft = make_post(published_at=None)
        Submission.objects.create(post=draft)
        for number in range(count):
            make_comment(state="pending", source=f"Held {number}")
            DraftNote.objects.create(post=draft, name="A", text="Note")
            UnresolvedKey.objects.create(post=make_post(), value=f"none{number}")
            make_row("papers.notice", is_confirmed=False, looked_at=None)
            make_row("blog.weblink", state="gone", address=f"https://a.example/{number}{count}")
            make_row("django_tasks_database.dbtaskresult", status="FAILED", exception_class_path="")
        make_paper("Twice", key=f"twice{count}")
        Paper.objects.filter(key=f"twice{count}").update(unanswered=1)

    make_some(1)
    shown, asked = {}, {}
    for number in (2, 3):
        make_some(number)
        for name, client in clients.items():
            with django_assert_max_num_queries(60) as seen:
                shown[name] = {told.split(" ", 1)[1] for _at, told in lines(client)}
            asked.setdefault(name, set()).add(len(seen))
    assert all(len(counts) == 1 for counts in asked.values()), asked
    library = shown["Librarians"]
    assert shown["Authors"] == set()
    assert shown["Moderators"] == {"comments wait"}
    assert any("newest papers may be there twice" in told for told in library)
    assert any("papers wait" in told for told in library)
    assert not any("comment" in told or "draft" in told for told in library)
    posts = {
        "drafts are submitted",
        "notes of drafts’ readers wait",
        "posts cite what leads nowhere",
    }
    assert (
        posts | library | {"comments wait", "links to other sites lead nowhere"} == shown["Editors"]
    )
    assert shown["superuser"] == shown["Editors"] | {"jobs failed"}
    assert WebLink.objects.exists() and Notice.objects.exists() and DBTaskResult.objects.exists()
    for address, _told in lines(admin_client):
        assert admin_client.get(address.replace("&amp;", "&")).status_code == 200
