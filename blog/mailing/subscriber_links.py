"""What the links of letters lead to, and what the buttons there do.

Each letter has its reader's link anew, so none can be kept as a hash (``secret_tokens``): it is the
row's random mark, signed.
"""

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from blog.models import MailAddress, Subscriber
from blog.models.subscribers import Ending, Pace
from papers.site_values import absolute_url

CONFIRM_SALT = "blog.mailing.confirm"
STOP_SALT = "blog.mailing.stop"
DAY_SECONDS = 24 * 3600


def confirm_address_of(subscriber: Subscriber, pace: Pace) -> str:
    token = signing.dumps([subscriber.mark, pace], salt=CONFIRM_SALT)
    return absolute_url(reverse("blog:subscribe_confirm", args=[token]))


def stop_address_of(subscriber: Subscriber) -> str:
    token = signing.Signer(salt=STOP_SALT).sign(subscriber.mark)
    return absolute_url(reverse("blog:subscribe_stop", args=[token]))


def subscriber_to_confirm(token: str) -> tuple[Subscriber, Pace] | None:
    """Who was asked to confirm, and what is wished; ``None`` for a link that is forged, old, or
    whose row is gone."""
    seconds = settings.BLOG_UNCONFIRMED_DAYS * DAY_SECONDS
    try:
        mark, pace = signing.loads(token, salt=CONFIRM_SALT, max_age=seconds)
    except signing.BadSignature:
        return None
    found = Subscriber.objects.filter(mark=mark).first()
    return (found, Pace(pace)) if found else None


def subscriber_to_stop(token: str) -> Subscriber | None:
    """Works for ever: a letter may be old when its reader has enough."""
    try:
        mark = signing.Signer(salt=STOP_SALT).unsign(token)
    except signing.BadSignature:
        return None
    return Subscriber.objects.filter(mark=mark).first()


def confirm_subscriber(subscriber: Subscriber, pace: Pace) -> None:
    """Its owner wants posts from now on, at a pace; who has them already changes the pace alone."""
    rows = Subscriber.objects.filter(pk=subscriber.pk)
    begin_anew(rows.exclude(pk__in=rows.in_force().values("pk")))
    rows.update(pace=pace, asks=0)
    forget_refusal(subscriber.address)


def begin_anew(rows: QuerySet[Subscriber], consent: str = "") -> int:
    now = timezone.now()
    return rows.update(
        consent=consent,
        confirmed_at=now,
        ended_at=None,
        ending="",
        mailed_until=now,
        asks=0,
        waits_until=None,
        tries=0,
        bounces=0,
        bounced_at=None,
    )


def change_pace(subscriber: Subscriber, pace: Pace) -> None:
    """What was mailed already comes no second time: both paces go on from the same moment."""
    Subscriber.objects.filter(pk=subscriber.pk).update(pace=pace)


def stop_subscriber(subscriber: Subscriber) -> None:
    Subscriber.objects.filter(pk=subscriber.pk).end(Ending.STOPPED)


def resume_subscriber(subscriber: Subscriber) -> None:
    """By who stopped it, and changed their mind; not what came back or was taken off."""
    rows = Subscriber.objects.filter(pk=subscriber.pk, ending=Ending.STOPPED)
    if begin_anew(rows.exclude(confirmed_at=None), subscriber.consent):
        forget_refusal(subscriber.address)


def forget_refusal(address: str) -> None:
    """Its owner wants letters again, who had said that they want none."""
    MailAddress.objects.filter(address=address).update(refused_at=None)


def wants_no_letters(address: str) -> bool:
    """Whether its owner said so, for all letters of this site."""
    return MailAddress.objects.filter(address=address).exclude(refused_at=None).exists()
