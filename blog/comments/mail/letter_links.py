"""How long a letter's links work, and what the buttons do that they lead to."""

from django.core import signing
from django.db import transaction
from django.utils import timezone

from blog.models import Letter, MailAddress, Subscriber, Subscription
from blog.models.subscribers import Ending

CONFIRM_SALT = "blog.mail.confirm"
STOP_SALT = "blog.mail.stop"
CONFIRM_SECONDS = 14 * 24 * 3600


def letter_of_token(token: str) -> Letter | None:
    """The letter that asked to confirm; ``None`` for a link that is forged, old or gone."""
    try:
        pk = signing.loads(token, salt=CONFIRM_SALT, max_age=CONFIRM_SECONDS)
    except signing.BadSignature:
        return None
    return Letter.objects.select_related("comment__post").filter(pk=pk).first()


@transaction.atomic
def confirm_address(letter: Letter) -> MailAddress:
    """The owner of the address wrote the comment, and wants what was wished with it."""
    now = timezone.now()
    address, _is_new = MailAddress.objects.get_or_create(address=letter.address)
    address.verified_at = address.verified_at or now
    address.refused_at = None
    address.save()
    letter.comment.is_email_verified = True
    letter.comment.save(update_fields=["is_email_verified"])
    Subscription.objects.filter(comment=letter.comment_id, confirmed_at=None).update(
        confirmed_at=now
    )
    return address


@transaction.atomic
def refuse_letters(address: str) -> None:
    """Its owner wants no letters from here, whatever is written under comments."""
    now = timezone.now()
    MailAddress.objects.update_or_create(address=address, defaults={"refused_at": now})
    Subscription.objects.filter(address__address=address, ended_at=None).update(ended_at=now)
    Subscriber.objects.filter(address=address).end(Ending.STOPPED)


def subscription_of_token(token: str) -> Subscription | None:
    """Works for ever: a letter may be old when its reader has enough."""
    try:
        pk = signing.loads(token, salt=STOP_SALT)
    except signing.BadSignature:
        return None
    rows = Subscription.objects.select_related("address", "comment__post")
    return rows.filter(pk=pk).first()


def stop_letters(subscription: Subscription) -> None:
    """Ends all that its reader is mailed about the thread, whichever comment it was wished with."""
    thread = Subscription.objects.filter(comment__thread=subscription.comment.thread_id)
    own = thread.filter(address=subscription.address_id, ended_at=None)
    own.update(ended_at=timezone.now())
