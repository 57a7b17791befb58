"""Rows that one process at a time is at work on."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

CLAIMED_FOR = timedelta(minutes=5)
"""After which a row is free again, since its process was killed."""


class ClaimedQuerySet(models.QuerySet):
    """Rows with ``claimed_until``, which is empty while no process has them."""

    def free(self, now: datetime) -> Self:
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lte=now))

    def claim(self, pk: int, now: datetime) -> datetime | None:
        """Has one of these rows for this process alone, until when; ``None`` where it is not
        free."""
        until = now + CLAIMED_FOR
        return until if self.free(now).filter(pk=pk).update(claimed_until=until) else None


class DueQuerySet(ClaimedQuerySet):
    """Such rows that wait for a time, ``due_at``."""

    def due(self, now: datetime) -> Self:
        return self.free(now).filter(due_at__lte=now)
