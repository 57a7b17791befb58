from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from blog.models import Comment, Post
from tests.support.factories import make_comment, make_post, set_site

OUT = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("commenting", "days", "default", "at", "takes"),
    [
        ("open", None, 0, 9999, True),
        ("open", None, 30, 29, True),
        ("open", None, 30, 30, False),
        ("open", 40, 30, 39, True),
        ("open", 40, 30, 40, False),
        ("open", 0, 30, 9999, True),
        ("open", 0, 30, -1, False),
        ("read-only", 0, 0, 1, False),
        ("hidden", 0, 0, 1, False),
    ],
)
def test_a_post_takes_comments(db, commenting, days, default, at, takes):
    set_site(comment_days=default)
    post = Post(published_at=OUT, commenting=commenting, comment_days=days)
    assert post.takes_comments(OUT + timedelta(days=at)) is takes


def test_a_draft_takes_none():
    assert not Post().takes_comments()


def test_an_end_after_the_calendars_end_is_none(db):
    set_site(comment_days=36_500)
    late = datetime(9990, 1, 1, tzinfo=UTC)
    assert Post(published_at=late).takes_comments(late + timedelta(days=1))


def test_a_site_that_is_closed_shows_comments_and_takes_none(client, db):
    post = make_post()
    make_comment(post)
    assert "<textarea" in client.get(post.get_absolute_url()).content.decode()
    set_site(commenting="closed")
    page = client.get(post.get_absolute_url()).content.decode()
    assert "I agree." in page
    assert "This post takes no more comments." in page
    assert "<textarea" not in page


def test_a_post_that_closed_says_when_and_keeps_what_was_typed(client, db):
    post = make_post(comment_days=10)
    make_comment(post)
    page = client.get(post.get_absolute_url()).content.decode()
    assert "Comments on this post closed on 27 May 2020." in page
    assert "I agree." in page
    assert "<textarea" not in page
    assert "Reply" not in page
    response = client.post(reverse("blog:comment_add", args=[post.slug]), {"source": "Kept"})
    assert (response.status_code, "Kept" in response.content.decode()) == (403, True)


def test_a_post_that_will_close_says_when(client, db):
    post = make_post(comment_days=10, published_at=timezone.now())
    page = client.get(post.get_absolute_url()).content.decode()
    assert "This post takes comments until" in page
    assert "<textarea" in page


def test_a_post_that_was_closed_shows_its_comments(client, db):
    comment = make_comment(make_post(commenting="read-only"))
    page = client.get(comment.post.get_absolute_url()).content.decode()
    assert "This post takes no more comments." in page
    assert f'id="{comment.anchor}"' in page
    assert client.get(comment.get_absolute_url()).status_code == 302


def test_hidden_comments_are_nowhere(client, db):
    comment = make_comment(source="Seen.")
    post = comment.post
    assert "Seen." in client.get(post.get_absolute_url()).content.decode()
    assert "1 comment<" in client.get("/").content.decode()
    Post.objects.update(commenting="hidden")
    page = client.get(post.get_absolute_url()).content.decode()
    assert not [word for word in ("Seen.", 'id="comments"', "1 comment") if word in page]
    assert "1 comment<" not in client.get("/").content.decode()
    assert client.get(comment.get_absolute_url()).status_code == 404
    assert not Comment.objects.get().is_public


def test_the_database_knows_the_ways_of_commenting(db):
    make_post()
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.update(commenting="loud")
