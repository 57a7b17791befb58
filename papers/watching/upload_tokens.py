"""The secret addresses to which bibliographies are sent: known again, revoked."""

from papers.choices import WatchKind
from papers.models import Watch
from papers.queries.secret_tokens import row_of_token


def revoke_token(watch: Watch) -> None:
    """By ``save``, whose signal has it told in the log of events."""
    watch.token_hash = ""
    watch.save(update_fields=["token_hash"])


def watch_of_token(token: str) -> Watch | None:
    return row_of_token(Watch.objects.filter(kind=WatchKind.UPLOAD), token)
