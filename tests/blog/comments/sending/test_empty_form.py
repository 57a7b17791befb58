"""The form under a post is that which Django makes, but for the time that it takes."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from blog.comments.moderation.form_stamps import is_current_stamp
from blog.comments.sending.empty_form import TEMPLATE, empty_form_html
from blog.comments.sending.forms import CommentForm
from tests.support.factories import make_post

STAMP = re.compile(r'name="stamp" value="([^"]*)"')


@pytest.mark.django_db
def test_the_empty_form_is_that_of_its_post(settings):
    posts = [make_post(slug="one"), make_post(slug="zwei-ü")]
    seen = set()
    for language, sends_mail in (("en", False), ("de", False), ("en", True), ("en", False)):
        settings.BLOG_SENDS_MAIL = sends_mail
        for post in posts:
            with translation.override(language):
                html = empty_form_html(post)
                form = CommentForm(post, auto_id="comment-form-%s")
                made = render_to_string(TEMPLATE, {"form": form})
            assert STAMP.sub("", html) == STAMP.sub("", made)
            assert is_current_stamp(STAMP.search(html)[1], post.pk)
            assert not is_current_stamp(STAMP.search(html)[1], post.pk + 1)
            seen.add(STAMP.sub("", html))
    assert len(seen) == 6
    assert "\ue000" not in "".join(seen)
