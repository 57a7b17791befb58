"""Invitations: who may make an account of their own, until when."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def end_of_invitation() -> object:
    return timezone.now() + timedelta(days=settings.BLOG_INVITATION_DAYS)


class InvitationQuerySet(models.QuerySet):
    def open(self) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """``token_hash`` is that of the newest link, empty before there is one; a link works once."""

    email = models.EmailField(_("mail address"))
    groups = models.ManyToManyField(
        Group,
        blank=True,
        related_name="+",
        verbose_name=_("groups"),
        help_text=_("What they may do."),
    )
    is_superuser = models.BooleanField(
        _("administrator"), default=False, help_text=_("May do everything, accounts included.")
    )
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    invited_by = models.CharField(_("invited by"), max_length=150, blank=True, editable=False)
    invited_at = models.DateTimeField(_("invited"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("until"), default=end_of_invitation, editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    username = models.CharField(_("account"), max_length=150, blank=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "-pk"]

    def __str__(self) -> str:
        return self.email

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.expires_at > timezone.now()
