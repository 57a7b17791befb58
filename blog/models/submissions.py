"""Drafts that their authors gave to the editors."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models.posts import Post


class Submission(models.Model):
    """A draft that waits for the editors, with its author's word to them."""

    post = models.OneToOneField(Post, models.CASCADE, related_name="submission")
    word = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("submitted draft")
        verbose_name_plural = _("submitted drafts")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.post_id} · {self.by_name}"
