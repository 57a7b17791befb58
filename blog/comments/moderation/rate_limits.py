"""How often one sender, and all of them together, may do a thing. Kept in the database, so that
all processes share it and a restart forgets nothing."""

import time

from django.conf import settings
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.http import HttpRequest

from blog.comments.moderation.sender_hashes import client_address, hash_address
from blog.models import Rate


def spend_rate(request: HttpRequest, what: str) -> bool:
    """Counts one ``what`` ("comment", "preview", "report") of the request's sender, and of the
    whole site; ``False`` when it is one too many (answer 429, with the text kept).

    Call it outside of a transaction: inside of one, the site's row would stay locked until the
    transaction ends, and all writers would wait for each other. What is refused by the second
    limit has counted for the first. A sender whose address nobody knows has the second one only.
    """
    for_one, for_all = settings.BLOG_RATES[what]
    sender = hash_address(client_address(request))
    is_free = not sender or fill_bucket(f"{what} {sender}", *for_one)
    return is_free and fill_bucket(f"{what} *", *for_all)


def fill_bucket(bucket: str, most: int, seconds: int) -> bool:
    """Puts one more into a bucket that holds ``most`` and drains in ``seconds``; ``False`` where
    it is full. One statement decides, so two processes never both get the last place; it is asked
    twice, for the bucket may have been made by another process in between."""
    now = int(time.time() * 1000)
    one, full = seconds * 1000 // most, now + seconds * 1000
    free_at = Greatest(F("free_at"), Value(now)) + one
    row = Rate.objects.filter(pk=bucket)
    if row.filter(free_at__lte=full - one).update(free_at=free_at):
        return True
    if not row.exists():
        Rate.objects.bulk_create([Rate(bucket=bucket, free_at=0)], ignore_conflicts=True)
    return bool(row.filter(free_at__lte=full - one).update(free_at=free_at))


def forget_rates() -> None:
    Rate.objects.empty().delete()
