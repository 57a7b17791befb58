"""What happens to comments: how they are taken, and on which page each of them stands."""

from django.conf import settings
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest

from blog.comment_citations import body_of, cite_in_comment, cite_published
from blog.mail.addresses import normal, proven_address
from blog.models import Comment
from blog.models.comments import CommentState
from blog.moderation.addresses import client_address
from blog.moderation.assessing import Facts, assess
from blog.moderation.deciding import settle
from blog.moderation.stamps import age
from blog.threads import last_thread


@transaction.atomic
def save_comment(comment: Comment) -> Comment:
    """Renders and stores a comment. Raises ``blog.markup.MarkupError``."""
    comment.body_html = render_comment(comment.source)
    comment.save()
    if comment.state == CommentState.PUBLISHED:
        cite_published(comment)
    return comment


def render_comment(source: str) -> str:
    """A comment's HTML. Raises ``blog.markup.MarkupError`` for a text too long or too tangled."""
    return body_of(cite_in_comment(source))


def submit(request: HttpRequest, form: ModelForm) -> None:
    """Stores a comment that a reader sends by a ``forms.CommentForm`` without errors, in the state
    that the rules give it."""
    comment, values = form.instance, form.cleaned_data
    known = proven_address(request)
    comment.is_email_verified = bool(known) and known == normal(comment.email)
    facts = Facts(
        address=client_address(request),
        seconds=age(values["stamp"], comment.post_id),
        honeypot=values["subject"],
    )
    with transaction.atomic():
        assess(facts, comment).apply_to(comment)
        comment.save()
        settle(comment)


def page_of(comment: Comment) -> str:
    """The query string of the post's page that shows a published comment; empty for the first.

    Pages are cut as ``reading.threads_of`` cuts them.
    """
    size = settings.BLOG_COMMENTS_PER_PAGE
    rows = comment.post.comments.published().in_threads()
    after = 0
    while True:
        threads = rows.filter(thread_id__gt=after).values_list("thread_id", flat=True)
        last = last_thread(list(threads[: size + 1]), size)
        if last is None or comment.thread_id <= last:
            return f"?after={after}" if after else ""
        after = last
