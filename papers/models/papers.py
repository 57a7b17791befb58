"""The papers themselves."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import IntegrityError, models, transaction
from django.db.models import F, OuterRef, Q
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from papers import records
from papers.choices import TYPES, State
from papers.counting import CappedCount
from papers.identifiers import record_links
from papers.models.citations import CitedWork
from papers.models.keys import Key, free_value, validate_key
from papers.models.people import Contributor
from papers.names import make_key, title_key
from papers.references import reference_html

UNDATED = -9999  # sorts works without a year behind all others, on every database


class PaperQuerySet(models.QuerySet):
    def newest(self) -> "PaperQuerySet":
        return self.order_by("-sort_year", "-pk")

    def with_discussions(self) -> "PaperQuerySet":
        """With ``discussions_count``: the listed posts that cite the paper, capped."""
        rows = CitedWork.objects.filter(paper=OuterRef("pk")).published()
        return self.annotate(discussions_count=CappedCount(rows))

    def by_key(self, key: str) -> "PaperQuerySet":
        """The paper that a citekey leads to, be it the shown key or an alias."""
        return self.filter(keys__value=key)


class Paper(models.Model):
    """One scholarly work. ``record`` is its whole CSL-JSON item, rebuilt from the columns, the
    authorships and the identifiers by ``papers.library.rebuild_record``; what has no column
    lives only there."""

    key = models.CharField(
        _("key"),
        max_length=100,
        unique=True,
        blank=True,
        validators=[validate_key],
        help_text=_("Made from author, year and title when left empty."),
    )
    type = models.CharField(_("type"), max_length=30, choices=TYPES, default="article-journal")
    title = models.TextField(_("title"))
    title_key = models.TextField(editable=False)
    container_title = models.CharField(
        _("journal, proceedings or book"), max_length=500, blank=True
    )
    publisher = models.CharField(_("publisher"), max_length=300, blank=True)
    volume = models.CharField(_("volume"), max_length=50, blank=True)
    issue = models.CharField(_("issue"), max_length=50, blank=True)
    page = models.CharField(_("pages"), max_length=100, blank=True)
    issued_year = models.SmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-3000), MaxValueValidator(3000)],
    )
    issued_month = models.PositiveSmallIntegerField(
        _("month"), null=True, blank=True, validators=[MaxValueValidator(12), MinValueValidator(1)]
    )
    issued_day = models.PositiveSmallIntegerField(
        _("day"), null=True, blank=True, validators=[MaxValueValidator(31), MinValueValidator(1)]
    )
    sort_year = models.SmallIntegerField(editable=False, default=UNDATED)
    language = models.CharField(_("language"), max_length=35, blank=True)
    abstract = models.TextField(_("abstract"), blank=True)
    record = models.JSONField(default=dict, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.UNCHECKED
    )
    contributors = models.ManyToManyField(
        Contributor, through="Authorship", related_name="papers", verbose_name=_("contributors")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["-sort_year", "-pk"]
        indexes = [
            models.Index(F("sort_year").desc(), F("id").desc(), name="paper_newest"),
            models.Index(fields=["title_key"], name="paper_by_title"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="paper_has_title"),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="paper_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(issued_month=None) | Q(issued_month__range=(1, 12)),
                name="paper_month_is_a_month",
            ),
            models.CheckConstraint(
                condition=Q(issued_day=None) | Q(issued_day__range=(1, 31)),
                name="paper_day_is_a_day",
            ),
            models.CheckConstraint(
                condition=(Q(issued_day=None) | ~Q(issued_month=None))
                & (Q(issued_month=None) | ~Q(issued_year=None)),
                name="paper_date_has_no_gap",
                violation_error_message=_("A day needs a month, and a month needs a year."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.key and Key.objects.filter(value=self.key).exclude(paper=self.pk).exists():
            raise ValidationError({"key": _("This key leads to another paper already.")})

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        self.title_key = title_key(self.title)
        self.sort_year = UNDATED if self.issued_year is None else self.issued_year
        if not self.key:
            self.key = free_value(Key.objects.all(), "value", self.proposed_key())
        super().save(*args, **kwargs)
        shown, _is_new = Key.objects.get_or_create(value=self.key, defaults={"paper": self})
        if shown.paper_id != self.pk:
            raise IntegrityError(f"The key {self.key} leads to another paper.")

    def get_absolute_url(self) -> str:
        return reverse("papers:paper_detail", args=[self.key])

    @property
    def byline(self) -> str:
        return records.byline(self.record)

    @property
    def pages(self) -> str:
        return records.pages(self.record)

    @property
    def reference_html(self) -> SafeString:
        """A plain, complete reference; ``references.reference_html`` escapes every field."""
        return mark_safe(reference_html(self.record))

    @property
    def links(self) -> list[tuple[str, str]]:
        """Names and addresses under which a reader finds the work, the best first."""
        return record_links(self.record)

    def proposed_key(self) -> str:
        names = self.record.get("author") or self.record.get("editor") or [{}]
        first = names[0].get("family") or names[0].get("literal") or ""
        return make_key(first, self.issued_year, self.title)
