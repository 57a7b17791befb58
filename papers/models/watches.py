"""Files and libraries of reference managers that papers are kept in step with."""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.choices import LookOutcome, SourceKind, WatchKind
from papers.queries.claims import ClaimedQuerySet


class WatchQuerySet(ClaimedQuerySet):
    def needing_editors(self) -> "WatchQuerySet":
        """Those that wait for an editor, or cannot be read (``Watch.state``)."""
        waits = ~Q(waiting="") & ~Q(waiting=F("confirmed"))
        return self.filter(waits | ~Q(fault=""))


class Watch(models.Model):
    """One bibliography that the library follows: a file on the server, one that is sent to a
    private address, or a library of Zotero's.

    ``place`` is the file's path, the name of what is sent, or the library as its web API calls it.
    ``taken`` is the digest of the content that was taken in last; ``waiting`` that of one which
    changes more than ``most_share`` percent of the entries at once, and which an editor takes in
    by making it ``confirmed``. ``fault`` is why it could not be read when it was looked at last.
    ``token_hash`` is what the secret of the private address is known by. ``claimed_until``: a
    process is at work on it.
    """

    kind = models.CharField(_("kind"), max_length=8, choices=WatchKind.choices)
    place = models.CharField(_("file, name or library"), max_length=300)
    is_on = models.BooleanField(
        _("keep in step"),
        default=True,
        help_text=_("Without it nothing of it is taken in; “Look first” says what would be."),
    )
    most_share = models.PositiveSmallIntegerField(
        _("stop above"),
        default=20,
        validators=[MaxValueValidator(100)],
        help_text=_(
            "Percent of its entries that may change or go at once (five may always). More waits "
            "for an editor; 100 never waits."
        ),
    )
    taken = models.CharField(max_length=64, blank=True, editable=False)
    waiting = models.CharField(max_length=64, blank=True, editable=False)
    confirmed = models.CharField(max_length=64, blank=True, editable=False)
    wants_trial = models.BooleanField(default=False, editable=False)
    fault = models.TextField(blank=True, editable=False)
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)

    objects = WatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("bibliography kept in step")
        verbose_name_plural = _("bibliographies kept in step")
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "place"],
                name="watch_stands_once",
                violation_error_message=_("This one is kept in step already."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=WatchKind.values), name="watch_kind_is_known"
            ),
            models.CheckConstraint(condition=Q(most_share__lte=100), name="watch_share_is_percent"),
        ]

    def __str__(self) -> str:
        return self.place

    @property
    def source_fields(self) -> dict[str, Any]:
        """The source as which it speaks: an upload or a path that is imported by hand is the
        same one."""
        name = f"zotero:{self.place}" if self.kind == WatchKind.ZOTERO else self.place
        return {"kind": SourceKind.FILE, "name": name}

    @property
    def waits(self) -> bool:
        """Whether an editor has to say that what it has now is meant."""
        return bool(self.waiting) and self.waiting != self.confirmed

    @property
    def state(self) -> str:
        """In a few words."""
        if self.waits:
            return str(_("waits for an editor"))
        if self.fault:
            return str(_("cannot be read"))
        return str(_("in step") if self.taken else _("not looked at yet"))


class WatchContent(models.Model):
    """What was sent to a private address, or fetched, packed by zlib; ``digest`` is that of the
    file in it."""

    watch = models.OneToOneField(Watch, models.CASCADE, related_name="content", primary_key=True)
    packed = models.BinaryField()
    digest = models.CharField(max_length=64, blank=True)
    received_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.watch_id)


class WatchLook(models.Model):
    """One line of the log. ``lines`` say what became of entries, ``posts`` the titles of those
    that are rendered again."""

    watch = models.ForeignKey(Watch, models.CASCADE, related_name="looks")
    at = models.DateTimeField(_("when"), default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=8, choices=LookOutcome.choices)
    said = models.TextField(_("summary"), blank=True)
    lines = models.JSONField(default=list, blank=True)
    posts = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("look at a bibliography")
        verbose_name_plural = _("looks at bibliographies")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=LookOutcome.values), name="look_outcome_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.said}"
