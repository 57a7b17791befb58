"""That opening answers in Chromium tells what a page does, before anybody relies on it."""

import pytest
from django.test import Client

from blog.models import Post
from tests.support.browsed_answers import open_in_chromium
from tests.support.factories import make_post

pytestmark = [pytest.mark.django_db, pytest.mark.chromium]


def test_what_a_page_does_that_none_may_is_told():
    calm = make_post(source="Words. ![](/media/none.png)").get_absolute_url()
    post = make_post()
    Post.objects.filter(pk=post.pk).update(
        body_html='<img src="/x" onerror="alert(1)"><img src="https://evil.example/a.png">'
        f'<svg onload="alert(2)"></svg><p>{"W" * 300}</p>'
    )
    other = post.get_absolute_url()
    found = open_in_chromium(Client(), [calm, other])
    assert list(found) == [other]
    told = "\n".join(found[other])
    assert "inline event handler" in told
    assert "asked another host: https://evil.example/a.png" in told
