"""A site that mails posts: its readers, what it publishes, and what was mailed."""

from datetime import timedelta

from django.core import mail
from django.utils import timezone

from blog.mailing.mailing_rounds import MailingRounds
from blog.models import Post, Subscriber
from tests.support.factories import make_post

SINCE = timedelta(hours=2)


def add_reader(name: str = "ada", **values) -> Subscriber:
    hour_ago = timezone.now() - timedelta(hours=1)
    given = {"confirmed_at": hour_ago, "mailed_until": hour_ago} | values
    return Subscriber.objects.create(address=f"{name}@example.org", **given)


def publish(**values) -> Post:
    """Half an hour ago."""
    return make_post(**{"published_at": timezone.now() - timedelta(minutes=30)} | values)


def mailed() -> list[tuple[str, str]]:
    """To whom what was sent since it was asked last."""
    MailingRounds().mail_batch()
    found = [(letter.to[0].partition("@")[0], letter.subject) for letter in mail.outbox]
    mail.outbox.clear()
    return found
