import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from blog.comments.moderation.form_stamps import stamp_form
from blog.models import Comment
from tests.support.factories import make_comment, make_post

FIELDS = {"name": "Reader", "source": "I *agree*.", "email": "", "website": "", "parent": ""}


def send(client, post, headers=None, **values):
    fields = FIELDS | {"stamp": stamp_form(post.pk, 60)} | values
    path = reverse("blog:comment_add", args=[post.slug])
    return client.post(path, fields, headers=headers or {})


def test_a_comment_waits_and_appears_when_approved(client, db):
    post = make_post()
    response = send(client, post)
    assert (response.status_code, response.url) == (
        302,
        f"{post.get_absolute_url()}comments/thanks/",
    )
    reader = Client()
    assert "I <em>agree</em>." not in reader.get(post.get_absolute_url()).content.decode()
    assert Comment.objects.update(state="published") == 1
    page = reader.get(post.get_absolute_url()).content.decode()
    assert "I <em>agree</em>." in page
    comment = Comment.objects.get()
    response = client.get(comment.get_absolute_url())
    assert response.url == f"{post.get_absolute_url()}#comment-{comment.pk}"
    assert f'id="comment-{comment.pk}"' in page


def test_a_reply_joins_the_thread(client, db):
    parent = make_comment()
    send(client, parent.post, parent=parent.pk)
    reply = Comment.objects.pending().get()
    assert (reply.parent, reply.thread) == (parent, parent)
    form = client.get(f"/posts/{parent.post.slug}/comments/?parent={parent.pk}")
    assert "Reply to Reader" in form.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"source": "  "},
        {"source": "x" * 5001},
        {"email": "no"},
        {"website": "javascript:alert(1)"},
        {"parent": "999"},
        {"parent": "x"},
    ],
)
def test_an_error_keeps_what_was_typed(client, db, wrong):
    kept = {"name": "Kept name", "source": "Kept text"}
    response = send(client, make_post(), **kept | wrong)
    assert response.status_code == 422
    assert "Kept" in response.content.decode()
    assert not Comment.objects.exists()


def test_a_reply_to_a_comment_of_another_post_is_refused(client, db):
    elsewhere = make_comment()
    assert send(client, make_post(), parent=elsewhere.pk).status_code == 422


def test_a_flood_is_stopped_with_the_text_kept(client, db, settings):
    settings.BLOG_RATE_LIMITS = {"comment": ((1, 60), (9, 60))}
    post = make_post()
    send(client, post)
    response = send(client, post, source="The second one")
    assert response.status_code == 429
    assert "The second one" in response.content.decode()


def test_the_database_knows_the_states(db):
    comment = make_comment()
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(state="liked")


def test_comments_are_counted_when_published(client, db):
    post = make_post()
    make_comment(post)
    make_comment(post, state="pending")
    make_comment(post, state="spam")
    assert "1 comment<" in client.get("/").content.decode()
