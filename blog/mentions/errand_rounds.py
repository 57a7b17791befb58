"""Does the errands to other sites, one after the other, within an hour's budget, in a thread beside
the jobs; before, it looks which posts have changed.

A look is a query of what was published or changed since the one before, so that a scheduled post
needs nobody to wait for its time.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from blog.links.asking_links import HOUR, SHORTEST_PAUSE
from blog.markup import MarkupError
from blog.mentions.hub_pings import ping_hub, queue_pings_for
from blog.mentions.received_mentions import look_at_mention
from blog.mentions.sent_mentions import queue_links_of, queue_links_of_hidden, tell_of_link
from blog.models import Errand, Post, current_site
from blog.models.errands import ErrandKind, ErrandOutcome
from papers.queries.batches import batches
from papers.registries.door_faults import AskedTooOften, DoorFault, Unavailable
from papers.registries.host_pauses import HOST_PAUSES

LOOKED_EVERY = timedelta(minutes=1)
LOOKED_BACK = timedelta(days=1)
"""From where a process that begins looks for what has changed; what was told is not told again."""
OVERLAP = timedelta(minutes=5)
"""So long a transaction may take that stores a post."""
IDLE_SECONDS = 10.0
AT_ONCE = 100  # posts
DOERS = {
    ErrandKind.LOOK: look_at_mention,
    ErrandKind.TELL: tell_of_link,
    ErrandKind.PING: ping_hub,
}


class ErrandRounds:
    """``looked_at``: when this process looked last which posts have changed."""

    def __init__(self) -> None:
        self.looked_at: datetime | None = None

    def do_next(self) -> float:
        """Does one errand, if one is due and the hour's budget (``ERRANDS_PER_HOUR``, of all
        processes) has room; in how many seconds to do the next."""
        kinds, now = kinds_in_use(), timezone.now()
        budget = settings.BLOG_ERRANDS_PER_HOUR
        if not kinds or not budget:
            return IDLE_SECONDS
        if self.looked_at is None or now - self.looked_at > LOOKED_EVERY:
            queue_news(kinds, (self.looked_at or now - LOOKED_BACK) - OVERLAP, now)
            self.looked_at = now
        spent = Errand.objects.filter(asked_at__gt=now - HOUR).count()
        is_done = spent < budget and do_due_errand(kinds)
        return SHORTEST_PAUSE if is_done else IDLE_SECONDS


def kinds_in_use() -> set[ErrandKind]:
    """Those that the site's owner has switched on."""
    site = current_site()
    switched = {
        ErrandKind.LOOK: site.takes_mentions,
        ErrandKind.TELL: site.sends_mentions,
        ErrandKind.PING: bool(site.hub),
    }
    return {kind for kind, is_on in switched.items() if is_on}


def queue_news(kinds: set[ErrandKind], since: datetime, now: datetime) -> None:
    """Has told what came of the posts that were published or changed since a moment: of those that
    lists show, since to tell a site of another one is to publish its address."""
    if not kinds - {ErrandKind.LOOK}:
        return
    posts = Post.objects.listed(now).order_by()
    changed = posts.filter(published_at__gt=since).union(posts.filter(updated_at__gt=since))
    for some in batches(changed.values_list("pk", flat=True), AT_ONCE):
        for post in Post.objects.filter(pk__in=some).select_related("series").order_by("pk"):
            if ErrandKind.TELL in kinds:
                queue_links_of(post, now)
            if ErrandKind.PING in kinds:
                queue_pings_for(post, now)
    if ErrandKind.TELL in kinds:
        queue_links_of_hidden(now)


def do_due_errand(kinds: set[ErrandKind]) -> bool:
    """Does the errand that is due first and no other process has; whether there was one. The
    site's own go before those that strangers send, however many these are."""
    now = timezone.now()
    due = Errand.objects.due(now).filter(kind__in=kinds).order_by("due_at", "pk")
    errand = due.exclude(kind=ErrandKind.LOOK).first() or due.first()
    if errand is None:
        return False
    if Errand.objects.claim(errand.pk, now):
        try:
            problem = DOERS[ErrandKind(errand.kind)](errand)
        except (AskedTooOften, Unavailable) as fault:
            note_failure(errand, str(fault), fault.retry_after or 0)
        except (DoorFault, MarkupError) as fault:
            note_outcome(errand, ErrandOutcome.DECLINED, str(fault))
        else:
            outcome = ErrandOutcome.DECLINED if problem else ErrandOutcome.DONE
            note_outcome(errand, outcome, problem)
    return True


def note_failure(errand: Errand, problem: str, rest: float) -> None:
    """It is tried again after a pause, each time a longer one, and then no more."""
    due_at = None
    if errand.tries < len(HOST_PAUSES):
        pause = max(HOST_PAUSES[errand.tries], timedelta(seconds=rest))
        due_at = timezone.now() + pause
    note_outcome(errand, ErrandOutcome.FAILED, problem, due_at, errand.tries + 1)


def note_outcome(
    errand: Errand,
    outcome: ErrandOutcome,
    problem: str,
    due_at: datetime | None = None,
    tries: int = 0,
) -> None:
    """What came meanwhile is done after it: its time was set anew."""
    said = {"outcome": outcome, "problem": problem[:300], "asked_at": timezone.now()}
    rows = Errand.objects.filter(pk=errand.pk)
    rows.filter(due_at=errand.due_at).update(**said, due_at=due_at, tries=tries)
    rows.update(claimed_until=None, asked_at=said["asked_at"])
