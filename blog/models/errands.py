"""What this site has to ask other sites or to tell them, one row for each, until it is done."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models.web_links import LONGEST_LINK
from papers.queries.claims import DueQuerySet


class ErrandKind(models.TextChoices):
    LOOK = "look", _("mention that came")
    TELL = "tell", _("mention to send")
    PING = "ping", _("hub to tell of a feed")


class ErrandOutcome(models.TextChoices):
    """What came of it last. ``FAILED`` may pass, while the errand is due again."""

    WAITS = "waits", _("waits")
    DONE = "done", _("done")
    DECLINED = "declined", _("not wanted there")
    FAILED = "failed", _("failed")


class ErrandQuerySet(DueQuerySet):
    def told(self) -> "ErrandQuerySet":
        """Sites that believe that a post links them."""
        return self.filter(kind=ErrandKind.TELL, outcome=ErrandOutcome.DONE).exclude(digest="")


class Errand(models.Model):
    """One matter with another site: the page ``source`` and the ``target`` that it links; for a
    ``PING`` the feed is the target.

    ``post`` is ours, where there is one; ``digest`` of the text that is to be told, empty where
    nothing links the target any more. ``tries`` are the failures in a row, ``due_at`` is empty when
    nothing is to be done.
    """

    kind = models.CharField(_("errand"), max_length=4, choices=ErrandKind.choices)
    source = models.CharField(_("page"), max_length=LONGEST_LINK, blank=True)
    target = models.CharField(_("linked address"), max_length=LONGEST_LINK)
    post = models.ForeignKey(
        "blog.Post",
        models.SET_NULL,
        null=True,
        related_name="errands",
        verbose_name=_("post"),
    )
    digest = models.CharField(max_length=32, blank=True, editable=False)
    outcome = models.CharField(
        _("outcome"), max_length=8, choices=ErrandOutcome.choices, default=ErrandOutcome.WAITS
    )
    problem = models.CharField(_("why"), max_length=300, blank=True)
    tries = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    asked_at = models.DateTimeField(_("asked last"), null=True)
    due_at = models.DateTimeField(_("asked next"), null=True, default=timezone.now)
    claimed_until = models.DateTimeField(null=True, editable=False)

    objects = ErrandQuerySet.as_manager()

    class Meta:
        verbose_name = _("errand to another site")
        verbose_name_plural = _("errands to other sites")
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(F("due_at"), F("id"), name="errand_due", condition=~Q(due_at=None)),
            models.Index(F("asked_at").desc(), F("id").desc(), name="errand_asked"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "source", "target"], name="errand_once"),
            models.CheckConstraint(
                condition=Q(kind__in=ErrandKind.values), name="errand_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=ErrandOutcome.values), name="errand_outcome_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.elsewhere}"

    @property
    def elsewhere(self) -> str:
        """The address that it is about: of a page on another site, or of the feed."""
        return self.source if self.kind == ErrandKind.LOOK else self.target
