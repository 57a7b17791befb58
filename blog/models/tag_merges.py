"""Which tags were merged, so that they can be taken apart again."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TagMerge(models.Model):
    """Tags that became one. ``kept_pk`` is no foreign key, because a tag that stayed may go in a
    later merge; ``journal`` has the rows concerned, as ``papers.library.merge_journal`` writes
    them."""

    kept_pk = models.BigIntegerField(editable=False)
    kept = models.TextField(_("kept"))
    gone = models.TextField(_("merged into it"))
    journal = models.JSONField(editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    merged_at = models.DateTimeField(_("merged"), default=timezone.now, editable=False)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("merge of tags")
        verbose_name_plural = _("merges of tags")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kept} ← {self.gone}"
