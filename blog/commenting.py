"""How comments are rendered and stored."""

from django.db import transaction

from blog.comment_citations import body_of, cite_in_comment, cite_published
from blog.models import Comment, Post
from blog.models.comments import CommentState


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
