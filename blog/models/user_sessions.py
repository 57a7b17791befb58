"""Who is logged in where: Django's sessions in a table that knows whose each is.

``SESSION_ENGINE`` names this module.
"""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

BEGUN, BROWSER = "begun", "browser"
"""What a session itself says of its log-in: when (seconds since 1970), with which browser."""
NEWEST = models.F("begun_at").desc(nulls_last=True)


class UserSessionQuerySet(models.QuerySet):
    def of_user(self, user: Any) -> "UserSessionQuerySet":
        """Those that go on, the newest first."""
        return self.filter(user_id=user.pk, expire_date__gt=timezone.now()).order_by(NEWEST, "pk")


class UserSession(AbstractBaseSession):
    """One log-in of one user in one browser, or what a browser keeps that is not logged in."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("user"),
    )
    browser = models.CharField(_("browser"), max_length=60, blank=True)
    begun_at = models.DateTimeField(_("logged in"), null=True)

    objects = BaseSessionManager.from_queryset(UserSessionQuerySet)()

    class Meta(AbstractBaseSession.Meta):
        ordering = ["pk"]
        default_permissions = []

    def __str__(self) -> str:
        """Not its key, which is a secret: the admin lists what goes with an account."""
        begun = f"{self.begun_at:%Y-%m-%d %H:%M}" if self.begun_at else "–"
        return f"{self.browser or '–'}, {begun}"

    @classmethod
    def get_session_store_class(cls) -> type["SessionStore"]:
        return SessionStore


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[UserSession]:
        return UserSession

    def create_model_instance(self, data: dict[str, Any]) -> UserSession:
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.browser = data.get(BROWSER, "")
        row.begun_at = datetime.fromtimestamp(data[BEGUN], UTC) if BEGUN in data else None
        return row
