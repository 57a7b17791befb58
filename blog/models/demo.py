"""What belongs to the demo."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class DemoObject(models.Model):
    """A row that the demo made, so that ``flush_demo`` can remove exactly those."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.BigIntegerField()
    target = GenericForeignKey()

    class Meta:
        verbose_name = _("object of the demo")
        verbose_name_plural = _("objects of the demo")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="demo_object_once")
        ]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}"
