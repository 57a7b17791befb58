"""Where a paper's record came from."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.choices import SourceKind


class Source(models.Model):
    """What one editor, file, post or registry says of a paper; the paper's shown record is made
    from its sources (``papers.library.source_order``).

    ``name`` is the file's path or the upload's name, the post's path, the registry; ``key`` what
    the work is called there. ``record`` is the CSL-JSON item as it was read and ``identifiers``
    what came with it, as ``scheme:value``. Of an editor, ``record`` has corrected fields only: one
    that is empty was emptied on purpose, and so was an identifier with a ``-`` before it.
    ``taken`` names the fields that an editor took from this source.

    ``digest`` is that of the text it was read from. ``rank`` is 0 for a paper's own sources; those
    that came with a merge stand behind them. ``gone_at``: since when its file has it no longer.
    """

    paper = models.ForeignKey(
        "papers.Paper", models.CASCADE, related_name="sources", verbose_name=_("paper")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=SourceKind.choices)
    name = models.CharField(_("name"), max_length=300, blank=True)
    key = models.CharField(_("key there"), max_length=200, blank=True)
    record = models.JSONField(_("record"), default=dict, blank=True)
    identifiers = models.JSONField(_("identifiers"), default=list, blank=True)
    taken = models.JSONField(_("taken fields"), default=list, blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    rank = models.PositiveIntegerField(default=0, editable=False)
    seen_at = models.DateTimeField(_("seen"), default=timezone.now)
    gone_at = models.DateTimeField(_("gone from there since"), null=True, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["paper_id", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name", "key", "paper"], name="source_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=SourceKind.values), name="source_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        words = str(self.get_kind_display())
        named = f"{words} {self.name}" if self.name else words
        return f"{named}: {self.key}" if self.key else named
