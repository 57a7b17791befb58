"""The secrets of private addresses, each good for one bibliography."""

from papers.choices import WatchKind
from papers.models import Watch
from papers.queries.row_secrets import new_secret, row_of_token


def make_token(watch: Watch) -> str:
    """A new secret of this watch, in place of any that it had."""
    token, token_hash = new_secret(watch.pk)
    Watch.objects.filter(pk=watch.pk).update(token_hash=token_hash)
    return token


def revoke_token(watch: Watch) -> None:
    Watch.objects.filter(pk=watch.pk).update(token_hash="")


def watch_of_token(token: str) -> Watch | None:
    return row_of_token(Watch.objects.filter(kind=WatchKind.UPLOAD), token)
