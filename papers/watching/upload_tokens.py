"""The secrets of private addresses: shown once, kept as a hash, good for one bibliography."""

import hmac
import secrets
from hashlib import sha256

from papers.choices import WatchKind
from papers.models import Watch
from papers.queries.row_numbers import row_number

SECRET_BYTES = 32


def make_token(watch: Watch) -> str:
    """A new secret of this watch, in place of any that it had."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    store_hash(watch, hash_of(secret))
    return f"{watch.pk}.{secret}"


def revoke_token(watch: Watch) -> None:
    store_hash(watch, "")


def store_hash(watch: Watch, value: str) -> None:
    """By ``save``, whose signal has it told in the log of events."""
    watch.token_hash = value
    watch.save(update_fields=["token_hash"])


def watch_of_token(token: str) -> Watch | None:
    """The watch that a token is for. A wrong one takes as long as a right one, and says nothing of
    which watches there are."""
    number, _dot, secret = token.partition(".")
    pk = row_number(number)
    found = Watch.objects.filter(pk=pk, kind=WatchKind.UPLOAD).first() if pk is not None else None
    kept = found.token_hash if found else ""
    is_right = hmac.compare_digest(kept or hash_of("-"), hash_of(secret))
    return found if is_right and kept else None


def hash_of(secret: str) -> str:
    """A fast hash does: the secret is 256 random bits, and no password."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
