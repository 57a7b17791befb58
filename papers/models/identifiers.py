"""What names papers outside this library."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from papers.choices import SCHEMES
from papers.records.identifiers import library_identifier


class Identifier(models.Model):
    """What names a paper outside this library, in normal form; it belongs to one paper only."""

    paper = models.ForeignKey(
        "papers.Paper", models.CASCADE, related_name="identifiers", verbose_name=_("paper")
    )
    scheme = models.CharField(_("scheme"), max_length=12, choices=SCHEMES)
    value = models.CharField(_("identifier"), max_length=500)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        ordering = ["paper_id", "scheme", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"],
                name="identifier_names_one_paper",
                violation_error_message=_("Another paper has this identifier already."),
            ),
            models.CheckConstraint(condition=~Q(value=""), name="identifier_has_value"),
            models.CheckConstraint(
                condition=Q(scheme__in=[scheme for scheme, _name in SCHEMES]),
                name="identifier_scheme_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"

    def clean(self) -> None:
        try:
            self.scheme, self.value = library_identifier(self.scheme, self.value)
        except (ValueError, KeyError) as error:
            raise ValidationError({"value": str(error)}) from error
