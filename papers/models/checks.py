"""What the registries answered: one row for each answer that says something new."""

from collections.abc import Mapping

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.choices import FIELD_NAMES, REGISTRIES, SCHEMES, Standing


class Check(models.Model):
    """One comparison of a paper with what a registry says under one identifier, or a registry's
    failure to say anything. An answer that says the same again only moves ``last_at``.

    ``fields`` are the compared ones with both values (``papers.checking.comparison``), ``reply``
    is what was compared (``papers.checking.stored_replies``), so that it can be compared anew when
    our record changes, and is known still when the registry has forgotten it. ``kept`` has, by the
    name of a field, why an editor keeps our value though the registry's differs, with both values:
    a reason holds while they are still those.
    """

    paper = models.ForeignKey(
        "papers.Paper", models.CASCADE, related_name="checks", verbose_name=_("paper")
    )
    registry = models.CharField(_("registry"), max_length=12, choices=REGISTRIES)
    scheme = models.CharField(_("scheme"), max_length=12, choices=SCHEMES)
    value = models.CharField(_("identifier"), max_length=500)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Standing.choices)
    fields = models.JSONField(_("fields"), default=list, blank=True)
    reply = models.JSONField(default=dict, blank=True, editable=False)
    kept = models.JSONField(_("kept with a reason"), default=dict, blank=True, editable=False)
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    first_at = models.DateTimeField(_("first"), default=timezone.now)
    last_at = models.DateTimeField(_("last"), default=timezone.now)

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        ordering = ["-last_at", "-pk"]
        indexes = [
            models.Index(F("paper"), F("last_at").desc(), F("id").desc(), name="check_of_paper"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=Standing.values) & ~Q(outcome=Standing.UNCHECKED),
                name="check_outcome_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_registry_display()}: {self.get_outcome_display()}"

    @property
    def shape(self) -> str:
        return Standing(self.outcome).shape

    @property
    def differing_names(self) -> list[str]:
        return [str(FIELD_NAMES.get(one["name"], one["name"])).lower() for one in self.differing]

    @property
    def differing(self) -> list[dict[str, str]]:
        return [one for one in self.fields if one["agreement"] == "differs"]

    @property
    def unanswered(self) -> list[dict[str, str]]:
        """Those of ``differing`` for which no editor has a reason."""
        return [one for one in self.differing if not self.reason_for(one)]

    def reason_for(self, field: Mapping[str, str]) -> str:
        """Why an editor keeps our value of one of ``fields``; empty where none does."""
        kept = self.kept.get(field["name"], {})
        is_same = all(kept.get(side) == field[side] for side in ("ours", "theirs"))
        return kept["reason"] if kept and is_same else ""
