"""When readers of a pace are written to: at once, or each week at one moment."""

from datetime import datetime, timedelta

from django.utils import timezone

from blog.models import MailedPost, current_site
from blog.models.subscribers import Pace

WEEKDAY, HOUR = 0, 7
"""Of digests, in the site's zone; Monday is 0."""
WEEK = timedelta(days=7)


def mailed_up_to(pace: Pace, now: datetime) -> datetime | None:
    """When the newest post was released that readers of a pace should have by now; ``None`` where
    there is none."""
    rows = MailedPost.objects.all()
    if pace == Pace.WEEKLY:
        rows = rows.filter(released_at__lte=last_digest_moment(now))
    return rows.values_list("released_at", flat=True).first()


def last_digest_moment(now: datetime) -> datetime:
    """When the newest digest was due, in the site's zone."""
    local = timezone.localtime(now, current_site().zone)
    day = local - timedelta(days=(local.weekday() - WEEKDAY) % 7)
    moment = day.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return moment if moment <= local else moment - WEEK
