"""No text that is sent is answered by a fault of the server, whatever its header holds."""

from itertools import product

import pytest

from blog.api.sent_texts import READ_KEYS
from blog.models import Post
from tests.support.api_requests import ask

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
VALUES = [
    *("5", "-1", "true", "null", "[]", "[1]", "{}", "{a: b}", "[[a]]", '""', "'x'", "1.5", ".nan"),
    *("99999999999999999999999", "0001-01-01", "9999-12-31", "2026-02-30", "2026-01-01T99:00"),
    *(f'"{"x" * 400}"', '"\\u0001"', '"\\ud800"', '"../a"', '"a/b"', '"//x"', "[/a/, //b, c]"),
    *("!!python/object:x y", "&a [*a]", "2026-01-01 00:00:00", "=", "~", "|", "@", "[a, 5, null]"),
]


SHARE = 9
"""One of so many pairs of a key and a value is sent; all take minutes."""


def test_keys_bear_any_value(token, settings):
    settings.BLOG_API_RATE_LIMIT = settings.BLOG_POST_PREVIEW_RATE_LIMIT = (99_999, 1)
    pairs = list(product(sorted(READ_KEYS), VALUES))[::SHARE]
    for number, (key, value) in enumerate(pairs):
        title = "" if key == "title" else "title: A\n"
        sent = {"text": f"---\n{title}{key}: {value}\n---\n\nText.\n"}
        path = ("posts", "preview")[number % 2]
        answer = ask(token, "POST", path, sent)
        assert answer.status_code in (200, 201, 400, 403, 422), (key, value, path)


def test_what_a_form_has_one_line_for_is_stored_in_one(token):
    """A letter's subject, for one, has no room for more."""
    lines = '"One\\r\\nBcc: a@b.example\\n"'
    keys = ("title", "series", "tags")
    head = "".join(f"{key}: {lines}\n" for key in keys)
    assert ask(token, "POST", "posts", {"text": f"---\n{head}---\n\nText.\n"}).status_code == 201
    post = Post.objects.get()
    found = (post.title, post.series.title, post.tags.get().name)
    assert found == ("One Bcc: a@b.example",) * 3
