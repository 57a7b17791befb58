"""From the form to the stored comment: shown first, never lost, never twice."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils import timezone

from blog.comments.moderation import form_stamps
from blog.comments.moderation.form_stamps import stamp_form
from blog.comments.sending import submission
from blog.models import Comment
from tests.support.factories import make_comment, make_paper, make_post
from tests.support.pages import check_page
from tests.support.sending import fields
from tests.support.sending import send as send_fields

pytestmark = pytest.mark.django_db
TEXT = "My long thought about “radium” & <i>more</i>"
SHOWN = "My long thought about “radium” &amp; &lt;i&gt;more&lt;/i&gt;"


def send(client, post, **values):
    return send_fields(client, post, **{"source": TEXT} | values)


def stamp_in(page: str) -> str:
    return re.search(r'name="stamp" value="([^"]+)"', page)[1]


def test_a_preview_shows_the_comment_with_its_references_and_stores_nothing(client):
    make_paper("Radium", key="curie")
    post = make_post()
    source = "So says [@curie] of $x^2$.\n\n> quoted"
    page = check_page(send(client, post, source=source, preview="1"))
    shown, form = page.rsplit("<form class", 1)
    assert "(<a class=" in shown
    assert "Curie, M. (1903). <i>Radium</i>" in shown
    assert "<math" in shown
    assert "<blockquote>" in shown
    assert source.replace(">", "&gt;") in form
    assert not Comment.objects.exists()
    assert send(client, post, source=source, stamp=stamp_in(page)).status_code == 302
    comment = Comment.objects.get()
    assert comment.body_html in shown
    assert [code for code, _value in comment.reasons] == ["first"]


def test_a_preview_shows_what_is_right_beside_what_is_missing(client):
    response = send(client, make_post(), name="", preview="1")
    page = check_page(response)
    assert response.status_code == 422
    assert "As it will stand" in page
    assert "This field is required" in page


def test_a_preview_is_limited_in_rate_with_the_text_kept(client, settings):
    settings.BLOG_RATE_LIMITS = settings.BLOG_RATE_LIMITS | {"preview": ((1, 60), (9, 60))}
    post = make_post()
    send(client, post, preview="1")
    response = send(client, post, preview="1")
    assert response.status_code == 429
    assert SHOWN in check_page(response)


@pytest.mark.parametrize("old", ["", "forged", "months", "another post's"])
def test_a_form_of_long_ago_leads_to_the_preview_and_from_there_on(client, old):
    post = make_post()
    value = {
        "months": stamp_form(post.pk, 90 * 24 * 3600),
        "another post's": stamp_form(make_post().pk, 60),
    }.get(old, old)
    page = check_page(send(client, post, stamp=value))
    assert SHOWN in page
    assert "send it" in page
    assert not Comment.objects.exists()
    assert send(client, post, stamp=stamp_in(page)).status_code == 302
    codes = [code for code, _value in Comment.objects.get().reasons]
    assert codes == (["first"] if old == "months" else ["fast", "first"])


def test_a_stamp_that_holds_stays_through_previews():
    value = stamp_form(1, 3600)
    assert form_stamps.renewed_stamp(value, 1) == value
    assert form_stamps.form_age(form_stamps.renewed_stamp(value, 2), 2) < 2
    assert (
        3
        < form_stamps.form_age(
            form_stamps.renewed_stamp(stamp_form(1, form_stamps.EXPIRES_AFTER + 9), 1), 1
        )
        < 9
    )


def test_closed_comments_give_the_text_back(client):
    response = send(client, make_post(commenting="read-only"))
    assert response.status_code == 403
    assert SHOWN in check_page(response)
    assert not Comment.objects.exists()


def test_a_post_that_has_gone_gives_the_text_back(client):
    post = make_post()
    path = f"{post.get_absolute_url()}comments/"
    type(post).objects.update(published_at=None)
    response = client.post(path, fields(post, source=TEXT))
    assert response.status_code == 404
    assert SHOWN in check_page(response)


def test_a_parent_that_has_gone_leaves_a_comment_of_its_own(client):
    parent = make_comment()
    Comment.objects.update(state="removed")
    page = check_page(send(client, parent.post, parent=parent.pk))
    assert SHOWN in page
    again = re.search(r'name="parent" value="([^"]*)"', page)[1]
    assert send(client, parent.post, parent=again).status_code == 302
    assert Comment.objects.get(state="pending").parent is None


@pytest.mark.parametrize("error", [OperationalError, DatabaseError, InterfaceError])
@pytest.mark.parametrize(
    "place", ["blog.models.Comment.save", "blog.views.comments.get_object_or_404"]
)
def test_a_fault_of_the_storage_keeps_all_that_was_typed(client, monkeypatch, error, place):
    def fail(*args, **kwargs):
        raise error("disk I/O error")

    post = make_post()
    typed = {"name": "Ada", "email": "ada@example.org", "website": "https://ada.example/"}
    typed["parent"] = str(make_comment(post).pk)
    with monkeypatch.context() as broken:
        broken.setattr(place, fail)
        response = send(client, post, **typed)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    page = check_page(response)
    for value in [SHOWN, *typed.values()]:
        assert f">{value}<" in page.replace("\n", "") or f'value="{value}"' in page
    assert send(client, post, **typed, stamp=stamp_in(page)).status_code == 302
    assert Comment.objects.pending().get().name == "Ada"


def test_a_fault_needs_no_storage_to_be_told(client, monkeypatch, django_assert_num_queries):
    def fail(*args, **kwargs):
        raise OperationalError

    post = make_post()
    monkeypatch.setattr("blog.views.comments.get_object_or_404", fail)
    with django_assert_num_queries(0):
        assert send(client, post, parent="7").status_code == 503


def test_the_same_thing_sent_twice_is_one_comment(client, settings):
    settings.BLOG_RATE_LIMITS = settings.BLOG_RATE_LIMITS | {"comment": ((1, 600), (9, 60))}
    post = make_post()
    first = send(client, post)
    again = [
        send(client, post),
        send(client, post, stamp=stamp_form(post.pk, 5)),
        send(client, post, source=f"  {TEXT} \r\n"),
        send(client, post, name="reader"),
    ]
    assert {(one.status_code, one.url) for one in again} == {(302, first.url)}
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Other"},
        {"source": f"{TEXT}!"},
        {"email": "a@example.org"},
        {"website": "https://example.org/"},
        {"parent": "reply"},
        {"post": "other"},
    ],
)
def test_what_differs_is_another_comment(client, other):
    parent = make_comment()
    post = make_post() if other.pop("post", "") else parent.post
    if "parent" in other:
        other["parent"] = parent.pk
    send(client, parent.post)
    send(client, post, **other)
    assert Comment.objects.filter(state="pending").count() == 2


def test_the_same_may_be_said_again_later(client):
    post = make_post()
    send(client, post, source="+1")
    Comment.objects.update(
        created_at=timezone.now() - submission.SAME_WITHIN + timedelta(minutes=1)
    )
    send(client, post, source="+1")
    assert Comment.objects.count() == 1
    Comment.objects.update(
        created_at=timezone.now() - submission.SAME_WITHIN - timedelta(minutes=1)
    )
    send(client, post, source="+1")
    send(client, post, source="+1")
    assert Comment.objects.count() == 2


def test_the_database_keeps_the_first_of_two_at_the_same_time(client, monkeypatch):
    post = make_post()
    assert send(client, post).status_code == 302
    answers = iter([None])  # the second looked before the first was stored
    look = submission.sent_before
    monkeypatch.setattr(submission, "sent_before", lambda one: next(answers, look(one)))
    assert send(client, post).status_code == 302
    assert Comment.objects.count() == 1


def test_only_get_and_post(client):
    assert client.put(f"{make_post().get_absolute_url()}comments/").status_code == 405


def test_what_cannot_be_shown_is_left_out(client):
    send(client, make_post(), name="A\x1bda \u202eLove\nlace", source="So\x0bme\ufffe text.")
    comment = Comment.objects.get()
    assert (comment.name, comment.source) == ("Ada Love lace", "Some text.")
    assert comment.body_html == "<p>Some text.</p>"


@pytest.mark.parametrize("values", [{"name": "\x1b"}, {"source": "\x1b \ufffe"}])
def test_what_cannot_be_shown_is_nothing(client, values):
    assert send(client, make_post(), **values).status_code == 422


def test_an_address_with_a_control_character_is_none(client):
    assert send(client, make_post(), website="https://a.example/\x1b").status_code == 422


def test_the_end_of_a_line_counts_as_in_the_browser(client):
    """``maxlength`` counts it once, and a form sends two characters."""
    text = "\r\n".join(["x" * 99] * 50)
    assert send(client, make_post(), source=text).status_code == 302
    assert send(client, make_post(), source=f"{text}xx").status_code == 422
