from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models.demo import DemoObject


class Backup(models.Model):
    """The newest backup that ``manage.py backup`` made; there is one row at the most."""

    made_at = models.DateTimeField(default=timezone.now)
    folder = models.CharField(max_length=1000)
    bytes = models.BigIntegerField()

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backups")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.folder

    @property
    def is_old(self) -> bool:
        return timezone.now() - self.made_at > timedelta(days=settings.BLOG_BACKUP_DAYS)

    @classmethod
    def is_due(cls) -> bool:
        """Whether the newest is old, or none was made of a site that shows more than a demo."""
        newest = cls.objects.first()
        if not settings.BLOG_BACKUP_DAYS:
            return False
        return newest.is_old if newest else not DemoObject.objects.exists()
