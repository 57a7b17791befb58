"""One letter a day to the editors about what happened to papers since the last."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django_tasks import task

from blog.comments.mail.letter_making import make_letter
from blog.comments.mail.moderator_letters import mails_of_holders
from blog.models import current_site
from papers.models import Notice
from papers.site_values import absolute_url

MAILED_EVERY = timedelta(days=1)
SHOWN = 20


@transaction.atomic
def queue_notice_digest() -> None:
    """Has every editor told of the notices that wait for one and were not mailed yet, once a day at
    the most; calling it again queues nothing twice."""
    if not settings.BLOG_SENDS_MAIL:
        return
    now = timezone.now()
    waiting = Notice.objects.to_look_at().filter(mailed_at=None)
    is_soon = Notice.objects.filter(mailed_at__gt=now - MAILED_EVERY).exists()
    if is_soon or not waiting.exists():
        return
    for address in mails_of_holders("papers.change_notice"):
        send_notice_digest.enqueue(address, now.isoformat())
    waiting.update(mailed_at=now)


@task()
def send_notice_digest(address: str, mailed_at: str) -> str:
    """Mails an editor what is new and still waits; what came of it. Where the mail server is away
    the job fails, and failed jobs are tried again."""
    notices = Notice.objects.to_look_at().filter(mailed_at=mailed_at)
    rows = list(notices.select_related("paper").order_by("-first_seen_at", "-pk")[:SHOWN])
    if not rows:
        return "nothing waits any more"
    with current_site().speaking():
        letter = write_notice_digest(address, rows, notices.count())
    try:
        letter.send()
    except SMTPRecipientsRefused:
        return "given up: the address is refused"
    return "sent"


def write_notice_digest(address: str, rows: list[Notice], count: int) -> EmailMultiAlternatives:
    pages = [(row, reverse("admin:papers_notice_change", args=[row.pk])) for row in rows]
    context = {
        "count": count,
        "notices": [(row, absolute_url(page)) for row, page in pages],
        "has_more": count > len(rows),
        "url": absolute_url(reverse("admin:papers_notice_changelist")) + "?waits=yes",
    }
    subject = ngettext(
        "%(count)d notice about a paper on %(site)s",
        "%(count)d notices about papers on %(site)s",
        count,
    )
    words = {"count": count, "site": current_site().name}
    return make_letter("notices", subject % words, address, context)
