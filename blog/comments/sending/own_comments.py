"""Which comments are a reader's own.

A signed cookie says it, which only the answer to a POST sets. It goes to the addresses under its
post alone, so that every other page stays free of cookies; a page that shows something by it is
``private, no-store``. Whoever keeps pages for everybody leaves out requests that have
``OWN_COOKIE``.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from blog.comments.sending.edits_and_withdrawals import may_be_edited
from blog.models import Comment, Post
from blog.models.comments import CommentQuerySet, CommentState

OWN_COOKIE = "comments"
COOKIE_SECONDS = 365 * 24 * 3600
SALT = "blog.comments.sending.own_comments"
MOST = 30
PRIVATE = "private, no-store"


@dataclass(frozen=True)
class OwnComment:
    """``may_edit`` says whether its writer may still change it."""

    comment: Comment
    may_edit: bool

    @property
    def is_published(self) -> bool:
        return self.comment.state == CommentState.PUBLISHED


def own_numbers(request: HttpRequest, post: Post) -> list[int]:
    """The numbers of the comments that were sent from this browser; oldest first."""
    cookie = request.COOKIES.get(OWN_COOKIE, "")
    try:
        return signing.loads(cookie, salt=f"{SALT}.{post.pk}", max_age=COOKIE_SECONDS)
    except signing.BadSignature:
        return []


def own_rows(request: HttpRequest, post: Post) -> CommentQuerySet:
    """What was removed is nobody's any more."""
    rows = post.comments.filter(pk__in=own_numbers(request, post)).with_answers()
    return rows.exclude(state=CommentState.REMOVED).order_by("-pk")


def own_comments(request: HttpRequest, post: Post) -> list[OwnComment]:
    """Newest first; without the cookie they cost nothing."""
    if OWN_COOKIE not in request.COOKIES:
        return []
    return [OwnComment(row, may_be_edited(row)) for row in own_rows(request, post)]


def find_own(request: HttpRequest, slug: str, pk: int) -> Comment:
    """Raises a 404 for one that was not sent from this browser."""
    post = Post.objects.published().filter(slug=slug).first()
    own = own_rows(request, post).filter(pk=pk).first() if post else None
    if own is None:
        raise Http404(_("This browser did not send such a comment, so it cannot change it."))
    own.post = post
    return own


def remember_own(response: HttpResponse, request: HttpRequest, comment: Comment) -> None:
    numbers = [pk for pk in own_numbers(request, comment.post) if pk != comment.pk]
    response.set_cookie(
        OWN_COOKIE,
        signing.dumps([*numbers, comment.pk][-MOST:], salt=f"{SALT}.{comment.post_id}"),
        max_age=COOKIE_SECONDS,
        path=comment.post.get_absolute_url(),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
