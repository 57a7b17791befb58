"""Readers who have posts mailed to them, and which posts were."""

import secrets
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MARK_BYTES = 18


def new_mark() -> str:
    return secrets.token_urlsafe(MARK_BYTES)


class Pace(models.TextChoices):
    EACH = "each", _("each post")
    WEEKLY = "weekly", _("a digest once a week")


class Ending(models.TextChoices):
    STOPPED = "stopped", _("stopped by its owner")
    BOUNCED = "bounced", _("its mail came back")
    TAKEN_OFF = "taken off", _("taken off by an editor")


class SubscriberQuerySet(models.QuerySet):
    def in_force(self) -> Self:
        """Those whom posts are mailed: confirmed, and not ended."""
        return self.exclude(confirmed_at=None).filter(ended_at=None)

    def due(self, pace: Pace, until: datetime, now: datetime) -> Self:
        """Those of a pace who were not mailed yet what was released up to a moment, and for whose
        mail server nothing waits. The longest unmailed come first."""
        rows = self.in_force().filter(pace=pace, mailed_until__lt=until)
        rows = rows.filter(Q(waits_until=None) | Q(waits_until__lte=now))
        return rows.order_by("mailed_until", "pk")

    def end(self, ending: Ending) -> int:
        """Ends those that are in force or wait to be confirmed; how many."""
        rows = self.filter(ended_at=None)
        return rows.update(ended_at=timezone.now(), ending=ending, waits_until=None, tries=0)


class Subscriber(models.Model):
    """A mail address, in lower case, to which posts are mailed from ``confirmed_at`` to
    ``ended_at``. A row that has ended stays: an import does not begin it again.

    ``mark`` names the row in the signed links of its letters: no number, which would be another
    row's in a copy of the site. ``consent`` says where and when an imported one agreed.
    ``mailed_until``: all that was released up to then is sent to it, or was not for it; it moves
    before a letter is given to the mail server, and so no letter is ever sent twice.
    ``tries`` counts how often the mail server put off the letter that waits; ``bounces`` the
    letters that came back since ``bounced_at`` was long ago; ``asks`` the letters that asked it to
    confirm and were not answered.
    """

    address = models.EmailField(_("mail address"), unique=True)
    pace = models.CharField(_("how often"), max_length=10, choices=Pace.choices, default=Pace.EACH)
    mark = models.CharField(max_length=32, unique=True, default=new_mark, editable=False)
    consent = models.CharField(_("consent"), max_length=300, blank=True, editable=False)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    asks = models.PositiveSmallIntegerField(default=0, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    ending = models.CharField(
        _("why it ended"), max_length=10, choices=Ending.choices, blank=True, editable=False
    )
    mailed_until = models.DateTimeField(_("mailed until"), default=timezone.now, editable=False)
    waits_until = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    bounces = models.PositiveSmallIntegerField(_("bounces"), default=0, editable=False)
    bounced_at = models.DateTimeField(_("bounced last"), null=True, editable=False)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(pace__in=Pace.values), name="subscriber_pace"),
            models.CheckConstraint(
                condition=Q(ending__in=["", *Ending.values]), name="subscriber_ending"
            ),
        ]
        indexes = [
            models.Index(
                F("pace"),
                F("mailed_until"),
                F("id"),
                name="subscriber_due",
                condition=Q(ended_at=None, confirmed_at__isnull=False),
            ),
            models.Index(F("asked_at"), name="subscriber_open", condition=Q(confirmed_at=None)),
        ]

    def __str__(self) -> str:
        """Not the address: the log of the admin keeps what rows are called."""
        return f"#{self.pk}"

    @property
    def is_in_force(self) -> bool:
        return self.confirmed_at is not None and self.ended_at is None

    @property
    def other_pace(self) -> Pace:
        return Pace.WEEKLY if self.pace == Pace.EACH else Pace.EACH


class MailedPost(models.Model):
    """A post whose time to be mailed has come, which it does once: no change of it is mailed.

    ``released_at`` is another one for each, and later than those before it. ``letters`` says in how
    many the post stood.
    """

    post = models.OneToOneField("blog.Post", models.CASCADE, related_name="mailing")
    released_at = models.DateTimeField(unique=True)
    letters = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("mailed post")
        verbose_name_plural = _("mailed posts")
        ordering = ["-released_at"]

    def __str__(self) -> str:
        return f"#{self.post_id}"
