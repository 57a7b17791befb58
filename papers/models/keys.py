"""Citekeys: the names by which a text calls a paper."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from papers.models.address_fields import AddressField
from papers.records.folded_text import is_letter

RESERVED = (
    "notices",
    "people",
    "reading",
)
"""Pages of their own beside those of the papers (``papers.urls``)."""


def is_key(text: str) -> bool:
    """Letters, digits and some signs, which do not stand at its ends (``_`` may end it)."""
    is_whole = all(is_letter(one) or one in "_:.+-" for one in text)
    return is_whole and is_letter(text[:1] or "-") and (is_letter(text[-1]) or text[-1] == "_")


def validate_key(value: str) -> None:
    if not is_key(value):
        said = _(
            "A key has letters, digits and _ : . + - only, and begins and ends with a letter or "
            "digit."
        )
        raise ValidationError(said, code="invalid")


def validate_unreserved(value: str) -> None:
    if value in RESERVED:
        raise ValidationError(_("A page of the library has this name already; choose another key."))


def can_be_key(text: str) -> bool:
    """Whether a text from elsewhere may be a key here."""
    longest = Key._meta.get_field("value").max_length
    return len(text) <= longest and text not in RESERVED and is_key(text)


class Key(models.Model):
    """A citekey that leads to a paper. ``Paper.key`` is the one that is shown; the others
    redirect to it."""

    value = AddressField(
        _("key"), max_length=100, unique=True, validators=[validate_key, validate_unreserved]
    )
    paper = models.ForeignKey(
        "papers.Paper", models.CASCADE, related_name="keys", verbose_name=_("paper")
    )

    class Meta:
        verbose_name = _("key")
        verbose_name_plural = _("keys")
        ordering = ["value"]
        constraints = [
            models.CheckConstraint(condition=~Q(value__in=RESERVED), name="key_is_not_reserved")
        ]

    def __str__(self) -> str:
        return self.value
