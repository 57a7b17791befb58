"""What happened to papers after they appeared: retractions, corrections, newer versions."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.choices import SCHEMES
from papers.models.notes import Noted
from papers.note_html import validate_note
from papers.notice_words import NOTICES, SOURCES, WARNINGS, notice_shape
from papers.records.identifiers import Id, identifier_url
from papers.registries.registry_record import NoticeKind


class NoticeQuerySet(models.QuerySet):
    def confirmed(self) -> "NoticeQuerySet":
        """Those that are no mere proposals."""
        return self.filter(is_confirmed=True)

    def listed(self) -> "NoticeQuerySet":
        """Those that lists show: of papers that the library's lists show."""
        return self.confirmed().filter(paper__is_listed=True)

    def to_look_at(self) -> "NoticeQuerySet":
        """Those that wait for an editor: warnings, and what is only proposed."""
        return self.filter(Q(kind__in=WARNINGS) | Q(is_confirmed=False), looked_at=None)


class Notice(Noted):
    """Something that happened to a paper. ``by_scheme`` and ``by_value`` name the notice itself (a
    retraction's own DOI, the newer version), ``notice_paper`` is it where the library has it.

    ``sources`` say who tells it (keys of ``SOURCES``); ``registries`` are those through which it
    is told still, as ``crossref:10.1/x``: empty for one that they forgot, which is kept, and for an
    editor's own. ``mailed_at``: when editors were mailed of it.
    """

    note_scope = "notice-{paper}-"

    paper = models.ForeignKey(
        "papers.Paper", models.CASCADE, related_name="notices", verbose_name=_("paper")
    )
    kind = models.CharField(_("what happened"), max_length=20, choices=NOTICES)
    by_scheme = models.CharField(
        _("kind of the notice's identifier"), max_length=12, choices=SCHEMES, blank=True
    )
    by_value = models.CharField(_("identifier of the notice"), max_length=500, blank=True)
    notice_paper = models.ForeignKey(
        "papers.Paper",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="notice_of",
        verbose_name=_("the notice, in this library"),
        help_text=_("The paper that is the notice itself: the retraction, the correction."),
    )
    day = models.DateField(_("date of the notice"), null=True, blank=True)
    sources = models.JSONField(_("told by"), default=list, blank=True, editable=False)
    registries = models.JSONField(_("registries"), default=list, blank=True, editable=False)
    reason = models.TextField(_("reason"), blank=True)
    is_confirmed = models.BooleanField(
        _("confirmed"),
        default=True,
        help_text=_("Readers are told of it. Without: a proposal that editors alone see."),
    )
    first_seen_at = models.DateTimeField(_("first seen"), default=timezone.now, editable=False)
    mailed_at = models.DateTimeField(null=True, blank=True, editable=False)
    looked_at = models.DateTimeField(_("looked at"), null=True, blank=True, editable=False)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("looked at by"),
    )
    note = models.TextField(
        _("public note"),
        blank=True,
        validators=[validate_note],
        help_text=_("Markdown; readers see it beside the notice: why it is cited still."),
    )
    note_html = models.TextField(editable=False, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-first_seen_at", "-pk"]
        indexes = [
            models.Index(
                F("first_seen_at").desc(),
                F("id").desc(),
                name="notice_newest",
                condition=Q(is_confirmed=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind for kind, _word in NOTICES]),
                name="notice_kind_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(paper=F("notice_paper")),
                name="notice_is_another_paper",
                violation_error_message=_("A paper is no notice of itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper} ({self.get_kind_display()})"

    def clean(self) -> None:
        if self.notice_paper_id and self.notice_paper_id == self.paper_id:
            raise ValidationError({"notice_paper": _("A paper is no notice of itself.")})

    @property
    def shape(self) -> str:
        return notice_shape(self.kind)

    @property
    def is_forgotten(self) -> bool:
        """Whether registries told it once and none does any more."""
        return not self.registries and bool({*self.sources} - {"editor", "title"})

    @property
    def by(self) -> Id | None:
        return Id(self.by_scheme, self.by_value) if self.by_value else None

    @property
    def url(self) -> str:
        """Where the notice itself, or the other work, is found; empty where that is not known."""
        if self.by and (address := identifier_url(self.by)):
            return address
        other = self.notice_paper
        return other.get_absolute_url() if other is not None and other.is_listed else ""

    @property
    def leads_to(self) -> str:
        """What stands at the address."""
        is_work = self.kind in (NoticeKind.REPLACEMENT, NoticeKind.PUBLISHED, NoticeKind.SUPERSEDED)
        if is_work or self.kind == NoticeKind.NEW_VERSION:
            return str(_("the other work"))
        return str(_("the notice"))

    @property
    def source_names(self) -> list[str]:
        return [str(SOURCES.get(one, one)) for one in self.sources]
