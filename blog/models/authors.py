"""Who writes posts, and in which order they stand over one."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.models.slug_fields import validate_slug
from papers.models import OrcidField, free_value
from papers.records.text import slugify


class Author(models.Model):
    """Somebody who writes posts; with a user when they may log in."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.CharField(
        _("slug"), max_length=200, unique=True, blank=True, validators=[validate_slug]
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

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            wanted = slugify(self.name)[:180] or "author"
            self.slug = free_value(Author.objects.all(), "slug", wanted)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("blog:author_detail", args=[self.slug])


class Byline(models.Model):
    """One author's place in a post's byline."""

    post = models.ForeignKey(
        "blog.Post", models.CASCADE, related_name="bylines", verbose_name=_("post")
    )
    author = models.ForeignKey(
        Author, models.PROTECT, related_name="bylines", verbose_name=_("author")
    )
    position = models.PositiveIntegerField(
        _("position"), default=1, validators=[MinValueValidator(1)]
    )

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

    def __str__(self) -> str:
        return str(self.author)
