"""Links by which chosen people read a post that is not published, and what they noted of it."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models.posts import Post

LONGEST_NOTE = 5000
LONGEST_PASSAGE = 1000
OPENED_ANEW = timedelta(minutes=10)
"""A link that is opened again within this counts as opened once: reading writes no more often."""


class DraftLink(models.Model):
    """A secret address of one post's text, for whoever has it until it ends.

    ``name`` is for whom it was made, in its maker's words, which its readers do not see;
    ``token_hash`` is what the secret is known by.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="draft_links")
    name = models.CharField(max_length=100)
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("link to a draft")
        verbose_name_plural = _("links to drafts")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    def note_opening(self) -> None:
        now = timezone.now()
        if self.opened_at is None or self.opened_at < now - OPENED_ANEW:
            DraftLink.objects.filter(pk=self.pk).update(opened_at=now)


class DraftNoteQuerySet(models.QuerySet):
    def waiting(self) -> "DraftNoteQuerySet":
        """Those that no author has dealt with."""
        return self.filter(done_at=None)

    def of_posts_for(self, user: Any) -> "DraftNoteQuerySet":
        """Those of posts that a user of the admin may change."""
        return self.filter(post__in=Post.objects.editable_by(user).order_by().values("pk"))


class DraftNote(models.Model):
    """What a reader of a draft noted: plain text, for the post's authors alone. ``passage`` is the
    part of the text that they mean, as they gave it."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="draft_notes")
    link = models.ForeignKey(
        DraftLink, models.SET_NULL, null=True, blank=True, related_name="notes"
    )
    name = models.CharField(max_length=100)
    text = models.TextField(validators=[MaxLengthValidator(LONGEST_NOTE)])
    passage = models.TextField(blank=True, validators=[MaxLengthValidator(LONGEST_PASSAGE)])
    at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = DraftNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note on a draft")
        verbose_name_plural = _("notes on drafts")
        ordering = ["-pk"]
        indexes = [
            models.Index("post", name="draft_note_waiting", condition=models.Q(done_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:60]}"
