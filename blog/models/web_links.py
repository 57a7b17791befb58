"""Addresses on other sites that published posts link or cite, and whether they still answer."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.queries.claims import DueQuerySet

LONGEST_LINK = 1_000
LONGEST_COPY = 2_000


class LinkState(models.TextChoices):
    """What came of asking. ``FAILING`` may pass: it is asked again before anybody is told."""

    NEW = "new", _("not asked yet")
    THERE = "there", _("there")
    FAILING = "failing", _("failing, asked again")
    GONE = "gone", _("gone")
    CLOSED = "closed", _("no public address, not asked")


class WebLinkQuerySet(DueQuerySet):
    def gone(self) -> "WebLinkQuerySet":
        """Those that editors are told of: gone, and nobody has said that they stay as they are."""
        return self.filter(state=LinkState.GONE, is_left=False)


class WebLink(models.Model):
    """One address, the ``posts`` whose texts or lists of works name it, and what came of asking.

    ``failing_since`` is the first failure of those in a row that ``tries`` counts, ``problem`` the
    last one in words. ``archived_copy`` is the address of a copy at an archive that a post or a
    cited work's record names. ``is_left``: an editor leaves it as it is, and is told no more.
    """

    address = models.CharField(_("address"), max_length=LONGEST_LINK, unique=True)
    host = models.CharField(max_length=255)
    posts = models.ManyToManyField("blog.Post", related_name="web_links", verbose_name=_("posts"))
    state = models.CharField(
        _("state"), max_length=8, choices=LinkState.choices, default=LinkState.NEW
    )
    problem = models.CharField(_("why"), max_length=300, blank=True)
    archived_copy = models.CharField(_("archived copy"), max_length=LONGEST_COPY, blank=True)
    is_left = models.BooleanField(_("left as it is"), default=False)
    tries = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    failing_since = models.DateTimeField(_("failing since"), null=True)
    asked_at = models.DateTimeField(_("asked last"), null=True)
    due_at = models.DateTimeField(_("asked next"), default=timezone.now)
    claimed_until = models.DateTimeField(null=True, editable=False)

    objects = WebLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to another site")
        verbose_name_plural = _("links to other sites")
        ordering = ["-failing_since", "pk"]
        indexes = [
            models.Index(F("due_at"), F("id"), name="link_due"),
            models.Index(F("asked_at"), name="link_asked"),
            models.Index(fields=["host"], name="link_host"),
            models.Index(
                F("failing_since").desc(),
                F("id"),
                name="link_gone",
                condition=Q(state="gone", is_left=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=LinkState.values), name="link_state_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.address
