"""Mails posts to their readers, some letters at a time, beside the jobs.

No letter is sent twice: a reader's row says that a post is mailed before the mail server is given
the letter. Whoever kills the process between the two (or cuts the line while the server answers)
takes that one letter from that one reader. What the server refuses is put back.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone

from blog.mailing.bounces import note_bounce
from blog.mailing.digest_times import mailed_up_to
from blog.mailing.post_letters import PostContent, content_of, write_post_letter
from blog.mailing.refused_letters import may_pass, refusal_of
from blog.mailing.released_posts import count_letter, posts_for, release_posts
from blog.mailing.subscriber_links import wants_no_letters
from blog.models import Post, Site, Subscriber, current_site
from blog.models.subscribers import Ending, Pace
from papers.registries.host_pauses import HOST_PAUSES

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
        batch = LetterBatch(site, get_connection())
        try:
            for subscriber, until in waiting:
                if self.is_stopped():
                    return
                batch.send_next(subscriber, until)
        finally:
            batch.connection.close()
            batch.note_refusals()


@dataclass
class LetterBatch:
    """Letters that go the same way, one after the other. ``contents`` keeps posts for all of them;
    ``taken`` is how many the mail server took, ``refused`` whose it did not, up to when each would
    have been mailed, and the status that it gave."""

    site: Site
    connection: Any
    contents: dict[int, PostContent] = field(default_factory=dict)
    taken: int = 0
    refused: list[tuple[Subscriber, datetime, str]] = field(default_factory=list)

    def send_next(self, subscriber: Subscriber, until: datetime) -> None:
        """Sends a reader what comes next, if anything does; what a fault of ours breaks is put off.
        Raises ``MailServerAway`` where the others should wait, too."""
        if wants_no_letters(subscriber.address):
            Subscriber.objects.filter(pk=subscriber.pk).end(Ending.STOPPED)
            return
        posts, mailed = posts_for(subscriber, self.site, until, timezone.now())
        if not posts:
            claim_letter(subscriber, mailed, posts)
            return
        try:
            letter = write_post_letter(subscriber, [self.content_of(post) for post in posts])
            letter.connection = self.connection
            letter.message()  # as it is sent: what is wrong with it is seen before it is claimed
        except Exception:
            log.exception("A letter with posts could not be written: it waits, the others go on.")
            put_off(subscriber, subscriber.mailed_until)
            return
        open_line(self.connection)
        if not claim_letter(subscriber, mailed, posts):
            return
        try:
            letter.send()
        except SMTPRecipientsRefused as error:
            put_off(subscriber, mailed)  # at once: a kill before the batch's end is to cost nothing
            self.refused.append((subscriber, mailed, refusal_of(error) or TEMPORARY))
        except SMTPResponseException as error:
            is_of_letter = isinstance(error, SMTPDataError) and error.smtp_code >= 500
            if not is_of_letter or is_hopeful(subscriber):
                put_off(subscriber, mailed)
            raise MailServerAway(f"{type(error).__name__} {error.smtp_code}") from error
        except OSError as error:
            raise MailServerAway(f"{type(error).__name__}, after it had a letter") from error
        else:
            self.taken += 1

    def content_of(self, post: Post) -> PostContent:
        if post.pk not in self.contents:
            self.contents[post.pk] = content_of(post)
        return self.contents[post.pk]

    def note_refusals(self) -> None:
        """Gives letters up that were refused for good, and counts or takes off whose they were; the
        others get them later. A server that took no letter at all may be the one at fault: its word
        is not taken for good before it was asked some times."""
        if self.refused:
            said = ", ".join(sorted({status for *_whose, status in self.refused}))
            told = "The mail server took %d letters with posts and refused %d (%s)."
            log.warning(told, self.taken, len(self.refused), said)
        for subscriber, mailed, status in self.refused:
            is_final = self.taken > 0 and not may_pass(status)
            if is_final:
                give_up(subscriber, mailed)
            if is_final or not is_hopeful(subscriber):
                note_bounce(subscriber, status)


def open_line(connection: Any) -> None:
    """Opens the line to the mail server, also where the server has ended it since the last letter:
    that is to be seen before the next one is noted as sent."""
    line = getattr(connection, "connection", None)  # of ``smtplib``; other ways have none
    try:
        if line is not None and line.noop()[0] == 250:
            return
    except OSError:
        pass  # it was ended
    try:
        connection.close()
        connection.open()
    except OSError as error:
        raise MailServerAway(type(error).__name__) from error


def claim_letter(subscriber: Subscriber, mailed: datetime, posts: list[Post]) -> bool:
    """Notes that the letter is sent; ``False`` where another process did, its reader changed their
    mind meanwhile, or a post was withdrawn and forgotten."""
    rows = Subscriber.objects.in_force().filter(pk=subscriber.pk, pace=subscriber.pace)
    found = rows.filter(mailed_until=subscriber.mailed_until)
    with transaction.atomic():
        is_ours = found.update(mailed_until=mailed, waits_until=None, tries=0) == 1
        is_ours = is_ours and count_letter(posts) == len(posts)
        if not is_ours:
            transaction.set_rollback(True)
    return is_ours


def is_hopeful(subscriber: Subscriber) -> bool:
    """Whether the letter that waits was not put off often yet."""
    return subscriber.tries < len(HOST_PAUSES)


def put_off(subscriber: Subscriber, mailed: datetime) -> None:
    """Has a letter that the server did not take sent later, after longer and longer pauses: as long
    as its post is mailed at all."""
    pause = HOST_PAUSES[min(subscriber.tries, len(HOST_PAUSES) - 1)]
    Subscriber.objects.filter(pk=subscriber.pk, mailed_until=mailed).update(
        mailed_until=subscriber.mailed_until,
        waits_until=timezone.now() + pause,
        tries=subscriber.tries + 1,
    )


def give_up(subscriber: Subscriber, mailed: datetime) -> None:
    """Has a letter that was put off not sent again."""
    rows = Subscriber.objects.filter(pk=subscriber.pk, mailed_until=subscriber.mailed_until)
    rows.update(mailed_until=mailed, waits_until=None, tries=0)
