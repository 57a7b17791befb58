"""Secrets that rows are known by: shown once, kept as a hash."""

import hmac
import secrets
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet

from papers.queries.row_numbers import row_number

SECRET_BYTES = 32


def new_secret(pk: int) -> tuple[str, str]:
    """A token for a row, and the hash that its column ``token_hash`` keeps of it."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    return f"{pk}.{secret}", hash_of(secret)


def row_of_token(rows: QuerySet, token: str) -> Any | None:
    """The row of these that a token is for. A wrong one takes as long as a right one, and says
    nothing of which rows there are."""
    number, _dot, secret = token.partition(".")
    pk = row_number(number)
    found = rows.filter(pk=pk).first() if pk is not None else None
    kept = found.token_hash if found else ""
    is_right = hmac.compare_digest(kept or hash_of("-"), hash_of(secret))
    return found if is_right and kept else None


def hash_of(secret: str) -> str:
    """A fast hash does: the secret is 256 random bits, and no password."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
