"""The secret addresses to which bibliographies are sent: made, known again, revoked."""

from papers.choices import WatchKind
from papers.models import Watch
from papers.queries.secret_tokens import row_of_token


def revoke_token(watch: Watch) -> None:
    Watch.objects.filter(pk=watch.pk).update(token_hash="")


def watch_of_token(token: str) -> Watch | None:
    return row_of_token(Watch.objects.filter(kind=WatchKind.UPLOAD), token)
