"""What the writer of a comment sees and may do: by a cookie that only posting sets."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from blog.comments.moderation.decisions import decide_comments
from blog.comments.sending.own_comments import OWN_COOKIE
from blog.models import Ban, Comment, MailAddress, Report
from papers.models import CommentCitation
from tests.support.factories import make_comment, make_paper, make_post, set_site
from tests.support.pages import check_page
from tests.support.sending import send, sent

pytestmark = pytest.mark.django_db


def address(comment: Comment, what: str) -> str:
    return f"{comment.post.get_absolute_url()}comments/{comment.pk}/{what}/"


def edit(client: Client, comment: Comment, **values):
    texts = {"name": "Reader", "website": "", "source": "Better."}
    return client.post(address(comment, "edit"), texts | values)


def later(comment: Comment, minutes: int) -> None:
    Comment.objects.filter(pk=comment.pk).update(
        created_at=timezone.now() - timedelta(minutes=minutes)
    )


def test_a_waiting_comment_is_shown_to_its_writer_alone(client):
    post = make_post()
    public = check_page(client.get(post.get_absolute_url()))
    comment = sent(client, post, source="Only *mine* so far.")
    response = client.get(post.get_absolute_url())
    assert "Only <em>mine</em> so far." in response.content.decode()
    assert response.headers["Cache-Control"] == "private, no-store"
    assert address(comment, "edit") in response.content.decode()
    thanks = client.get(f"{post.get_absolute_url()}comments/thanks/")
    assert "Only <em>mine</em> so far." in thanks.content.decode()
    assert "private" in thanks.headers["Cache-Control"]
    other = Client().get(post.get_absolute_url())
    assert "Only" not in check_page(other)
    assert "Cache-Control" not in other.headers
    assert len(other.content) == len(public.encode())


def test_the_cookie_stays_below_its_post_and_from_scripts(client):
    post, other = make_post(), make_post()
    assert not client.get(post.get_absolute_url()).cookies
    response = send(client, post)
    cookie = response.cookies[OWN_COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (
        post.get_absolute_url(),
        True,
        "Lax",
    )
    assert "waits" not in client.get(other.get_absolute_url()).content.decode()


def test_a_cookie_of_another_post_or_a_forged_one_proves_nothing(client):
    post = make_post()
    comment = sent(client, post)
    elsewhere = Comment.objects.create(post=make_post(), name="A", source="B", body_html="B")
    forged = Client()
    forged.cookies[OWN_COOKIE] = f"{comment.pk}:forged:cookie"
    assert edit(forged, comment).status_code == 404
    assert edit(client, elsewhere).status_code == 404
    assert client.post(address(elsewhere, "withdraw")).status_code == 404
    assert Comment.objects.filter(source="I agree.").exists()


def test_several_comments_of_one_writer_are_all_their_own(client):
    post = make_post()
    sources = ["The first.", "The second."]
    for source in sources:
        sent(client, post, source=source)
    page = client.get(post.get_absolute_url()).content.decode()
    assert all(source in page for source in sources)


def test_a_comment_is_changed_by_its_writer(client):
    comment = sent(client, make_post())
    page = check_page(client.get(address(comment, "edit")))
    assert "I agree." in page
    response = edit(client, comment, source="Better *so*.", name="Ada")
    assert response.url == f"{comment.post.get_absolute_url()}comments/thanks/"
    comment.refresh_from_db()
    assert (comment.name, comment.body_html) == ("Ada", "<p>Better <em>so</em>.</p>")
    assert comment.edited_at
    assert [code for code, _value in comment.reasons] == ["first"]


def test_a_change_is_previewed_and_its_faults_keep_the_text(client):
    comment = sent(client, make_post())
    shown = edit(client, comment, source="Better *so*.", preview="1")
    assert "Better <em>so</em>." in check_page(shown)
    wrong = edit(client, comment, name="")
    assert wrong.status_code == 422
    assert "Better." in check_page(wrong)
    comment.refresh_from_db()
    assert comment.source == "I agree."


def test_nobody_else_changes_it(client):
    comment = sent(client, make_post())
    stranger = Client()
    assert stranger.get(address(comment, "edit")).status_code == 404
    assert edit(stranger, comment).status_code == 404
    response = client.post(address(comment, "withdraw"), headers={"Origin": "https://evil.example"})
    assert response.status_code == 403
    comment.refresh_from_db()
    assert comment.source == "I agree."


@pytest.mark.parametrize("what", ["time", "answer", "answer that waits"])
def test_after_some_minutes_or_an_answer_it_can_only_be_withdrawn(client, what):
    comment = sent(client, make_post())
    if what == "time":
        later(comment, 16)
    else:
        decide_comments([comment.pk], "published", None)
        state = "pending" if "waits" in what else "published"
        make_comment(comment.post, parent=comment, state=state)
    assert client.get(address(comment, "edit")).status_code == 409
    response = edit(client, comment, source="Too late, but not lost.")
    assert response.status_code == 409
    assert "Too late, but not lost." in check_page(response)
    page = client.get(comment.post.get_absolute_url()).content.decode()
    assert address(comment, "edit") not in page
    assert address(comment, "withdraw") in page


def test_spam_as_an_answer_does_not_stop_a_change(client):
    comment = sent(client, make_post())
    make_comment(comment.post, parent=comment, state="spam")
    assert edit(client, comment).status_code == 302


def test_bans_and_words_hold_for_changes_too(client):
    set_site(holds_comments="suspect")
    Ban.objects.create(kind="words", value="cheap pills")
    comment = sent(client, make_post())
    assert comment.state == "published"
    edit(client, comment, source="Cheap pills!")
    comment.refresh_from_db()
    assert comment.state == "spam"
    assert [code for code, _value in comment.reasons] == ["banned_words", "edited"]
    assert comment.decided_at is None


def test_a_published_comment_waits_again_when_its_writer_is_not_trusted(client):
    comment = sent(client, make_post())
    decide_comments([comment.pk], "published", None)
    edit(client, comment)
    comment.refresh_from_db()
    assert comment.state == "pending"
    assert "Better." not in Client().get(comment.post.get_absolute_url()).content.decode()


def test_what_waits_is_not_published_by_a_change(client):
    set_site(holds_comments="suspect")
    trap = sent(client, make_post(), subject="filled in")
    edit(client, trap)
    links = sent(client, make_post(), source="https://a.example https://b.example")
    edit(client, links, source="Nothing bad.")
    for comment in (trap, links):
        comment.refresh_from_db()
        assert comment.state == "pending"
    assert trap.reasons == [["honeypot", ""]]


def test_what_a_moderator_took_down_stays_down(client):
    comment = sent(client, make_post())
    decide_comments([comment.pk], "spam", None)
    edit(client, comment)
    comment.refresh_from_db()
    assert comment.state == "spam"
    decide_comments([comment.pk], "removed", None)
    assert edit(client, comment, source="Again").status_code == 404


def test_saving_without_a_change_changes_nothing(client):
    comment = sent(client, make_post())
    decide_comments([comment.pk], "published", None)
    edit(client, comment, source="I agree.")
    comment.refresh_from_db()
    assert (comment.state, comment.edited_at) == ("published", None)


def test_changes_are_limited_in_rate_and_keep_the_text(client, settings):
    comment = sent(client, make_post())
    settings.BLOG_RATE_LIMITS = settings.BLOG_RATE_LIMITS | {"comment": ((1, 60), (9, 60))}
    edit(client, comment, source="Once.")
    response = edit(client, comment, source="Once too often.")
    assert response.status_code == 429
    assert "Once too often." in check_page(response)


def test_a_fault_of_the_storage_keeps_a_change(client, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError

    comment = sent(client, make_post())
    with monkeypatch.context() as broken:
        broken.setattr("blog.models.Comment.save", fail)
        response = edit(client, comment, source="Not lost.")
    assert response.status_code == 503
    page = check_page(response)
    assert "Not lost." in page
    assert 'name="name" value="Reader"' in page


def test_a_comment_is_withdrawn_without_a_trace(client):
    comment = sent(client, make_post())
    assert client.get(address(comment, "withdraw")).status_code == 200
    assert Comment.objects.exists()
    response = client.post(address(comment, "withdraw"))
    assert response.url == f"{comment.post.get_absolute_url()}#comments"
    assert not Comment.objects.exists()
    assert "I agree" not in client.get(comment.post.get_absolute_url()).content.decode()
    assert sent(client, comment.post).source == "I agree."


def test_an_answered_comment_leaves_an_empty_place_without_its_text(client):
    make_paper("Radium", key="curie")
    post = make_post()
    comment = sent(client, post, source="Says [@curie].", name="Ada", email="ada@example.org")
    decide_comments([comment.pk], "published", None)
    answer = make_comment(post, parent=comment, source="Well answered.")
    Report.objects.create(comment=comment, note="Ada!")
    client.post(address(comment, "withdraw"))
    comment.refresh_from_db()
    assert (comment.state, comment.name, comment.email, comment.body_html) == (
        "removed",
        "",
        "",
        "",
    )
    assert comment.reasons == [["withdrawn", ""]]
    assert (comment.submission, comment.sender) == ("", "")
    assert not CommentCitation.objects.filter(comment=comment).exists()
    page = client.get(post.get_absolute_url()).content.decode()
    assert "Well answered." in page
    assert answer.anchor in page
    assert "Ada" not in page


def test_an_old_comment_leaves_an_empty_place(client):
    comment = sent(client, make_post())
    later(comment, 60)
    client.post(address(comment, "withdraw"))
    comment.refresh_from_db()
    assert (comment.state, comment.source) == ("removed", "—")
    assert client.post(address(comment, "withdraw")).status_code == 404


def test_who_sends_again_owns_it_but_nobody_who_copies_it(client, settings):
    """The answer to the first request was lost, and the cookie with it."""
    post = make_post()
    comment = sent(client, post)
    retry = Client()
    send(retry, post)
    assert edit(retry, comment, source="Mine.").status_code == 302
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    send(stranger, post)
    assert edit(stranger, comment).status_code == 404
    decide_comments([comment.pk], "published", None)
    copy = Client()
    send(copy, post)
    assert Comment.objects.count() == 1
    assert edit(copy, comment).status_code == 404


def test_moderators_see_who_withdrew(admin_client, client):
    comment = sent(client, make_post())
    later(comment, 60)
    client.post(address(comment, "withdraw"))
    page = admin_client.get("/admin/blog/comment/?tab=removed").content.decode()
    assert "withdrawn by its writer" in page


def test_withdrawing_forgets_the_mail_address_that_no_other_comment_has(client):
    post = make_post()
    for text in ("One.", "Two."):
        sent(client, post, email="ada@example.org", source=text)
    first, last = Comment.objects.order_by("pk")
    client.post(address(first, "withdraw"))
    assert MailAddress.objects.get().address == "ada@example.org"
    later(last, 60)
    client.post(address(last, "withdraw"))
    assert not MailAddress.objects.exists()


def test_withdrawing_keeps_that_an_owner_wants_no_letters(client):
    comment = sent(client, make_post(), email="ada@example.org")
    MailAddress.objects.update(refused_at=timezone.now())
    client.post(address(comment, "withdraw"))
    assert MailAddress.objects.exists()
