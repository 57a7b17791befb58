"""The log of who logged in, and of what was done with accounts, rights, exports and secrets."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    LOGIN = "login", _("logged in")
    REFUSED = "refused", _("log-in refused")
    LOGOUT = "logout", _("logged out")
    SESSIONS_ENDED = "sessions_ended", _("sessions ended")
    ACCOUNT_MADE = "account_made", _("account made")
    ACCOUNT_CHANGED = "account_changed", _("account changed")
    PASSWORD = "password", _("password changed")
    RIGHTS_GIVEN = "rights_given", _("rights given")
    RIGHTS_TAKEN = "rights_taken", _("rights taken")
    FACTOR_ON = "factor_on", _("second factor turned on")
    FACTOR_OFF = "factor_off", _("second factor turned off")
    CODES_MADE = "codes_made", _("recovery codes made")
    CODE_USED = "code_used", _("recovery code used")
    INVITED = "invited", _("invited")
    INVITATION_TAKEN = "invitation_taken", _("invitation accepted")
    SECRET_MADE = "secret_made", _("private address or token made")
    SECRET_ENDED = "secret_ended", _("private address or token ended")
    EXPORTED = "exported", _("exported")
    DELETED = "deleted", _("deleted")


class EventQuerySet(models.QuerySet):
    def old(self) -> "EventQuerySet":
        start = timezone.now() - timedelta(days=settings.BLOG_EVENT_DAYS)
        return self.filter(created_at__lt=start)


class Event(models.Model):
    """Names stand as text, so that an event tells of an account that is gone. ``by`` is empty for
    a visitor, and says so for a command; ``sender`` is a hash as that of a comment."""

    kind = models.CharField(_("event"), max_length=20, choices=EventKind.choices)
    by = models.CharField(_("by"), max_length=150, blank=True)
    subject = models.CharField(_("what"), max_length=200, blank=True)
    details = models.CharField(_("details"), max_length=500, blank=True)
    sender = models.CharField(_("network"), max_length=32, blank=True)
    created_at = models.DateTimeField(_("when"), default=timezone.now)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-created_at", "-pk"]
        default_permissions = ["view"]
        indexes = [
            models.Index(models.F("created_at").desc(), models.F("id").desc(), name="event_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.by} · {self.get_kind_display()} · {self.subject}"
