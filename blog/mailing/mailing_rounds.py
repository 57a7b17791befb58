"""Mails posts to their readers, some letters at a time, beside the jobs.

No letter is sent twice: a reader's row says that a post is mailed before the mail server is given
the letter. Whoever kills the process between the two (or cuts the line while the server answers)
takes that one letter from that one reader. What the server refuses is put back.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone

from blog.mailing.bounces import note_bounce
from blog.mailing.post_letters import PostContent, content_of, write_post_letter
from blog.mailing.refused_letters import refusal_of
from blog.mailing.released_posts import count_letter, mailed_up_to, posts_for, release_posts
from blog.mailing.subscriber_links import wants_no_letters
from blog.models import Post, Site, Subscriber, current_site
from blog.models.subscribers import Ending, Pace
from papers.queries.host_pauses import HOST_PAUSES

log = logging.getLogger(__name__)

IDLE_SECONDS = 15.0
AWAY_SECONDS = 60.0
TEMPORARY = "4.0.0"


class MailServerAway(Exception):
    """It takes no letters now, or said nothing to the last one."""


class MailingRounds:
    """``is_stopped`` is asked between two letters."""

    def __init__(self, is_stopped: Callable[[], bool] = lambda: False) -> None:
        self.is_stopped = is_stopped

    def mail_batch(self) -> float:
        """Sends as many letters as a batch has; in how many seconds to go on."""
        site, now = current_site(), timezone.now()
        if not site.takes_subscribers:
            return IDLE_SECONDS
        release_posts(site, now)
        most, pause = settings.BLOG_MAIL_BATCH
        waiting = [
            (subscriber, until)
            for pace in Pace
            if (until := mailed_up_to(pace, now)) is not None
            for subscriber in Subscriber.objects.due(pace, until, now)[:most]
        ][:most]
        if not waiting:
            return IDLE_SECONDS
        try:
            self.send_letters(site, waiting)
        except MailServerAway as away:
            log.warning("Posts by mail wait for the mail server (%s).", away)
            return AWAY_SECONDS
        return pause if len(waiting) == most else IDLE_SECONDS

    def send_letters(self, site: Site, waiting: list[tuple[Subscriber, datetime]]) -> None:
        connection, contents = open_connection(), {}
        try:
            for subscriber, until in waiting:
                if self.is_stopped():
                    return
                send_next_letter(subscriber, site, until, connection, contents)
        finally:
            connection.close()


def open_connection() -> Any:
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        raise MailServerAway(type(error).__name__) from error
    return connection


def send_next_letter(
    subscriber: Subscriber,
    site: Site,
    until: datetime,
    connection: Any,
    contents: dict[int, PostContent],
) -> None:
    """Sends a reader what comes next, if anything does. ``contents`` keeps posts for the letters of
    one batch. Raises ``MailServerAway`` where the others should wait, too."""
    if wants_no_letters(subscriber.address):
        Subscriber.objects.filter(pk=subscriber.pk).end(Ending.STOPPED)
        return
    posts, mailed = posts_for(subscriber, site, until, timezone.now())
    for post in posts:
        if post.pk not in contents:
            contents[post.pk] = content_of(post)
    if not claim_letter(subscriber, mailed, posts):
        return
    if not posts:
        return
    letter = write_post_letter(subscriber, [contents[post.pk] for post in posts])
    letter.connection = connection
    try:
        letter.send()
    except SMTPRecipientsRefused as error:
        note_refusal(subscriber, mailed, refusal_of(error) or TEMPORARY)
    except SMTPResponseException as error:
        put_off(subscriber, mailed)
        raise MailServerAway(f"{type(error).__name__} {error.smtp_code}") from error
    except OSError as error:
        raise MailServerAway(f"{type(error).__name__}, after it had a letter") from error


@transaction.atomic
def claim_letter(subscriber: Subscriber, mailed: datetime, posts: list[Post]) -> bool:
    """Notes that the letter is sent; ``False`` where another process did, or its reader changed
    their mind meanwhile."""
    rows = Subscriber.objects.in_force().filter(pk=subscriber.pk, pace=subscriber.pace)
    found = rows.filter(mailed_until=subscriber.mailed_until)
    if not found.update(mailed_until=mailed, waits_until=None):
        return False
    count_letter(posts)
    return True


def note_refusal(subscriber: Subscriber, mailed: datetime, status: str) -> None:
    """The server does not take letters to this one address: for ever, or now."""
    if status.startswith("4") and put_off(subscriber, mailed):
        return
    note_bounce(subscriber, status)


def put_off(subscriber: Subscriber, mailed: datetime) -> bool:
    """Has a letter that the server did not take sent later; ``False`` where it was put off often
    enough, and is given up."""
    rows = Subscriber.objects.filter(pk=subscriber.pk, mailed_until=mailed)
    if subscriber.tries >= len(HOST_PAUSES):
        rows.update(tries=0)
        return False
    rows.update(
        mailed_until=subscriber.mailed_until,
        waits_until=timezone.now() + HOST_PAUSES[subscriber.tries],
        tries=subscriber.tries + 1,
    )
    return True
