"""Which posts cite which papers, and at which places."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.choices import Origin, Role
from papers.models.choice_words import word_of


class CitedWorkQuerySet(models.QuerySet):
    def published(self, now: datetime | None = None) -> "CitedWorkQuerySet":
        """Those that lists show: confirmed, and the post published and listed."""
        return self.filter(is_confirmed=True, published_at__lte=now or timezone.now())

    def waiting(self) -> "CitedWorkQuerySet":
        """Those that a title alone names, about which no editor has said anything."""
        return self.filter(is_confirmed=False).exclude(found_by=Origin.EDITOR)

    def readable(self, now: datetime | None = None) -> "CitedWorkQuerySet":
        """Those in posts that everybody may read, be they listed or not."""
        return self.filter(is_confirmed=True, post__published_at__lte=now or timezone.now())


class CitedWork(models.Model):
    """One post × one paper. ``published_at`` repeats the post's (empty while it is a draft or
    unlisted), so that a paper's posts are one index range."""

    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="cited_works")
    paper = models.ForeignKey(
        "papers.Paper", models.CASCADE, related_name="cited_works", verbose_name=_("paper")
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

    get_role_display = word_of("role", Role.choices)
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
            ),
            models.Index(F("id"), name="cited_work_waiting", condition=Q(is_confirmed=False)),
        ]

    def __str__(self) -> str:
        return f"{self.paper} ({self.get_role_display()})"

    @property
    def shown_from(self) -> datetime | None:
        """When readers begin to find the post on the paper's page; ``None`` for never."""
        return self.published_at if self.is_confirmed else None


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


class CommentCitationQuerySet(models.QuerySet):
    def published(self, now: datetime | None = None) -> "CommentCitationQuerySet":
        """Those that lists show: in comments under posts that are published and listed."""
        return self.filter(Exists(self._of_readable(now).filter(comment__post__is_unlisted=False)))

    def readable(self, now: datetime | None = None) -> "CommentCitationQuerySet":
        """Those in comments that everybody may read."""
        return self.filter(Exists(self._of_readable(now)))

    def _of_readable(self, now: datetime | None) -> "CommentCitationQuerySet":
        """The outer row where its comment may be read. Asked of each row by itself: of a join,
        SQLite without statistics reads all published comments first."""
        rows = CommentCitation.objects.filter(pk=OuterRef("pk"), comment__state="published")
        rows = rows.filter(comment__post__published_at__lte=now or timezone.now())
        return rows.exclude(comment__post__commenting="hidden")


class CommentCitation(models.Model):
    """One place in a reader's comment where a paper is cited. Rebuilt with the comment."""

    comment = models.ForeignKey("blog.Comment", models.CASCADE, related_name="citations")
    paper = models.ForeignKey(
        "papers.Paper",
        models.CASCADE,
        related_name="comment_citations",
        verbose_name=_("paper"),
    )
    position = models.PositiveIntegerField()
    anchor = models.CharField(max_length=200)
    locator = models.CharField(max_length=200, blank=True)
    sentence = models.TextField(blank=True)

    objects = CommentCitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation in a comment")
        verbose_name_plural = _("citations in comments")
        ordering = ["comment_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "position"], name="comment_citation_position_once"
            )
        ]
        indexes = [models.Index(F("paper"), F("comment").desc(), name="comment_citation_by_paper")]

    def __str__(self) -> str:
        return self.sentence or self.anchor


class UnresolvedKey(models.Model):
    """A key in a post or in a published comment that leads to no paper yet. When the library gets
    it, the text is rendered again (``papers.library.changes``)."""

    post = models.ForeignKey("blog.Post", models.CASCADE, null=True, related_name="unresolved_keys")
    comment = models.ForeignKey(
        "blog.Comment", models.CASCADE, null=True, related_name="unresolved_keys"
    )
    value = models.CharField(max_length=100, db_index=True)

    class Meta:
        verbose_name = _("unresolved key")
        verbose_name_plural = _("unresolved keys")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "value"], name="unresolved_once_in_post"),
            models.UniqueConstraint(fields=["comment", "value"], name="unresolved_once_in_comment"),
            models.CheckConstraint(
                condition=Q(post=None) ^ Q(comment=None), name="unresolved_in_one_text"
            ),
        ]

    def __str__(self) -> str:
        return self.value
