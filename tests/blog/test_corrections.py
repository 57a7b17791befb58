"""Readers are told of a revision: on the post, on a page of all, in feeds; and no longer."""

import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from blog.models import Correction, Post, Revision
from blog.models.corrections import MOST_WORDS
from blog.posts import revisions
from blog.posts.revisions import NOBODY
from blog.posts.saving_posts import save_post
from blog.posts.telling_corrections import tell_correction, withdraw_correction
from tests.support.factories import LONG_AGO, make_post

ATOM = "{http://www.w3.org/2005/Atom}"
WRONG, RIGHT = "PyTorch of 2012.", "Caffe of 2012."


def corrected_post(**values) -> tuple[Post, Revision]:
    post = make_post(title="On tools", slug="tools", source=f"First.\n\n{WRONG}", **values)
    post.source = f"First.\n\n{RIGHT}"
    save_post(post, tags=None, saving=NOBODY)
    return post, post.revisions.first()


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def entries(client: Client, address: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(client.get(address).content).findall(f"{ATOM}entry")


def told_data(html: str) -> dict:
    return json.loads(html.split('<script type="application/ld+json">')[1].split("</script>")[0])


def test_a_reader_is_told_on_the_post_the_list_and_in_feeds(client: Client, db):
    post, revision = corrected_post()
    told = tell_correction(revision, "It was <Caffe>, not  PyTorch.", is_change_shown=True)
    html = page(client, post.get_absolute_url())
    assert f'id="correction-{told.pk}"' in html
    assert "It was &lt;Caffe&gt;, not PyTorch." in html
    assert 'href="#corrections"' in html
    assert told_data(html)["correction"][0]["text"] == "It was <Caffe>, not PyTorch."
    change = page(client, f"/posts/tools/corrections/{revision.version}/")
    assert "<b>PyTorch</b>" in change
    assert "<b>Caffe</b>" in change
    assert "It was &lt;Caffe&gt;, not PyTorch." in page(client, "/corrections/")
    (entry,) = entries(client, "/corrections/feed.atom")
    assert entry.find(f"{ATOM}title").text == "Correction of “On tools”"
    assert entry.find(f"{ATOM}link").get("href").endswith(f"/posts/tools/#correction-{told.pk}")
    (entry,) = entries(client, "/feeds/posts.atom")
    assert "not PyTorch" in entry.find(f"{ATOM}content").text
    item = client.get("/corrections/feed.json").json()["items"][0]
    assert "not PyTorch" in item["content_html"]


def test_a_feed_calls_news_a_correction_and_no_other_save(client: Client, db):
    _post, revision = corrected_post()

    def updated() -> str:
        return entries(client, "/feeds/posts.atom")[0].find(f"{ATOM}updated").text

    assert updated() == "2020-05-17T12:00:00+00:00"
    told = tell_correction(revision, "Wrong.", is_change_shown=False)
    assert updated() == told.at.isoformat()
    withdraw_correction(told)
    assert updated() == "2020-05-17T12:00:00+00:00"


def test_a_correction_that_is_told_while_a_post_is_saved_stays_told(client: Client, db):
    post, revision = corrected_post()
    seen = Post.objects.get(pk=post.pk)
    tell_correction(revision, "Wrong.", is_change_shown=False)
    seen.title = "On other tools"
    save_post(seen, tags=None, saving=NOBODY)
    assert 'href="#corrections"' in page(client, post.get_absolute_url())


def test_readers_find_the_list_once_there_is_one(client: Client, db):
    link = '<a href="/corrections/">'
    post, revision = corrected_post()
    assert link not in page(client, "/archive/")
    tell_correction(revision, "Wrong.", is_change_shown=False)
    assert link in page(client, "/archive/")
    assert link in page(client, post.get_absolute_url())


def test_search_engines_leave_out_a_correction_of_an_unlisted_post(client: Client, db):
    robots = '<meta name="robots" content="noindex">'
    post, revision = corrected_post()
    tell_correction(revision, "Wrong.", is_change_shown=False)
    address = f"/posts/tools/corrections/{revision.version}/"
    assert robots not in page(client, address)
    Post.objects.filter(pk=post.pk).update(is_unlisted=True)
    assert robots in page(client, address)


def test_what_was_changed_is_shown_only_if_the_editor_says_so(client: Client, db):
    _post, revision = corrected_post()
    address = f"/posts/tools/corrections/{revision.version}/"
    tell_correction(revision, "Wrong.", is_change_shown=False)
    assert "PyTorch" not in page(client, address)
    tell_correction(revision, "Wrong.", is_change_shown=True)
    assert "PyTorch" in page(client, address)
    assert Correction.objects.count() == 1


@pytest.mark.parametrize("hours", [-2, 0])
def test_what_stood_in_a_draft_is_shown_to_nobody(client: Client, db, hours: int):
    """It was changed before the post came out, or as it did."""
    post, revision = corrected_post(published_at=None)
    Revision.objects.update(at=timezone.now() + timedelta(hours=hours))
    post.published_at = timezone.now()
    save_post(post, tags=None, saving=NOBODY)
    tell_correction(post.revisions.get(pk=revision.pk), "Wrong.", is_change_shown=True)
    assert "PyTorch" not in page(client, f"/posts/tools/corrections/{revision.version}/")


@pytest.mark.parametrize("published_at", [LONG_AGO, None])
def test_a_date_of_before_shows_nobody_what_a_draft_was(client: Client, db, published_at):
    """A post that was taken back, or was a draft till now, and comes out under an old date."""
    post, _revision = corrected_post(published_at=published_at)
    drafts = [("Hidden words.", None), ("Right.", None), ("Right.", LONG_AGO)]
    for text, at in [*drafts, ("Quite right.", LONG_AGO)]:
        post.source, post.published_at = text, at
        save_post(post, tags=None, saving=NOBODY)
    shown = {}
    for revision in post.revisions.all():
        told = tell_correction(revision, "Wrong.", is_change_shown=True)
        shown[revision.source] = bool(told.change)
        html = page(client, f"/posts/tools/corrections/{revision.version}/")
        assert "Hidden" not in html
    assert shown.pop(f"First.\n\n{RIGHT}") is (published_at is not None)
    assert [text for text, is_shown in shown.items() if is_shown] == ["Quite right."]


@pytest.mark.parametrize(
    ("hidden", "status"), [({"is_unlisted": True}, 200), ({"published_at": None}, 404)]
)
def test_what_is_no_longer_listed_tells_nothing(client: Client, db, hidden: dict, status: int):
    post, revision = corrected_post()
    tell_correction(revision, "Secret.", is_change_shown=True)
    assert "Secret" in page(client, "/corrections/")
    Post.objects.filter(pk=post.pk).update(**hidden)
    assert "Secret" not in page(client, "/corrections/")
    assert entries(client, "/corrections/feed.atom") == []
    assert client.get(f"/posts/tools/corrections/{revision.version}/").status_code == status


@pytest.mark.parametrize("published_at", [None, timezone.now() + timedelta(days=9)])
def test_nobody_is_told_of_a_post_that_nobody_can_have_read(db, published_at):
    _post, revision = corrected_post(published_at=published_at)
    with pytest.raises(ValidationError, match="not published"):
        tell_correction(revision, "Wrong.", is_change_shown=True)


@pytest.mark.parametrize("text", ["", " \n ", "x" * 1001])
def test_words_are_needed_and_not_too_many(db, text: str):
    _post, revision = corrected_post()
    with pytest.raises(ValidationError):
        tell_correction(revision, text, is_change_shown=True)
    assert not Correction.objects.exists()


def test_an_editor_tells_rewords_and_withdraws_it_in_the_admin(admin_client: Client, db):
    post, revision = corrected_post()
    address = reverse("admin:blog_post_revision", args=[post.pk, revision.pk])
    assert "Publish as a correction" in page(admin_client, address)
    admin_client.post(address, {"correction": "Wrong.", "change": "on"})
    told = post.corrections.get()
    assert (told.text, told.version, bool(told.change)) == ("Wrong.", revision.version, True)
    assert "<strong>correction</strong>" in page(
        admin_client, reverse("admin:blog_post_revisions", args=[post.pk])
    )
    admin_client.post(address, {"correction": "Quite wrong."})
    told = post.corrections.get()
    assert (told.text, told.change) == ("Quite wrong.", [])
    longest = "x" * MOST_WORDS
    answer = admin_client.post(address, {"correction": f"{longest}y", "change": "on"})
    html = answer.content.decode()
    assert f"at most {MOST_WORDS} characters (it has {MOST_WORDS + 1})" in html
    assert f">{longest}y</textarea>" in html and 'name="change" checked' in html  # as it was typed
    assert post.corrections.get().text == "Quite wrong."
    assert admin_client.post(address, {"correction": longest}).status_code == 302
    assert post.corrections.get().text == longest
    admin_client.post(address, {"correction": " "})
    assert not post.corrections.exists()
    answer = admin_client.post(address, {"correction": ""}, follow=True)
    assert "Say what was wrong" in answer.content.decode()
    assert post.revisions.count() == 2


def test_a_draft_offers_no_correction(admin_client: Client, db):
    post, revision = corrected_post(published_at=None)
    address = reverse("admin:blog_post_revision", args=[post.pk, revision.pk])
    assert "Publish as a correction" not in page(admin_client, address)


def test_a_revision_that_readers_were_told_of_stays(db, monkeypatch):
    monkeypatch.setattr(revisions, "MOST_KEPT", 2)
    post, revision = corrected_post()
    tell_correction(revision, "Wrong.", is_change_shown=False)
    for number in range(3):
        post.refresh_from_db()
        post.source = f"{number}"
        save_post(post, tags=None, saving=NOBODY)
    assert post.revisions.filter(pk=revision.pk).exists()
    assert post.revisions.count() == 3
