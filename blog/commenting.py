"""What happens to comments: how they are rendered, and on which page each of them stands."""

from django.conf import settings
from django.db import transaction

from blog.comment_citations import body_of, cite_in_comment, cite_published
from blog.models import Comment, Post
from blog.models.comments import CommentState
from blog.threads import last_thread


@transaction.atomic
def save_comment(comment: Comment) -> Comment:
    """Renders and stores a comment. Raises ``blog.markup.MarkupError``."""
    comment.body_html = render_comment(comment.source, comment.post)
    comment.save()
    if comment.state == CommentState.PUBLISHED:
        cite_published(comment)
    return comment


def render_comment(source: str, post: Post | None = None) -> str:
    """A comment's HTML, cited as its post cites. Raises ``blog.markup.MarkupError`` for a text too
    long or too tangled."""
    return body_of(cite_in_comment(source, post))


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
