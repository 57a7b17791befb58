"""What is asked of the registries, and what was answered last."""

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.choices import REGISTRIES
from papers.queries.claims import DueQuerySet


class QuestionQuerySet(DueQuerySet):
    def failed(self) -> "QuestionQuerySet":
        """Those that gave no record when they were asked last."""
        return self.exclude(problem="")


class Question(models.Model):
    """What is asked about one identifier of a paper: when next, and what came of it last.

    ``is_urgent``: somebody waits, since nothing else is known of the work. ``problem`` says why
    there was no record, and is empty where there was one; ``tries`` counts failures in a row that
    may pass. ``claimed_until``: a process is asking it. ``body`` is the last reply as it came,
    packed, which ``etag`` and ``last_modified`` are validators of; the registry that gave it is
    ``registry``.
    """

    identifier = models.OneToOneField(
        "papers.Identifier",
        models.CASCADE,
        related_name="question",
        verbose_name=_("identifier"),
    )
    is_urgent = models.BooleanField(_("urgent"), default=False)
    due_at = models.DateTimeField(_("asked next"), default=timezone.now)
    claimed_until = models.DateTimeField(null=True, editable=False)
    asked_at = models.DateTimeField(_("asked last"), null=True, editable=False)
    answered_at = models.DateTimeField(_("answered last"), null=True, editable=False)
    tries = models.PositiveSmallIntegerField(_("failures in a row"), default=0, editable=False)
    problem = models.CharField(_("why not"), max_length=300, blank=True, editable=False)
    registry = models.CharField(
        _("registry"), max_length=12, choices=REGISTRIES, blank=True, editable=False
    )
    etag = models.CharField(max_length=200, blank=True, editable=False)
    last_modified = models.CharField(max_length=200, blank=True, editable=False)
    body = models.BinaryField(default=b"", blank=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to a registry")
        verbose_name_plural = _("questions to registries")
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(F("is_urgent").desc(), F("due_at"), F("id"), name="question_due"),
            models.Index(F("asked_at"), F("id"), name="question_oldest"),
            models.Index(F("due_at"), F("id"), name="question_in_admin"),
        ]

    def __str__(self) -> str:
        return str(self.identifier)
