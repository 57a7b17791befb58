"""The reading list: which papers the site's editors want to read, read now, and have read."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.choices import ReadingState
from papers.models.notes import Noted
from papers.models.papers import Paper
from papers.note_html import validate_note


class Reading(Noted):
    """A paper's place on the reading list, with what an editor says about it in public."""

    note_scope = "reading-{paper}-"

    paper = models.OneToOneField(
        "papers.Paper", models.CASCADE, related_name="reading", verbose_name=_("paper")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ReadingState.choices, default=ReadingState.TO_READ
    )
    note = models.TextField(
        _("public note"), blank=True, validators=[validate_note], help_text=_("Markdown.")
    )
    note_html = models.TextField(editable=False, blank=True)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("reading list")
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ReadingState.values), name="reading_state_is_known"
            )
        ]
        indexes = [
            models.Index(
                F("state"), F("changed_at").desc(), F("id").desc(), name="reading_by_state"
            ),
            models.Index(F("changed_at").desc(), F("id").desc(), name="reading_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.paper} ({self.get_state_display()})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        before = Reading.objects.filter(pk=self.pk).first() if self.pk else None
        if before is not None and (before.state, before.note) != (self.state, self.note):
            self.changed_at = timezone.now()
        super().save(*args, **kwargs)
        hidden = Paper.objects.filter(pk=self.paper_id, is_listed=False)
        hidden.update(is_listed=True, updated_at=timezone.now())
