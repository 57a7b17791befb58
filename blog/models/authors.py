"""Who writes posts, and in which order they stand over one."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models.addressed_rows import AddressedRow
from blog.models.slug_fields import slug_is_one_part, validate_slug
from papers.models import AddressField, OrcidField
from papers.search.searchable import Searchable, SearchableQuerySet, SearchEntry
from papers.site_values import address_of


class AuthorQuerySet(SearchableQuerySet):
    def visible(self, now: datetime | None = None) -> "AuthorQuerySet":
        """Those who have a page: who stand over a post that everybody may read."""
        mine = Byline.objects.filter(author=OuterRef("pk"))
        return self.filter(Exists(mine.published(now)) | Exists(mine.of_published(now)))

    def listed(self, now: datetime | None = None) -> "AuthorQuerySet":
        """Those whom lists name: who stand over a post that lists show."""
        return self.filter(Exists(Byline.objects.published(now).filter(author=OuterRef("pk"))))


class Author(AddressedRow, Searchable):
    """Somebody who writes posts; with a user when they may log in."""

    name = models.CharField(_("name"), max_length=200)
    slug = AddressField(
        _("slug"),
        max_length=200,
        unique=True,
        blank=True,
        validators=[validate_slug],
        help_text=_("Made from the name when left empty. The old address goes on working."),
    )
    user = models.OneToOneField(
        get_user_model(),
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("user"),
    )
    affiliation = models.CharField(_("affiliation"), max_length=300, blank=True)
    orcid = OrcidField("ORCID", unique=True)
    website = models.URLField(_("website"), blank=True)
    bio = models.TextField(_("about the author"), blank=True, help_text=_("Plain text."))

    CALLED = "name"
    SEARCHED = frozenset({"name", "affiliation", "bio"})
    objects = AuthorQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name", "pk"]
        constraints = [slug_is_one_part("author_slug_is_one_part")]
        indexes = [models.Index(F("name"), F("id"), name="author_by_name")]

    def __str__(self) -> str:
        return self.name

    def search_entry(self) -> SearchEntry:
        return SearchEntry(self.name, (self.affiliation, self.bio))

    def get_absolute_url(self) -> str:
        return address_of("blog:author_detail", self.slug)


class BylineQuerySet(models.QuerySet):
    def renumber(self) -> None:
        """Counts the authors of one post from 1, in their order."""
        for place, row in enumerate(self.order_by("position", "pk"), start=1):
            if row.position != place:
                self.filter(pk=row.pk).update(position=place)

    def published(self, now: datetime | None = None) -> "BylineQuerySet":
        """Those of posts that everybody may see in a list."""
        return self.filter(published_at__lte=now or timezone.now())

    def of_published(self, now: datetime | None = None) -> "BylineQuerySet":
        """Those of posts that everybody may read, be they listed or not."""
        return self.filter(post__published_at__lte=now or timezone.now())


class Byline(models.Model):
    """One author's place in a post's byline. ``published_at`` repeats the post's (empty while it is
    in no list), so that an author's posts are one index range."""

    post = models.ForeignKey(
        "blog.Post", models.CASCADE, related_name="bylines", verbose_name=_("post")
    )
    author = models.ForeignKey(
        Author, models.PROTECT, related_name="bylines", verbose_name=_("author")
    )
    position = models.PositiveIntegerField(
        _("position"), default=1, validators=[MinValueValidator(1)]
    )
    published_at = models.DateTimeField(null=True, editable=False)

    objects = BylineQuerySet.as_manager()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["post_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "author"],
                name="byline_author_once",
                violation_error_message=_("This author stands in the byline already."),
            )
        ]
        indexes = [
            models.Index(
                F("author"), F("published_at").desc(), F("post").desc(), name="byline_by_author"
            )
        ]

    def __str__(self) -> str:
        return str(self.author)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.published_at = self.post.listed_at
        super().save(*args, **kwargs)
