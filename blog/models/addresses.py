"""Addresses that once worked."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OldAddress(models.Model):
    """A path of this site that redirects for ever, to a post or a tag."""

    path = models.CharField(
        _("path"), max_length=500, unique=True, help_text=_("Begins with /, as in /2019/my-post/.")
    )
    post = models.ForeignKey(
        "blog.Post",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="old_addresses",
        verbose_name=_("post"),
    )
    tag = models.ForeignKey(
        "blog.Tag",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="old_addresses",
        verbose_name=_("tag"),
    )

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(path__startswith="/") & ~Q(path__startswith="//"),
                name="old_address_is_a_path",
                violation_error_message=_("A path begins with one /."),
            ),
            models.CheckConstraint(
                condition=Q(post=None) ^ Q(tag=None),
                name="old_address_has_one_target",
                violation_error_message=_("Choose a post or a tag, not both."),
            ),
        ]

    def __str__(self) -> str:
        return self.path
