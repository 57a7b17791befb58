"""Tokens with which programs of a user write posts (``blog/api``)."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ApiTokenQuerySet(models.QuerySet):
    def good(self) -> "ApiTokenQuerySet":
        """Those that have not ended, of users who may log in to the admin."""
        rows = self.filter(expires_at__gt=timezone.now())
        return rows.filter(user__is_active=True, user__is_staff=True).select_related("user")


class ApiToken(models.Model):
    """One program on one machine that acts as a user. ``token_hash`` is what its secret is known
    by; ``used_at`` is when it was used last, to ten minutes. To revoke it is to delete it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user")
    )
    name = models.CharField(
        _("name"),
        max_length=60,
        help_text=_("The machine or the program that has it: one token for each."),
    )
    token_hash = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("ends"), editable=False)
    used_at = models.DateTimeField(_("used last"), null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="api_token_named_once")
        ]

    def __str__(self) -> str:
        return self.name
