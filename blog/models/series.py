"""Series of posts."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blog.models.addressed_rows import AddressedRow
from blog.models.slug_fields import slug_is_one_part, validate_slug
from blog.models.titled_rows import TitledRow
from papers.models import AddressField
from papers.queries.capped_counts import CappedCount
from papers.site_values import address_of


def posts_of_each(now: datetime | None) -> models.QuerySet:
    """The listed posts of a series, for a query inside of one of series."""
    posts = Series._meta.get_field("posts").related_model.objects
    return posts.listed(now).filter(series=OuterRef("pk"))


class SeriesQuerySet(models.QuerySet):
    def visible(self, now: datetime | None = None) -> "SeriesQuerySet":
        """Those that have a page: a listed post belongs to them."""
        return self.filter(Exists(posts_of_each(now)))

    def with_counts(self, now: datetime | None = None) -> "SeriesQuerySet":
        """With ``posts_count``: the listed posts that belong to it, capped."""
        return self.annotate(posts_count=CappedCount(posts_of_each(now)))

    def get_titled(self, title: str) -> "Series":
        """The series that a header names, made where there is none; a longer title is cut."""
        longest = Series._meta.get_field("title").max_length
        return self.get_or_create(title=title[:longest])[0]


class Series(AddressedRow, TitledRow, models.Model):
    """Posts that belong together, in the order of their dates."""

    title = models.CharField(_("title"), max_length=200, unique=True)
    slug = AddressField(
        _("slug"),
        max_length=200,
        unique=True,
        blank=True,
        validators=[validate_slug],
        help_text=_("Made from the title when left empty. The old address goes on working."),
    )
    description = models.TextField(_("description"), blank=True, help_text=_("Plain text."))

    CALLED = "title"
    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = pgettext_lazy("several", "series")
        ordering = ["title"]
        constraints = [slug_is_one_part("series_slug_is_one_part")]

    def __str__(self) -> str:
        return self.title_words

    def get_absolute_url(self) -> str:
        return address_of("blog:series_detail", self.slug)
