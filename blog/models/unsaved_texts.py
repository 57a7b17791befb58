"""What people typed into forms and did not save."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models.posts import Post


class UnsavedTextQuerySet(models.QuerySet):
    def waiting(self) -> "UnsavedTextQuerySet":
        """Those that were not saved."""
        return self.filter(is_done=False).order_by("-at", "-pk")


class UnsavedText(models.Model):
    """What one user had in one opened form of a post when it was kept last, for that user alone.

    It is no part of the post nor of its revisions. ``form`` is the secret name of the opened form,
    so two tabs are two. ``turn`` rises from one keeping to the next: what comes late changes
    nothing. Without a ``post`` it is that of a new one, or of one that was deleted meanwhile. One
    that was saved ``is_done`` and empty, and stays a while so that it does not come back.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    post = models.ForeignKey(
        Post, models.SET_NULL, null=True, blank=True, related_name="unsaved_texts"
    )
    form = models.CharField(max_length=40)
    fields = models.JSONField(default=dict)
    turn = models.BigIntegerField(default=0)
    is_done = models.BooleanField(default=False)
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = UnsavedTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        constraints = [models.UniqueConstraint(fields=["user", "form"], name="unsaved_text_once")]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.at:%Y-%m-%d %H:%M}"

    @property
    def source(self) -> str:
        return "\n".join(self.fields.get("source", [])[-1:]).replace("\r\n", "\n")

    @property
    def title(self) -> str:
        return "".join(self.fields.get("title", [])[-1:])
