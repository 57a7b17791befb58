"""Whether the site mails its posts, and since when."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MailsPosts(models.Model):
    """What the site says of its posts by mail. Only what is published after ``mails_posts_since``
    is mailed, so that nobody gets a whole archive."""

    mails_posts = models.BooleanField(
        _("posts by mail"),
        default=False,
        db_default=False,
        help_text=_(
            "Readers may have posts mailed to them, each or a digest a week; those that are "
            "published from now on. Needs a mail server (EMAIL_URL)."
        ),
    )
    mails_posts_since = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.mails_posts:
            self.mails_posts_since = None
        elif self.mails_posts_since is None:
            self.mails_posts_since = timezone.now()
        super().save(*args, **kwargs)

    @property
    def takes_subscribers(self) -> bool:
        return self.mails_posts and settings.BLOG_SENDS_MAIL
