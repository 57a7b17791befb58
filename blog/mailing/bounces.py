"""Letters that came back: who is not there any more is taken off, who could not be reached is
counted and taken off after some."""

from dataclasses import dataclass, fields
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from blog.mailing.delivery_reports import DeliveryReport
from blog.mailing.refused_letters import is_gone
from blog.mailing.subscriber_links import subscriber_to_stop
from blog.models import Subscriber
from blog.models.subscribers import Ending

COUNTED_EVERY = timedelta(days=1)
FORGOTTEN_AFTER = timedelta(days=60)


@dataclass
class BounceCounts:
    """What came of reports: how many readers were ``taken_off``, were ``counted`` once more, were
    counted or taken off ``before``, are ``unknown`` here; how many reports tell of no failure."""

    taken_off: int = 0
    counted: int = 0
    before: int = 0
    unknown: int = 0
    no_failure: int = 0

    def __str__(self) -> str:
        told = (f"{getattr(self, one.name)} {one.name.replace('_', ' ')}" for one in fields(self))
        return f"{', '.join(told)}."


def note_bounce(subscriber: Subscriber, status: str) -> str:
    """Counts or takes off; which of ``BounceCounts`` it is. Letters of one day are one bounce. An
    empty ``status`` is no sure sign, and is counted."""
    if subscriber.ended_at is not None:
        return "before"
    rows = Subscriber.objects.filter(pk=subscriber.pk)
    now, last = timezone.now(), subscriber.bounced_at
    if is_gone(status):
        rows.end(Ending.BOUNCED)
        return "taken_off"
    if last is not None and now - last < COUNTED_EVERY:
        return "before"
    is_first = last is None or now - last > FORGOTTEN_AFTER
    bounces = 1 if is_first else subscriber.bounces + 1
    rows.update(bounces=bounces, bounced_at=now)
    if bounces < settings.BLOG_MOST_BOUNCES:
        return "counted"
    rows.end(Ending.BOUNCED)
    return "taken_off"


def take_off_reported(reports: list[DeliveryReport]) -> BounceCounts:
    counts = BounceCounts()
    for report in reports:
        name = note_report(report) if report.is_failure else "no_failure"
        setattr(counts, name, getattr(counts, name) + 1)
    return counts


def note_report(report: DeliveryReport) -> str:
    """Whom a report is about is known by the link of the letter that came back, which a forwarded
    box does not change. An address alone anybody could have written: it is counted."""
    if linked := subscriber_to_stop(report.token) if report.token else None:
        return note_bounce(linked, report.status)
    named = subscribers_named(report).first()
    return note_bounce(named, "") if named else "unknown"


def subscribers_named(report: DeliveryReport) -> QuerySet[Subscriber]:
    return Subscriber.objects.filter(address__in=report.addresses).order_by("pk")
