"""Readers' mail addresses, and what is mailed to whom."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MailAddressQuerySet(models.QuerySet):
    def verified(self) -> "MailAddressQuerySet":
        """Those whose owner pressed the button in a letter of ours, and did not refuse since."""
        return self.exclude(verified_at=None).filter(refused_at=None)


class MailAddress(models.Model):
    """A reader's address, in lower case. ``refused_at``: its owner wants no letters from here."""

    address = models.EmailField(_("mail address"), unique=True)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    refused_at = models.DateTimeField(_("refused"), null=True, blank=True)
    created_at = models.DateTimeField(_("first seen"), default=timezone.now, editable=False)

    objects = MailAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail address")
        verbose_name_plural = _("mail addresses")
        ordering = ["address"]

    def __str__(self) -> str:
        return self.address

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None and self.refused_at is None


class Wish(models.TextChoices):
    """What the author of a comment wants to be mailed."""

    REPLIES = "replies", _("replies to my comment")
    THREAD = "thread", _("all comments of this thread")


class SubscriptionQuerySet(models.QuerySet):
    def in_force(self) -> "SubscriptionQuerySet":
        """Confirmed, not ended, to an address whose owner still wants letters."""
        addresses = MailAddress.objects.verified()
        return self.exclude(confirmed_at=None).filter(ended_at=None, address__in=addresses)


class Subscription(models.Model):
    """A wish to be mailed, made with a comment; it holds from ``confirmed_at`` to ``ended_at``."""

    address = models.ForeignKey(MailAddress, models.CASCADE, related_name="subscriptions")
    comment = models.OneToOneField("blog.Comment", models.CASCADE, related_name="subscription")
    wish = models.CharField(_("wish"), max_length=10, choices=Wish.choices)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(wish__in=Wish.values), name="subscription_wish")
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.get_wish_display()}"


class LetterKind(models.TextChoices):
    CONFIRM = "confirm", _("asks to confirm an address")
    REPLY = "reply", _("tells of a comment")
    HELD = "held", _("tells a moderator of held comments")


class Letter(models.Model):
    """A mail that is to be sent once. It is written when it is sent, by what holds then."""

    kind = models.CharField(_("kind"), max_length=10, choices=LetterKind.choices)
    address = models.EmailField(_("to"))
    comment = models.ForeignKey("blog.Comment", models.CASCADE, related_name="letters")
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    outcome = models.CharField(_("outcome"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "kind", "address"], name="letter_is_sent_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=LetterKind.values), name="letter_kind_is_known"
            ),
        ]
        indexes = [models.Index(F("address"), F("created_at").desc(), name="letter_by_address")]

    def __str__(self) -> str:
        return f"{self.address}: {self.get_kind_display()}"
