"""Secrets that open one row to whoever has them: shown once, and kept as a hash."""

import hmac
import secrets
from hashlib import sha256

from django.db import models

from papers.queries.row_numbers import row_number

SECRET_BYTES = 32


def give_secret(row: models.Model) -> str:
    """A new token of a row that is stored, in place of any that it had in ``token_hash``; by
    ``save``, whose signal has it told in the log of events."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row.token_hash = hash_of_secret(secret)
    row.save(update_fields=["token_hash"])
    return f"{row.pk}.{secret}"


def row_of_token(rows: models.QuerySet, token: str) -> models.Model | None:
    """The one of these rows that a token is for. A wrong one takes as long as a right one, and says
    nothing of which rows there are."""
    number, _dot, secret = token.partition(".")
    pk = row_number(number)
    found = rows.filter(pk=pk).first() if pk is not None else None
    kept = found.token_hash if found else ""
    is_right = hmac.compare_digest(kept or hash_of_secret("-"), hash_of_secret(secret))
    return found if is_right and kept else None


def hash_of_secret(secret: str) -> str:
    """A fast hash does: the secret is 256 random bits, and no password."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
