"""The library: papers, who wrote them, what identifies them, and where posts cite them."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import IntegrityError, models, transaction
from django.db.models import F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from papers import records
from papers.choices import NAME_ROLES, SCHEMES, TYPES, Origin, Role, State
from papers.counting import CappedCount
from papers.identifiers import normalize, record_links
from papers.names import make_key, slugify, title_key
from papers.references import reference_html

UNDATED = -9999  # sorts works without a year behind all others, on every database
KEY_PATTERN = r"^[^\W_](?:[\w:.+-]*\w)?$"
validate_key = RegexValidator(
    KEY_PATTERN,
    _("A key has letters, digits and _ : . + - only, and begins and ends with a letter or digit."),
)
validate_orcid = RegexValidator(
    r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$", _("An ORCID looks like 0000-0002-1825-0097.")
)


class Contributor(models.Model):
    """A person or a body that wrote or edited papers, with CSL's name parts (CSL-JSON names)."""

    family = models.CharField(_("family name"), max_length=200, blank=True)
    given = models.CharField(_("given names"), max_length=200, blank=True)
    dropping_particle = models.CharField(_("dropping particle"), max_length=50, blank=True)
    non_dropping_particle = models.CharField(_("particle"), max_length=50, blank=True)
    suffix = models.CharField(_("suffix"), max_length=50, blank=True)
    literal = models.CharField(
        _("name of a body"), max_length=300, blank=True, help_text=_("Instead of the name parts.")
    )
    orcid = models.CharField(
        "ORCID", max_length=19, null=True, blank=True, unique=True, validators=[validate_orcid]
    )
    slug = models.CharField(max_length=200, unique=True, editable=False)

    class Meta:
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
        indexes = [models.Index(fields=["family", "given"], name="contributor_by_name")]

    def __str__(self) -> str:
        return records.full_name(self.csl_name())

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.orcid = self.orcid or None
        if not self.slug:
            self.slug = free_value(
                Contributor.objects.all(), "slug", slugify(str(self))[:180] or "contributor"
            )
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("papers:person_detail", args=[self.slug])

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


class Key(models.Model):
    """A citekey that leads to a paper. ``Paper.key`` is the one that is shown; the others
    redirect to it."""

    value = models.CharField(_("key"), max_length=100, unique=True, validators=[validate_key])
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="keys", verbose_name=_("paper"))

    class Meta:
        verbose_name = _("key")
        verbose_name_plural = _("keys")
        ordering = ["value"]

    def __str__(self) -> str:
        return self.value


class Authorship(models.Model):
    """One contributor's part in one paper, in the order of the paper itself."""

    paper = models.ForeignKey(
        Paper, models.CASCADE, related_name="authorships", verbose_name=_("paper")
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


class Identifier(models.Model):
    """What names a paper outside this library, in normal form; it belongs to one paper only."""

    paper = models.ForeignKey(
        Paper, models.CASCADE, related_name="identifiers", verbose_name=_("paper")
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
            self.value = normalize(self.scheme, self.value)
        except (ValueError, KeyError) as error:
            raise ValidationError({"value": str(error)}) from error


class CitedWorkQuerySet(models.QuerySet):
    def published(self, now: datetime | None = None) -> "CitedWorkQuerySet":
        """Those that everybody may see: confirmed, and the post published and listed."""
        return self.filter(is_confirmed=True, published_at__lte=now or timezone.now())


class CitedWork(models.Model):
    """One post × one paper. ``published_at`` repeats the post's (empty while it is a draft or
    unlisted), so that a paper's posts are one index range."""

    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="cited_works")
    paper = models.ForeignKey(
        Paper, models.CASCADE, related_name="cited_works", verbose_name=_("paper")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.MENTIONS)
    position = models.PositiveIntegerField(_("position"), default=1)
    found_by = models.CharField(
        _("found by"), max_length=12, choices=Origin.choices, default=Origin.EDITOR
    )
    is_confirmed = models.BooleanField(
        _("confirmed"),
        default=True,
        help_text=_("A title alone is a suggestion: readers see it once you confirm it."),
    )
    published_at = models.DateTimeField(null=True, editable=False)

    objects = CitedWorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("cited work")
        verbose_name_plural = _("cited works")
        ordering = ["post_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "paper"], name="cited_work_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="cited_work_role"),
        ]
        indexes = [
            models.Index(
                F("paper"), F("published_at").desc(), F("post").desc(), name="cited_work_by_paper"
            )
        ]

    def __str__(self) -> str:
        return f"{self.paper} ({self.get_role_display()})"


class Citation(models.Model):
    """One place in a post's text where a cited work is cited. Rebuilt with the text."""

    cited_work = models.ForeignKey(CitedWork, models.CASCADE, related_name="citations")
    position = models.PositiveIntegerField()
    anchor = models.CharField(max_length=200)
    locator = models.CharField(max_length=200, blank=True)
    sentence = models.TextField(blank=True)

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["cited_work_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["cited_work", "position"], name="citation_position_once"
            )
        ]

    def __str__(self) -> str:
        return self.sentence or self.anchor


def free_value(rows: models.QuerySet, field: str, wanted: str) -> str:
    """``wanted``, or ``wanted-2``, ``wanted-3``… : the first that no row's ``field`` has."""
    taken = set(rows.filter(**{f"{field}__startswith": wanted}).values_list(field, flat=True))
    number, value = 1, wanted
    while value in taken:
        number += 1
        value = f"{wanted}-{number}"
    return value
