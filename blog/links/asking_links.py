"""Asks the sites that posts link whether what they lead to is still there: slowly, one question
after the other, within an hour's budget.

Nobody is told of a single failure. What a site says is not there (404, 410) is gone when it says so
again a day later; what gives no answer is, when it gave none for a week. A site that refuses us (it
may want readers alone) is there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from blog.links.finding_links import collect_links
from blog.models import WebLink
from blog.models.web_links import LinkState
from papers.registries.door_faults import AddressRefused, AskedTooOften, DoorFault, NotThere
from papers.registries.http_door import ask_public_web

ASKED_EVERY = timedelta(days=30)
RETRIED_EVERY = timedelta(days=1)
SILENT_FOR = timedelta(days=7)
HOST_RESTS = timedelta(hours=1)  # one that asks to be left alone and does not say how long
COLLECTED_EVERY = timedelta(hours=6)
HOUR = timedelta(hours=1)
SHORTEST_PAUSE = 2.0
IDLE_SECONDS = 60.0
FAULTS_OF_SERVERS = range(500, 600)
"""Statuses. What some sites refuse programs with (LinkedIn: 999) is none."""


@dataclass(frozen=True)
class LinkAnswer:
    """What one question tells: ``problem`` says why a link is failing, and it ``is_certain`` where
    the site itself says so; the host wants peace for ``rest`` seconds."""

    state: LinkState
    problem: str = ""
    is_certain: bool = False
    rest: float = 0


class LinkRounds:
    """``collected_at``: when this process looked last which links there are."""

    def __init__(self) -> None:
        self.collected_at: datetime | None = None

    def ask_next(self) -> float:
        """Asks about one link, if one is due and the hour's budget (``LINKS_PER_HOUR``, of all
        processes) has room; in how many seconds to ask about the next."""
        budget = settings.BLOG_LINKS_PER_HOUR
        if not budget:
            return IDLE_SECONDS
        now = timezone.now()
        if self.collected_at is None or now - self.collected_at > COLLECTED_EVERY:
            collect_links()
            self.collected_at = now
        spent = WebLink.objects.filter(asked_at__gt=now - HOUR).count()
        if spent >= budget or not ask_due_link():
            return IDLE_SECONDS
        return max(HOUR.total_seconds() / budget, SHORTEST_PAUSE)


def ask_due_link() -> bool:
    """Asks about the link that is due first and no other process has; whether there was one."""
    now = timezone.now()
    link = WebLink.objects.due(now).order_by("due_at", "pk").first()
    if link is None:
        return False
    if WebLink.objects.claim(link.pk, now):
        note_answer(link, answer_about(link.address), timezone.now())
    return True


def answer_about(address: str) -> LinkAnswer:
    """A ``HEAD``, and where that is answered otherwise than by a page, a ``GET`` whose body is not
    read: many sites know no ``HEAD``."""
    for method in ("HEAD", "GET"):
        try:
            ask_public_web(address, (), method=method)
        except AddressRefused as fault:
            return LinkAnswer(LinkState.CLOSED, str(fault))
        except AskedTooOften as fault:
            seconds = fault.retry_after or HOST_RESTS.total_seconds()
            return LinkAnswer(LinkState.THERE, rest=seconds)
        except DoorFault as fault:
            last = fault
        else:
            return LinkAnswer(LinkState.THERE)
    if isinstance(last, NotThere):
        return LinkAnswer(LinkState.FAILING, str(last), is_certain=True)
    if last.status is not None and last.status not in FAULTS_OF_SERVERS:
        return LinkAnswer(LinkState.THERE)
    return LinkAnswer(LinkState.FAILING, str(last), rest=last.retry_after or 0)


def note_answer(link: WebLink, answer: LinkAnswer, now: datetime) -> None:
    """Stores what came of a question, and when it is asked again."""
    said = {"state": answer.state, "problem": answer.problem[:300], "asked_at": now}
    said |= {"claimed_until": None, "tries": 0, "failing_since": None}
    said["due_at"] = now + ASKED_EVERY
    if answer.state == LinkState.THERE:
        said["is_left"] = False
    if answer.state == LinkState.FAILING:
        since = link.failing_since or now
        patience = RETRIED_EVERY if answer.is_certain else SILENT_FOR
        is_gone = now - since >= patience
        said |= {"tries": min(link.tries + 1, 1_000), "failing_since": since}
        said["state"] = LinkState.GONE if is_gone else LinkState.FAILING
        said["due_at"] = now + (ASKED_EVERY if is_gone else RETRIED_EVERY)
    WebLink.objects.filter(pk=link.pk).update(**said)
    if answer.rest:
        until = now + timedelta(seconds=answer.rest)
        WebLink.objects.filter(host=link.host, due_at__lt=until).update(due_at=until)
