"""What was merged, so that it can be taken apart again."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MergeKind(models.TextChoices):
    PAPERS = "papers", _("papers")
    PEOPLE = "people", _("people")


class Merge(models.Model):
    """Papers that became one, or spellings of one contributor that did.

    ``kept_pk`` is the row that stayed and ``gone_pks`` are those that went into it; they are no
    foreign keys, because a row that stayed may go in a later merge. ``journal`` has the rows
    concerned, as ``papers.library.merge_journal`` writes them.
    """

    kind = models.CharField(_("kind"), max_length=6, choices=MergeKind.choices)
    kept_pk = models.BigIntegerField(editable=False)
    gone_pks = models.JSONField(editable=False)
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
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=MergeKind.values), name="merge_kind_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kept} ← {self.gone}"


class DistinctPair(models.Model):
    """Two papers that an editor called two works: nobody is asked about them again."""

    first = models.ForeignKey("papers.Paper", models.CASCADE, related_name="+")
    second = models.ForeignKey("papers.Paper", models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("pair of distinct papers")
        verbose_name_plural = _("pairs of distinct papers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="distinct_pair_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="distinct_pair_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}, {self.second_id}"


class DistinctPeople(models.Model):
    """Two people of one name, or of names that are alike, whom an editor called two."""

    first = models.ForeignKey("papers.Contributor", models.CASCADE, related_name="+")
    second = models.ForeignKey("papers.Contributor", models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("pair of distinct people")
        verbose_name_plural = _("pairs of distinct people")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="distinct_people_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="distinct_people_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}, {self.second_id}"
