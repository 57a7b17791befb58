"""The papers themselves."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from papers.choices import CHECKED, REGISTRIES, TYPES, Standing, State
from papers.models.address_fields import AddressField
from papers.models.choice_words import word_of
from papers.models.citations import CitedWork, CommentCitation
from papers.models.free_values import free_value
from papers.models.keys import RESERVED, Key, validate_key, validate_unreserved
from papers.models.notes import Noted
from papers.models.people import Contributor
from papers.note_html import validate_note
from papers.notice_words import SHOWN_NOTICES, WARNINGS, notice_shape
from papers.records import record
from papers.records.citekeys import make_key
from papers.records.compared_fields import compared_digest
from papers.records.context_objects import context_object
from papers.records.folded_text import title_key
from papers.records.formula_titles import html_with_formulas, tex_of
from papers.records.identifiers import record_links
from papers.records.work_files import work_files
from papers.search.searchable import Searchable, SearchableQuerySet, SearchEntry
from papers.site_values import address_of, formula_html

COUNTED = frozenset({"discussions_count", "is_listed"})
REFERENCE_COLUMNS = frozenset({"reference_html", "reference_digest"})
"""What ``papers.citing.stored_references`` makes of the record in the site's style."""
CHECK_COLUMNS = frozenset(
    {"standing", "checked_at", "checked_with", "differences", "unanswered", "compared_digest"}
    | {"notice", "notice_day", "noticed_at"}
)
"""What ``papers.checking.standings`` derives from a paper's checks and notices."""
FOUND_BY = ("container-title", "publisher", "DOI", "PMID", "PMCID", "ISBN", "number", "URL")
MOST_NAMES_IN_HEAD = 10
UNDATED = -9999  # sorts works without a year behind all others, on every database


def order_of_year(year: int | None) -> int:
    """The place of a work's year among others, for a search."""
    return 0 if year is None else year - UNDATED


def filtered_indexes() -> list[models.Index]:
    """One range for each filter of the library's list in each of its orders, so that a page of it
    costs the same whatever the library's size."""
    columns = {"type": "type", "standing": "check", "notice": "notice"}
    columns["container_title"] = "venue"
    orders = {"sort_year": "newest", "discussions_count": "most_discussed"}
    indexes = []
    for column, name in columns.items():
        indexes += [
            listed_index(
                F(column), F(first).desc(), F("id").desc(), name=f"paper_of_{name}_{order}"
            )
            for first, order in orders.items()
        ]
        indexes.append(listed_index(F(column), F("id").desc(), name=f"paper_of_{name}_last_added"))
    return indexes


def listed_index(*columns: Any, name: str) -> models.Index:
    return models.Index(*columns, name=name, condition=Q(is_listed=True))


class PaperQuerySet(SearchableQuerySet):
    def listed(self) -> "PaperQuerySet":
        """Those that the library's lists show, its files too."""
        return self.filter(is_listed=True)

    def visible(self, now: datetime | None = None) -> "PaperQuerySet":
        """Those that have a page: the listed ones, and what an unlisted post cites that everybody
        may read. For a few papers, since each is looked up."""
        mine = Q(paper=OuterRef("pk"))
        return self.filter(
            Q(is_listed=True)
            | Exists(CitedWork.objects.readable(now).filter(mine))
            | Exists(CommentCitation.objects.readable(now).filter(mine))
        )

    def editable_by(self, user: Any) -> "PaperQuerySet":
        """All, for those whom the admin shows papers."""
        rights = ("papers.view_paper", "papers.change_paper")
        return self if user.is_active and any(map(user.has_perm, rights)) else self.none()

    def unanswered(self) -> "PaperQuerySet":
        """Those of which a registry says something else than what is shown, and no editor has
        taken it over or said why ours is kept."""
        return self.filter(unanswered__gt=0)

    def forget_old_checks(self, papers: Iterable["Paper"]) -> None:
        """Never an "agrees" for papers that were changed since they were compared."""
        now = {paper.pk: paper.record for paper in papers}
        checked = self.filter(pk__in=now).exclude(compared_digest="")
        digests = dict(checked.values_list("pk", "compared_digest"))
        old = [pk for pk, digest in digests.items() if digest != compared_digest(now[pk])]
        if old:
            rows = self.filter(pk__in=old)
            cleared = {"compared_digest": "", "differences": 0, "unanswered": 0}
            rows.update(standing=Standing.UNCHECKED, **cleared)

    def newest(self) -> "PaperQuerySet":
        return self.order_by("-sort_year", "-pk")

    def by_key(self, key: str) -> "PaperQuerySet":
        """The paper that a citekey leads to, be it the shown key or an alias."""
        return self.filter(keys__value=key)


class Paper(Noted, Searchable):
    """One scholarly work. ``record`` is its whole CSL-JSON item, rebuilt from its sources, the
    authorships and the identifiers by ``papers.library.paper_rows.rebuild_record``; the columns
    are filled from it, and what has no column lives only there."""

    key = AddressField(
        _("key"),
        max_length=100,
        unique=True,
        blank=True,
        validators=[validate_key, validate_unreserved],
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
    standing = models.CharField(
        _("check"),
        max_length=12,
        choices=Standing.choices,
        default=Standing.UNCHECKED,
        editable=False,
    )
    checked_at = models.DateTimeField(_("checked"), null=True, editable=False)
    checked_with = models.CharField(
        _("registry"), max_length=12, choices=REGISTRIES, blank=True, editable=False
    )
    differences = models.PositiveSmallIntegerField(_("differences"), default=0, editable=False)
    unanswered = models.PositiveSmallIntegerField(
        _("differences without an answer"), default=0, editable=False
    )
    compared_digest = models.CharField(max_length=16, blank=True, editable=False)
    notice = models.CharField(
        _("notice"), max_length=20, choices=SHOWN_NOTICES, blank=True, editable=False
    )
    notice_day = models.DateField(null=True, editable=False)
    noticed_at = models.DateTimeField(null=True, editable=False)
    note = models.TextField(
        _("editor's note"),
        blank=True,
        validators=[validate_note],
        help_text=_("Markdown; readers see it on the paper's page."),
    )
    note_html = models.TextField(editable=False, blank=True)
    reference_html = models.TextField(editable=False, blank=True)
    reference_digest = models.CharField(max_length=64, blank=True, editable=False)
    version_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="versions",
        verbose_name=_("version of"),
        help_text=_("Of a preprint or an earlier edition: the paper as it was published."),
    )
    is_in_library = models.BooleanField(
        _("in the library"),
        default=True,
        help_text=_(
            "Readers find it in the library in any case. Without: only while a published post or "
            "comment cites it, or it is on the reading list."
        ),
    )
    is_listed = models.BooleanField(_("shown to readers"), default=True, editable=False)
    discussions_count = models.PositiveIntegerField(_("posts"), default=0, editable=False)
    contributors = models.ManyToManyField(
        Contributor, through="Authorship", related_name="papers", verbose_name=_("contributors")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    get_standing_display = word_of("standing", Standing.choices)
    get_checked_with_display = word_of("checked_with", REGISTRIES)
    get_notice_display = word_of("notice", SHOWN_NOTICES)

    SEARCHED = frozenset({"title", "record", "abstract", "key", "sort_year"})
    objects = PaperQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["-sort_year", "-pk"]
        indexes = [
            models.Index(F("sort_year").desc(), F("id").desc(), name="paper_newest"),
            models.Index(fields=["title_key"], name="paper_by_title"),
            models.Index(F("updated_at").desc(), name="paper_changed"),
            models.Index(F("id"), name="paper_unanswered", condition=Q(unanswered__gt=0)),
            listed_index(F("sort_year").desc(), F("id").desc(), name="paper_listed_newest"),
            listed_index(F("id").desc(), name="paper_listed_last_added"),
            listed_index(F("key"), name="paper_listed_by_key"),
            listed_index(
                F("discussions_count").desc(), F("id").desc(), name="paper_most_discussed"
            ),
            listed_index(
                F("sort_year"),
                F("discussions_count").desc(),
                F("id").desc(),
                name="paper_of_year_most_discussed",
            ),
            *filtered_indexes(),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="paper_has_title"),
            models.CheckConstraint(
                condition=~Q(version_of=F("id")), name="paper_is_no_version_of_itself"
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="paper_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(standing__in=Standing.values), name="paper_standing_is_known"
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
        self.check_version()
        if self.key and Key.objects.filter(value=self.key).exclude(paper=self.pk).exists():
            raise ValidationError({"key": _("This key leads to another paper already.")})

    def check_version(self) -> None:
        """All versions of a work point to one of them, so that none has to be looked for."""
        main = self.version_of
        if main is None:
            return
        if main.pk == self.pk:
            raise ValidationError({"version_of": _("A paper is no version of itself.")})
        if main.version_of_id:
            said = _("That one is a version of “%(paper)s”; choose this.")
            raise ValidationError({"version_of": said % {"paper": main.version_of}})
        if self.pk and self.versions.exists():
            raise ValidationError({"version_of": _("Other papers are versions of this one.")})

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """What is counted (``papers.library.discussion_counts``), checked or made of the record
        stays as it is stored; but a check of a record that is another one now counts no more."""
        if self._state.adding:
            self.is_listed = self.is_in_library
        elif not kwargs.get("update_fields"):
            columns = {field.name for field in self._meta.concrete_fields if not field.primary_key}
            kwargs["update_fields"] = columns - COUNTED - CHECK_COLUMNS - REFERENCE_COLUMNS
        self.title_key = title_key(self.title)
        self.sort_year = UNDATED if self.issued_year is None else self.issued_year
        if not self.key or self.key in RESERVED:
            wanted = self.key or self.proposed_key()
            self.key = free_value(Key.objects.all(), "value", wanted, RESERVED)
        super().save(*args, **kwargs)
        type(self).objects.forget_old_checks([self])
        shown, _is_new = Key.objects.get_or_create(value=self.key, defaults={"paper": self})
        if shown.paper_id != self.pk:
            raise IntegrityError(f"The key {self.key} leads to another paper.")

    def get_absolute_url(self) -> str:
        return address_of("papers:paper_detail", self.key)

    @property
    def title_html(self) -> str:
        """The title with its formulas set, for headings and lists; ``title`` is words alone."""
        tex = tex_of(self.record, "title") if self.record.get("title") == self.title else ""
        return html_with_formulas(tex, formula_html) if tex else escape(self.title)

    @property
    def byline(self) -> str:
        """As ``record_byline``, in the language of the pages."""
        names, has_others = record.byline_names(self.record)
        if has_others:
            return gettext("%(name)s et al.") % {"name": names[0]}
        if len(names) > 1:
            told = {"names": ", ".join(names[:-1]), "last": names[-1]}
            return gettext("%(names)s and %(last)s") % told
        return "".join(names)

    @property
    def standing_shape(self) -> str:
        return Standing(self.standing).shape

    @property
    def is_checked(self) -> bool:
        return self.standing in CHECKED

    @property
    def has_warning(self) -> bool:
        """Whether readers are told at every citation: it was retracted, or the like."""
        return self.notice in WARNINGS

    @property
    def status(self) -> str:
        """What happened to the work, in a word; empty where nothing is known."""
        return str(self.get_notice_display()) if self.notice else ""

    @property
    def notice_shape(self) -> str:
        return notice_shape(self.notice)

    @property
    def pages(self) -> str:
        return record.record_pages(self.record)

    @property
    def links(self) -> list[tuple[str, str]]:
        """Names and addresses under which a reader finds the work, the best first."""
        return record_links(self.record)

    @property
    def files(self) -> dict[str, str]:
        """The addresses of the work's ``pdf``, ``code`` and ``data``, those that are known."""
        return work_files(self.record)

    @property
    def context_object(self) -> str:
        """What a list tells reference managers of it."""
        return context_object(self.record)

    def search_entry(self) -> SearchEntry:
        """Found by title, names and year first, then by all else that a card of it says."""
        people = [one for role in ("author", "editor") for one in self.record.get(role) or []]
        families = " ".join(map(record.short_name, people[:MOST_NAMES_IN_HEAD]))
        year = None if self.sort_year == UNDATED else self.sort_year
        names = ", ".join(map(record.full_name, people))
        said = [str(self.record[name]) for name in FOUND_BY if self.record.get(name)]
        head = f"{self.title} {families} {year or ''}"
        return SearchEntry(head, (names, *said, self.key, self.abstract), order=order_of_year(year))

    def proposed_key(self) -> str:
        names = self.record.get("author") or self.record.get("editor") or [{}]
        first = names[0].get("family") or names[0].get("literal") or ""
        return make_key(first, self.issued_year, self.title)
