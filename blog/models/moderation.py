"""What moderators and the rules against spam know: bans, keys of hashes."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BanKind(models.TextChoices):
    SENDER = "sender", _("IP address")
    MAIL = "mail", _("mail address or its domain")
    SITE = "site", _("website")
    WORDS = "words", _("words")


class BanOutcome(models.TextChoices):
    SPAM = "spam", _("is spam")
    WAIT = "wait", _("waits for a moderator")


class BanQuerySet(models.QuerySet):
    def in_force(self) -> "BanQuerySet":
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()))


class Ban(models.Model):
    """What a comment must not have: from an address, with a mail or a website, or with words.

    ``value`` is in normal form (``normal_ban_value``); of an IP address it is the keyed hash, and
    the ban ends when the key is deleted.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=BanKind.choices)
    value = models.CharField(_("what"), max_length=200)
    outcome = models.CharField(
        _("such a comment"), max_length=10, choices=BanOutcome.choices, default=BanOutcome.SPAM
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects = BanQuerySet.as_manager()

    class Meta:
        verbose_name = _("ban")
        verbose_name_plural = _("bans")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="ban_is_made_once"),
            models.CheckConstraint(condition=Q(kind__in=BanKind.values), name="ban_kind_is_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=BanOutcome.values), name="ban_outcome_is_known"
            ),
            models.CheckConstraint(condition=~Q(value=""), name="ban_has_value"),
        ]

    def __str__(self) -> str:
        value = _("of a comment's sender") if self.kind == BanKind.SENDER else self.value
        return f"{self.get_kind_display()}: {value}"


class AddressKeyQuerySet(models.QuerySet):
    def kept(self) -> "AddressKeyQuerySet":
        oldest = timezone.now().date() - timedelta(days=settings.BLOG_ADDRESS_DAYS)
        return self.filter(day__gt=oldest).order_by("-day")


class AddressKey(models.Model):
    """A day's secret for hashing IP addresses; when it is deleted, nobody can tell them again."""

    day = models.DateField(unique=True)
    key = models.BinaryField(max_length=32)

    objects = AddressKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}"


class RateQuerySet(models.QuerySet):
    def empty(self) -> "RateQuerySet":
        """Those that hold nobody back any more."""
        return self.filter(free_at__lt=timezone.now().timestamp() * 1000)


class Rate(models.Model):
    """How full a bucket is: ``free_at`` is when it has drained, in milliseconds since 1970
    (the virtual scheduling form of the leaky bucket, ITU-T I.371, as GCRA)."""

    bucket = models.CharField(max_length=64, primary_key=True)
    free_at = models.BigIntegerField()

    objects = RateQuerySet.as_manager()

    class Meta:
        ordering = ["bucket"]
        indexes = [models.Index(models.F("free_at"), name="rate_free")]

    def __str__(self) -> str:
        return self.bucket


class ActKind(models.TextChoices):
    DECIDE = "decide", _("decided")
    UNDO = "undo", _("undid")
    EDIT = "edit", _("edited")
    KEEP = "keep", _("kept")
    BAN = "ban", _("banned")
    LIFT = "lift", _("lifted a ban")
    EXPORT = "export", _("exported a person's comments")
    ERASE = "erase", _("erased")


class Act(models.Model):
    """What a moderator did, for good: nothing in it is changed but ``undone_at``.

    The acts of one click share a ``batch``. ``number`` is the comment's, also after the comment
    has gone; ``by`` is empty for a command.
    """

    batch = models.UUIDField(default=uuid4, editable=False)
    kind = models.CharField(_("act"), max_length=10, choices=ActKind.choices)
    comment = models.ForeignKey(
        "blog.Comment",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="acts",
        verbose_name=_("comment"),
    )
    number = models.PositiveBigIntegerField(_("comment number"), null=True, blank=True)
    before = models.CharField(_("before"), max_length=10, blank=True)
    after = models.CharField(_("after"), max_length=10, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    by_name = models.CharField(_("who"), max_length=150, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("act of moderation")
        verbose_name_plural = _("acts of moderation")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ActKind.values), name="act_kind_is_known"),
        ]
        indexes = [
            models.Index(models.F("at").desc(), models.F("id").desc(), name="act_newest"),
            models.Index(models.F("by"), models.F("at").desc(), name="act_by_moderator"),
            models.Index(models.F("batch"), name="act_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.by_name} · {self.get_kind_display()} · {self.number or ''}"


class ReportQuerySet(models.QuerySet):
    def unanswered(self) -> "ReportQuerySet":
        return self.filter(answered_by=None)


class Report(models.Model):
    """A reader's hint that a comment should be looked at. It has no name; ``sender`` is a hash as
    that of a comment, so that one reader counts once. ``answered_by`` is the batch of acts that
    decided the comment, or kept it."""

    comment = models.ForeignKey(
        "blog.Comment", models.CASCADE, related_name="reports", verbose_name=_("comment")
    )
    note = models.CharField(_("what is wrong"), max_length=500, blank=True)
    sender = models.CharField(max_length=32, blank=True, editable=False)
    created_at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    answered_by = models.UUIDField(null=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "sender"], condition=~Q(sender=""), name="report_is_made_once"
            ),
        ]
        indexes = [
            models.Index(
                models.F("comment"), name="report_unanswered", condition=Q(answered_by=None)
            ),
            models.Index(models.F("answered_by"), name="report_batch"),
        ]

    def __str__(self) -> str:
        return self.note or f"#{self.comment_id}"
