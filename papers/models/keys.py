"""Citekeys: the names by which a text calls a paper."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

KEY_PATTERN = r"^[^\W_](?:[\w:.+-]*\w)?$"
validate_key = RegexValidator(
    KEY_PATTERN,
    _("A key has letters, digits and _ : . + - only, and begins and ends with a letter or digit."),
)


class Key(models.Model):
    """A citekey that leads to a paper. ``Paper.key`` is the one that is shown; the others
    redirect to it."""

    value = models.CharField(_("key"), max_length=100, unique=True, validators=[validate_key])
    paper = models.ForeignKey(
        "papers.Paper", models.CASCADE, related_name="keys", verbose_name=_("paper")
    )

    class Meta:
        verbose_name = _("key")
        verbose_name_plural = _("keys")
        ordering = ["value"]

    def __str__(self) -> str:
        return self.value


def free_value(rows: models.QuerySet, field: str, wanted: str) -> str:
    """``wanted``, or ``wanted-2``, ``wanted-3``… : the first that no row's ``field`` has."""
    taken = set(rows.filter(**{f"{field}__startswith": wanted}).values_list(field, flat=True))
    number, value = 1, wanted
    while value in taken:
        number += 1
        value = f"{wanted}-{number}"
    return value
