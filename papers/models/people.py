"""Who wrote and edited the papers."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from papers.choices import NAME_ROLES
from papers.models.address_fields import AddressField
from papers.models.free_values import Column, FreeValues
from papers.records import record
from papers.records.address_forms import bounded_slug
from papers.records.identifiers import normalize_orcid
from papers.records.person_names import LONGEST, folded_name, initial_name
from papers.search.searchable import Searchable, SearchableQuerySet, SearchEntry
from papers.site_values import address_of


class OrcidField(models.CharField):
    """An ORCID in its normal form, ``None`` without one; written as an address or bare."""

    LONGEST_WRITTEN = 100

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 19, "null": True, "blank": True, **kwargs})

    def to_python(self, value: Any) -> str | None:
        if not value or not str(value).strip():
            return None
        try:
            return normalize_orcid(str(value))
        except ValueError as error:
            said = _("%(value)s is no ORCID; one looks like 0000-0002-1825-0097.")
            raise ValidationError(said, params={"value": value}) from error

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        value = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> str | None:
        """As it stands: a part of one may be looked for."""
        return None if value is None else str(value)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"max_length": self.LONGEST_WRITTEN, **kwargs})


class Contributor(Searchable):
    """A person or a body that wrote or edited papers, with CSL's name parts (CSL-JSON names)."""

    family = models.CharField(_("family name"), max_length=200, blank=True)
    given = models.CharField(_("given names"), max_length=200, blank=True)
    dropping_particle = models.CharField(_("dropping particle"), max_length=50, blank=True)
    non_dropping_particle = models.CharField(_("particle"), max_length=50, blank=True)
    suffix = models.CharField(_("suffix"), max_length=50, blank=True)
    literal = models.CharField(
        _("name of a body"), max_length=300, blank=True, help_text=_("Instead of the name parts.")
    )
    orcid = OrcidField("ORCID", unique=True)
    slug = AddressField(max_length=200, unique=True, editable=False)
    folded_name = models.CharField(max_length=LONGEST, default="", editable=False, db_index=True)
    initial_name = models.CharField(max_length=LONGEST, default="", editable=False, db_index=True)

    SEARCHED = frozenset(
        {"family", "given", "dropping_particle", "non_dropping_particle", "suffix", "literal"}
    )
    objects = SearchableQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ["family", "literal", "given", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(family="") ^ Q(literal=""),
                name="contributor_is_person_or_body",
                violation_error_message=_("Give a family name or the name of a body, not both."),
            )
        ]
        indexes = [
            models.Index(fields=["family", "given"], name="contributor_by_name"),
            models.Index(fields=["family", "literal", "given", "id"], name="contributor_in_admin"),
        ]

    def __str__(self) -> str:
        return record.full_name(self.csl_name())

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            wanted = bounded_slug(str(self), 180) or "contributor"
            self.slug = FreeValues(slug_columns()).take(wanted)
        self.fold()
        super().save(*args, **kwargs)

    def fold(self) -> None:
        """Sets the forms of the name by which its other spellings are found."""
        name = self.csl_name()
        self.folded_name, self.initial_name = folded_name(name), initial_name(name)

    def get_absolute_url(self) -> str:
        return address_of("papers:person_detail", self.slug)

    def search_entry(self) -> SearchEntry:
        return SearchEntry(str(self))

    def csl_name(self) -> dict[str, str]:
        """This contributor as a CSL-JSON name."""
        parts = {
            "family": self.family,
            "given": self.given,
            "dropping-particle": self.dropping_particle,
            "non-dropping-particle": self.non_dropping_particle,
            "suffix": self.suffix,
            "literal": self.literal,
        }
        return {name: value for name, value in parts.items() if value}


class OldSlug(models.Model):
    """A slug that a contributor had who was merged into this one; its address redirects."""

    value = AddressField(max_length=200, unique=True)
    contributor = models.ForeignKey(Contributor, models.CASCADE, related_name="old_slugs")

    class Meta:
        verbose_name = _("old address of a person")
        verbose_name_plural = _("old addresses of people")
        ordering = ["value"]

    def __str__(self) -> str:
        return self.value


def slug_columns() -> list[Column]:
    """Where the addresses of people stand: no two of them may be the same."""
    return [(Contributor.objects.all(), "slug"), (OldSlug.objects.all(), "value")]


class Authorship(models.Model):
    """One contributor's part in one paper, in the order of the paper itself."""

    paper = models.ForeignKey(
        "papers.Paper", models.CASCADE, related_name="authorships", verbose_name=_("paper")
    )
    contributor = models.ForeignKey(
        Contributor, models.PROTECT, related_name="authorships", verbose_name=_("contributor")
    )
    role = models.CharField(_("role"), max_length=30, choices=NAME_ROLES, default="author")
    position = models.PositiveIntegerField(_("position"), default=1)

    class Meta:
        verbose_name = _("authorship")
        verbose_name_plural = _("authorships")
        ordering = ["paper_id", "role", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "role", "position"], name="authorship_position_once"
            ),
            models.UniqueConstraint(
                fields=["contributor", "paper", "role"], name="authorship_contributor_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contributor}, {self.get_role_display()}"
