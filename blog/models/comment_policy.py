"""Whether a post's comments are shown and taken, and until when."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models.site import Taking, current_site
from papers.queries.page_reads import page_changes_at


class Commenting(models.TextChoices):
    OPEN = "open", _("open: readers may comment")
    READ_ONLY = "read-only", _("read-only: shown, but none are taken")
    HIDDEN = "hidden", _("hidden: neither shown nor taken")


class Commented(models.Model):
    """What a post says about its comments. ``published_at`` is the post's."""

    published_at: datetime | None

    commenting = models.CharField(
        _("comments"), max_length=10, choices=Commenting.choices, default=Commenting.OPEN
    )
    comment_days = models.PositiveSmallIntegerField(
        _("days for comments"),
        null=True,
        blank=True,
        help_text=_(
            "After so many days since its publication the post takes no more comments. "
            "Empty: as everywhere on this site. 0: it goes on taking them."
        ),
    )

    class Meta:
        abstract = True

    @property
    def shows_comments(self) -> bool:
        return self.commenting != Commenting.HIDDEN

    @property
    def comments_close_at(self) -> datetime | None:
        """When an open post stops taking comments by itself; ``None`` where it never does."""
        if self.commenting != Commenting.OPEN or self.published_at is None:
            return None
        days = current_site().comment_days if self.comment_days is None else self.comment_days
        if not days:
            return None
        try:
            return self.published_at + timedelta(days=days)
        except OverflowError:  # after the year 9999
            return None

    def takes_comments(self, now: datetime | None = None) -> bool:
        """The one rule for every way to write a comment."""
        now = now or timezone.now()
        is_out = self.published_at is not None and self.published_at <= now
        closes_at = self.comments_close_at
        is_over = closes_at is not None and closes_at <= now
        if closes_at is not None and not is_over:
            page_changes_at(closes_at)
        is_open = self.commenting == Commenting.OPEN and is_out and not is_over
        return is_open and current_site().commenting == Taking.OPEN
