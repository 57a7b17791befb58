"""Posts as they were each time that somebody saved them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models.posts import Post
from blog.models.site_fields import validate_date

HEADER_FIELDS = ("summary", "is_html", "language", "license", "canonical_url", "style", "nocite")
"""What of a post a revision holds and brings back, beside title, text and tags. Whether, where and
how a post is published is not in it: that an old text comes back hides and shows nothing."""


class Revision(models.Model):
    """One saved state of a post: its text, what belongs to it, and its tags by their names.

    ``version`` is the post's at that time. Its writer is nobody where an import or a command
    saved it; ``by_name`` outlives the account.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=300)
    source = models.TextField(_("text"), blank=True)
    header = models.JSONField(default=dict)
    note = models.CharField(_("note"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField(_("who"), max_length=150, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now, validators=[validate_date])

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-pk"]
        indexes = [models.Index(F("post"), F("id").desc(), name="revision_newest")]

    def __str__(self) -> str:
        return f"{self.title} · {self.version}"

    @property
    def content(self) -> tuple[Any, ...]:
        return self.title, self.source, self.header
