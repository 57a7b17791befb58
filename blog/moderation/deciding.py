"""What a comment's state causes, whoever set it: a rule, a moderator, or an undo."""

from blog.mail.letters import comment_was_held, comment_was_published
from blog.models import Comment
from blog.models.comments import CommentState


def settle(comment: Comment) -> None:
    """To be called, inside the transaction that saved it, for a comment that got its state.

    The only place that tells others of a state: letters for a published or a waiting comment.
    Calling it again for the same state tells nobody twice.
    """
    if comment.state == CommentState.PUBLISHED:
        comment_was_published(comment)
    elif comment.state == CommentState.PENDING:
        comment_was_held(comment)
