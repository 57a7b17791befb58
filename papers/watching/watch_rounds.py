"""Looks at every bibliography that is kept in step, round after round, in the process of jobs.

Several processes may do so: whoever claims one is alone with it, until it is done or, where it was
killed, for ``CLAIMED_FOR``.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import InterfaceError, OperationalError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.choices import LookOutcome, WatchKind
from papers.models import Watch, WatchContent
from papers.queries.claims import CLAIMED_FOR
from papers.registries.door_faults import AskedTooOften, DoorFault
from papers.watching.taking_in import Renew, look_once, write_look
from papers.watching.watch_contents import fetch_library
from papers.watching.watch_faults import NotYet, WatchFault
from papers.watching.watched_paths import mark_of_path

log = logging.getLogger(__name__)
ASK_EVERY = timedelta(seconds=45)
"""From one question to Zotero whether a library changed to the next, of all processes."""


class WatchRounds:
    """``seen`` has the mark of what this process looked at last, by the watch's number."""

    def __init__(self, is_stopped: Callable[[], bool] = lambda: False) -> None:
        self.seen: dict[int, str] = {}
        self.is_stopped = is_stopped

    def look_at_all(self) -> None:
        for watch in Watch.objects.filter(Q(is_on=True) | Q(wants_trial=True)).order_by("pk"):
            if self.is_stopped():
                return
            try:
                self.look_at(watch)
            except NotYet:
                self.seen.pop(watch.pk, None)
            except AskedTooOften as fault:
                log.info("%s is asked later: %s", watch, fault)
            except (DoorFault, WatchFault) as fault:
                note_fault(watch, str(fault))
            except (OperationalError, InterfaceError):
                raise  # the database is away
            except Exception:  # whatever is wrong with one of them, the others go on
                log.exception("%s could not be looked at.", watch)
                note_fault(watch, _("Wellcited failed at it; the log of the server says how."))

    def look_at(self, watch: Watch) -> None:
        before = self.seen.pop(watch.pk, None)
        mark = mark_of(watch)
        is_confirmed = bool(watch.waiting) and watch.waiting == watch.confirmed
        if is_due_to_ask(watch) or watch.wants_trial or is_confirmed or mark != before:
            with claimed(watch, self.is_stopped) as renew:
                if is_due_to_ask(watch):
                    Watch.objects.filter(pk=watch.pk).update(asked_at=timezone.now())
                    fetch_library(watch, renew)
                    mark = mark_of(watch)
                self.seen[watch.pk] = mark
                if mark:
                    look_once(watch, renew)
        self.seen[watch.pk] = mark


def mark_of(watch: Watch) -> str:
    """Another one when there is something new to look at; ``""`` where nothing came yet."""
    if watch.kind == WatchKind.PATH:
        return mark_of_path(watch.place)
    kept = WatchContent.objects.filter(watch=watch).values_list("digest", flat=True)
    return kept.first() or ""


def is_due_to_ask(watch: Watch) -> bool:
    if watch.kind != WatchKind.ZOTERO:
        return False
    return watch.asked_at is None or timezone.now() - watch.asked_at > ASK_EVERY


@contextmanager
def claimed(watch: Watch, is_stopped: Callable[[], bool]) -> Iterator[Renew]:
    """Has a watch for itself, as it is in the database now; ``NotYet`` where another process has
    it. What is given renews the claim, and raises ``NotYet`` where that was lost."""

    def renew() -> None:
        nonlocal until
        rows = Watch.objects.filter(pk=watch.pk, claimed_until=until)
        later = timezone.now() + CLAIMED_FOR
        if is_stopped() or not rows.update(claimed_until=later):
            raise NotYet
        until = later

    until = Watch.objects.claim(watch.pk, timezone.now())
    if until is None:
        raise NotYet
    try:
        watch.refresh_from_db()
        yield renew
    finally:
        Watch.objects.filter(pk=watch.pk, claimed_until=until).update(claimed_until=None)


def note_fault(watch: Watch, said: str) -> None:
    """Writes a fault into the log once, whoever finds it."""
    row = Watch.objects.filter(pk=watch.pk)
    if watch.wants_trial:
        row.update(wants_trial=False)
    if (watch.fault != said and row.exclude(fault=said).update(fault=said)) or watch.wants_trial:
        write_look(watch, LookOutcome.REFUSED, said)
