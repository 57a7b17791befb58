"""Who was given a link reads a draft and notes something for its authors; nobody else does."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from blog.models import Comment, DraftLink, DraftNote, Event, Post
from blog.posts.draft_links import make_draft_link
from tests.guards.test_hidden_works import hidden_paper
from tests.support.factories import LONG_AGO, make_post

pytestmark = pytest.mark.django_db
WORDS = "On nothing yet"


@pytest.fixture
def draft() -> Post:
    return make_post(title="Plans", source=f"{WORDS}, see [@unseen].", published_at=None)


def address_of(post: Post, days: int = 14, name: str = "Reviewer 2") -> str:
    return f"/drafts/{make_draft_link(post, name, days, None)}/"


def is_secret(answer) -> bool:
    told = answer.headers
    return (
        told["Cache-Control"] == "private, no-store"
        and told["Referrer-Policy"] == "no-referrer"
        and "noindex" in told["X-Robots-Tag"]
        and not answer.cookies
    )


def test_who_has_the_link_reads_the_draft_until_it_ends_and_then_the_post(client, draft):
    paper, address = hidden_paper(), address_of(draft)
    draft.save()
    made_again = make_post(title="More", source=f"{WORDS}, see [@unseen].", published_at=None)
    of_both = [client.get(one) for one in (address, address_of(made_again))]
    for answer in of_both:
        html = answer.content.decode()
        assert answer.status_code == 200 and is_secret(answer)
        assert WORDS in html and "please do not pass it on" in html
        assert 'content="noindex' in html and "og:" not in html and "Reviewer 2" not in html
    html = of_both[1].content.decode()
    assert f'id="work-{paper.key}"' in html  # what only drafts cite is readable here
    assert paper.get_absolute_url() not in html  # and has no page
    assert client.get(paper.get_absolute_url()).status_code == 404
    link = DraftLink.objects.get(post=draft)
    assert link.opened_at and address.split(".")[1].strip("/") not in str(vars(link))
    for guessed in (address[:-2] + "/", f"/drafts/{link.pk}./", "/drafts/x/", "/drafts/9.y/"):
        answer = client.get(guessed)
        assert answer.status_code == 404 and is_secret(answer)
    DraftLink.objects.filter(pk=link.pk).update(expires_at=timezone.now())
    answer = client.get(address)
    assert answer.status_code == 410 and is_secret(answer)
    assert "has ended" in answer.content.decode() and "Plans" not in answer.content.decode()
    for values, status in (({"is_unlisted": True}, 410), ({"is_unlisted": False}, 302)):
        Post.objects.filter(pk=draft.pk).update(published_at=LONG_AGO, **values)
        answer = client.get(address)
        assert answer.status_code == status and is_secret(answer)
    assert answer.url == draft.get_absolute_url()


def test_a_reader_notes_something_that_only_authors_see(client, admin_client, draft, settings):
    address = address_of(draft)
    sent = {"name": "Ann <b>", "quote": WORDS, "note": "Is <i>this</i> so?\nReally?"}
    for _time in range(2):
        answer = client.post(address, sent)
        assert answer.status_code == 302 and is_secret(answer)
    assert "is with the authors" in client.get(answer.url).content.decode()
    note = DraftNote.objects.get()
    assert (note.name, note.passage, note.text) == ("Ann <b>", WORDS, sent["note"])
    answer = client.post(address, sent | {"name": " "})
    assert answer.status_code == 422 and "Really?" in answer.content.decode()
    form = admin_client.get(f"/admin/blog/post/{draft.pk}/change/").content.decode()
    assert "Is &lt;i&gt;this&lt;/i&gt; so?" in form
    page = f"/admin/blog/post/{draft.pk}/draft-links/"
    for verb, left in (("done", 0), ("open", 1)):
        admin_client.post(page, {verb: note.pk})
        assert DraftNote.objects.waiting().count() == left
    settings.BLOG_RATE_LIMITS = settings.BLOG_RATE_LIMITS | {"draft note": ((1, 600), (9, 60))}
    answer = client.post(address, sent | {"note": "Once more"})
    assert answer.status_code == 429 and "Once more" in answer.content.decode()
    admin_client.post(page, {"end": note.link_id})
    answer = client.post(address, sent)
    assert answer.status_code == 410 and "Really?" in answer.content.decode()
    Post.objects.filter(pk=draft.pk).update(published_at=LONG_AGO)
    assert "Really?" not in client.get(draft.get_absolute_url()).content.decode()
    assert not Comment.objects.exists()
    admin_client.post(page, {"delete_note": note.pk})
    admin_client.post(page, {"delete_link": note.link_id})
    assert not DraftNote.objects.exists() and not DraftLink.objects.exists()
    told = Event.objects.filter(subject="Reviewer 2").order_by("pk")
    assert [(one.kind, one.by) for one in told] == [
        ("secret_made", "manage.py"),
        ("secret_ended", "admin"),
        ("deleted", "admin"),
    ]


def test_what_was_noted_before_is_noted_again_once_it_was_dealt_with(client, draft):
    address, sent = address_of(draft), {"name": "Ann", "note": "Odd\x1b[2J\ufffe\x08 one"}
    for is_done in (True, False, False):
        assert client.post(address, sent).status_code == 302
        if is_done:
            DraftNote.objects.update(done_at=timezone.now())
        else:
            DraftNote.objects.update(done_at=None)  # an author opened the first one again
    notes = DraftNote.objects.all()
    assert [one.text for one in notes] == ["Odd[2J one"] * 2  # which an export can hold


def test_an_author_makes_a_link_that_is_shown_once(admin_client, draft):
    page = f"/admin/blog/post/{draft.pk}/draft-links/"
    for days in ("0", "91", "x"):
        answer = admin_client.post(page, {"name": "Ann", "days": days})
        assert answer.status_code == 200 and not DraftLink.objects.exists()
    answer = admin_client.post(page, {"name": "Ann", "days": "14"})
    address = answer.content.decode().split('<code class="secret">')[1].split("</code>")[0]
    assert "no-store" in answer["Cache-Control"] and "messages" not in answer.cookies
    again = admin_client.post(page, {"name": "Ann", "days": "14"}).content.decode()
    assert "open link for “Ann”" in again and address not in again
    assert Client().get(address).status_code == 200
    assert address not in admin_client.get(page).content.decode()
    link = DraftLink.objects.get()
    assert timedelta(days=13) < link.expires_at - timezone.now() <= timedelta(days=14)
    Post.objects.filter(pk=draft.pk).update(published_at=LONG_AGO)
    assert "is published" in admin_client.post(page, {"name": "B", "days": "1"}).content.decode()


def test_many_notes_are_shown_in_pages(admin_client, draft):
    DraftNote.objects.bulk_create(
        DraftNote(post=draft, name="Ann", text=f"Note {number}.") for number in range(60)
    )
    page = f"/admin/blog/post/{draft.pk}/draft-links/"
    first, second = (admin_client.get(f"{page}?page={n}").content.decode() for n in (1, 2))
    assert [one.count("draft-note") for one in (first, second)] == [50, 10]
    assert "Note 59." in first and "Note 0." in second and "?page=2" in first
