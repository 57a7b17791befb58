"""Sends comments as the form under a post does."""

from django.http import HttpResponse
from django.test import Client

from blog.comments.moderation.form_stamps import stamp_form
from blog.models import Comment, Post


def fields(post: Post, **values) -> dict[str, str]:
    """A whole form that was handed out a minute ago."""
    texts = {"name": "Reader", "source": "I agree.", "email": "", "website": "", "parent": ""}
    return texts | {"stamp": stamp_form(post.pk, 60), "subject": ""} | values


def send(client: Client, post: Post, **values) -> HttpResponse:
    return client.post(f"{post.get_absolute_url()}comments/", fields(post, **values))


def sent(client: Client, post: Post, **values) -> Comment:
    """The comment that was stored."""
    assert send(client, post, **values).status_code == 302
    return Comment.objects.latest("pk")
