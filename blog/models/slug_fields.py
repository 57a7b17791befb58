"""The form of a slug, for every model that has one."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from papers.records.folded_text import is_letter

SAID = _("A slug has letters of any script, digits, hyphens and underscores only.")


def validate_slug(value: str) -> None:
    if not value or not all(is_letter(letter) or letter in "-_" for letter in value):
        raise ValidationError(SAID, code="invalid")


def slug_is_one_part(name: str) -> models.CheckConstraint:
    """Holds for rows that no form has seen too: an address with another part in it leads nowhere,
    and no page that links to it could be written."""
    return models.CheckConstraint(
        condition=~Q(slug="") & ~Q(slug__contains="/"), name=name, violation_error_message=SAID
    )
