"""Strings that try something, typed into the forms of readers and of the admin."""

import re
from collections.abc import Iterator, Sequence

from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from blog.models import Comment, Post
from blog.posts.draft_links import make_draft_link
from tests.guards.rows import make_row
from tests.support.drawn import picture
from tests.support.factories import make_comment, make_post
from tests.support.form_reading import read_form
from tests.support.sending import fields

SELECT = re.compile(r'<select name="([^"]+)"')
KEPT = ("csrfmiddlewaretoken", "_FORMS", "seen", "stamp", "hidden")


def send_as_reader(texts: Sequence[str], client: Client) -> Iterator[HttpResponse]:
    """Comments with their previews and what is under them, reports, notes on a draft."""
    post, draft = make_post(), make_post(published_at=None)
    address = f"{post.get_absolute_url()}comments/"
    drafts = f"/drafts/{make_draft_link(draft, 'A', 9, None)}/"
    for text in texts:
        typed = dict.fromkeys(("name", "source", "email", "website", "quote"), text)
        yield client.post(address, fields(post, **typed, preview="1", wish=text))
        yield client.post(address, fields(post, name=text[:100], source=text))
        comment = Comment.objects.order_by("-pk").first() or make_comment(post)
        Comment.objects.filter(pk=comment.pk).update(state="published")
        yield client.post(f"/comments/{comment.pk}/report/", {"note": text[:500]})
        yield client.post(f"{address}{comment.pk}/edit/", dict.fromkeys(("name", "source"), text))
        note = {"name": text[:100], "note": text, "quote": text}
        yield client.post(drafts, note)
        yield client.post(drafts, note | {"name": " "})
        yield client.get("/search/", {"q": text, "year": text, "tag": text})
        yield client.get("/papers/", {"venue": text, "person": text, "year": text})


def send_to_admin(texts: Sequence[str], client: Client) -> Iterator[HttpResponse]:
    """Every form of the admin, as it shows the newest row, with the text in each field, and without
    it in those where it was refused; previews, checks, and pictures of that name."""
    for model in admin.site._registry:
        row = model._default_manager.order_by("pk").last() or make_row(model)
        meta = model._meta
        for page, args in (("add", []), ("change", [row.pk])):
            address = reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args)
            shown = client.get(address)
            yield shown
            if shown.status_code != 200:
                continue
            html = shown.content.decode()
            values, _files = read_form(html)
            typed_in = {name for name in values if is_typed(name, values[name])}
            typed_in -= set(SELECT.findall(html))
            for text in texts:
                yield from send_form(address, values, typed_in, text, client)
    for text in texts:
        typed = {"title": text, "source": text, "tags": text, "summary": text}
        for page in ("preview", "checks"):
            yield client.post(reverse(f"admin:blog_post_{page}"), typed)
        file = SimpleUploadedFile(text.replace("/", "")[:200] + ".png", picture())
        broken = SimpleUploadedFile(text[:200] + ".png", text.encode())
        yield client.post(
            reverse("admin:blog_post_pictures"), {"picture": [file, broken], "words": text}
        )
        yield client.post(reverse("admin:papers_paper_import"), {"text": text})
        yield client.post(reverse("admin:login"), {"username": text, "password": text})


def is_typed(name: str, value: str) -> bool:
    """Whether somebody types it: an empty row of an inline form stays empty."""
    return not any(word in name for word in KEPT) and (bool(value) or "-" not in name)


def send_form(
    address: str, values: dict[str, str], typed_in: set[str], text: str, client: Client
) -> Iterator[HttpResponse]:
    typed = values | dict.fromkeys(typed_in, text)
    answer = client.post(address, typed)
    yield answer
    form = answer.context and answer.context.get("adminform")
    if answer.status_code == 200 and form:
        refused = {name: values.get(name, "") for name in form.form.errors}
        yield client.post(address, typed | refused)


def published_drafts() -> None:
    """What came in as a draft is shown too."""
    Post.objects.filter(published_at=None).update(published_at="2020-01-01T00:00Z")
