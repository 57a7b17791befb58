"""The form under every post, before anybody has written into it.

Django takes three milliseconds to make a form of eight fields. All that differs from post to post
are two values, so it is made once for each language, with marks where they will stand.
"""

from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import get_language

from blog.comments.moderation.form_stamps import stamp_form
from blog.comments.sending.forms import CommentForm
from blog.models import Post
from papers.site_values import address_of

TEMPLATE = "blog/_comment_form.html"


class MarkedForm(CommentForm):
    address = "\ue000address\ue001"
    next_stamp = "\ue000stamp\ue001"


def empty_form_html(post: Post) -> str:
    head, middle, end = form_parts(get_language(), settings.BLOG_SENDS_MAIL)
    address = escape(address_of("blog:comment_add", post.slug))
    return f"{head}{address}{middle}{stamp_form(post.pk)}{end}"


@lru_cache(maxsize=8)
def form_parts(language: str, sends_mail: bool) -> tuple[str, str, str]:
    """The HTML before the address, between it and the stamp, and after that. What is asked for
    depends on the two arguments, which are in force."""
    form = MarkedForm(Post(), auto_id="comment-form-%s")
    html = render_to_string(TEMPLATE, {"form": form})
    head, _mark, rest = html.partition(form.address)
    middle, _mark, end = rest.partition(form.next_stamp)
    return head, middle, end
