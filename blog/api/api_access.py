"""Tokens: made, shown to the API in a header, and whom they let in. No cookie is read."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.api.api_faults import ApiRefused
from blog.comments.moderation.rate_counts import Spending, spend_limits, spend_rate
from blog.models import ApiToken, Post
from blog.models.writing_rights import ADDS_POSTS, has_one_of
from papers.queries.secret_tokens import give_secret, row_of_token

NOTED_EVERY = timedelta(minutes=10)
"""How often it is noted that a token is used: each request would write a row otherwise."""
MOST_TOKENS = 50
"""Of one user."""


def make_api_token(token: ApiToken) -> str:
    """Stores a new one and gives its secret, which nobody can read again."""
    token.save()
    return give_secret(token)


def bearer_token(request: HttpRequest) -> str:
    """What a request shows (RFC 6750, section 2.1); an address never has it."""
    scheme, _blank, shown = request.headers.get("Authorization", "").partition(" ")
    return shown.strip() if scheme.lower() == "bearer" else ""


def token_of_request(request: HttpRequest) -> ApiToken:
    """The good token of a request, which acts as its user from here on. A wrong one costs one look
    at one row, and is limited by where it comes from; who has a right one is never refused for
    the wrong ones of others."""
    token = row_of_token(ApiToken.objects.good(), bearer_token(request))
    if token is None:
        refuse_spent(spend_rate(request, "token"))
        raise ApiRefused(
            401,
            _("There is no token, or it is none that is good here (any more)."),
            where="Authorization",
            to_do=_(
                "Make one under “My profile” in the admin, and send it in the header "
                "“Authorization: Bearer …”."
            ),
            headers={"WWW-Authenticate": "Bearer"},
        )
    refuse_spent(spend_limits({f"api {token.user_id}": settings.BLOG_API_RATE_LIMIT}))
    request.user = token.user
    note_use(token, timezone.now())
    return token


def note_use(token: ApiToken, now: datetime) -> None:
    if token.used_at is None or token.used_at < now - NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(used_at=now)


def refuse_spent(spent: Spending) -> None:
    """Raises ``ApiRefused`` where a limit is met."""
    if not spent.is_free:
        headers = {"Retry-After": str(spent.wait)}
        to_do = _("Wait %(n)d seconds, and send it again.") % {"n": spent.wait}
        raise ApiRefused(429, spent, to_do=to_do, headers=headers)


def may_add(user: Any) -> None:
    """Raises ``ApiRefused`` for a user who may write no posts."""
    if not has_one_of(user, ADDS_POSTS):
        raise ApiRefused(403, _("You may not add posts."), to_do=ask_for(ADDS_POSTS[0]))


def ask_for(right: str) -> str:
    return _("Ask whoever runs the site for the right %(right)s.") % {"right": right}


def post_of_user(user: Any, number: int) -> Post:
    """A post that a user may change; of all others nothing is said, not even that they are."""
    post = Post.objects.editable_by(user).filter(pk=number).first()
    if post is None:
        raise ApiRefused(
            404,
            _("There is no post %(number)d that you may change.") % {"number": number},
            where="number",
            to_do=_("Ask for the list of your posts, or take “number” out to make a new one."),
        )
    return post
