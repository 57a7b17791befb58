"""Addresses that once worked."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.urls import get_script_prefix
from django.utils.translation import gettext_lazy as _

from papers.models import AddressField

TARGETS = ("post", "tag", "author")


def own_path(address: str) -> str:
    """An address of this site, as it is below the folder in which the site may stand."""
    return "/" + address.removeprefix(get_script_prefix()).lstrip("/")


class OldAddressQuerySet(models.QuerySet):
    def keep(self, before: Iterable[str], row: models.Model) -> None:
        """Lets addresses that led elsewhere until now lead to a post, a tag or an author; its own
        one redirects no more."""
        target = dict.fromkeys(TARGETS) | {row._meta.model_name: row}
        now = own_path(row.get_absolute_url())
        rows = [OldAddress(path=path, **target) for path in map(own_path, before) if path != now]
        if rows:
            self.filter(path=now).delete()
            self.bulk_create(
                rows, update_conflicts=True, unique_fields=["path"], update_fields=TARGETS
            )


def has_one_target() -> Q:
    alone = (Q(**{f"{one}__isnull": one != name for one in TARGETS}) for name in TARGETS)
    return reduce(or_, alone)


class OldAddress(models.Model):
    """A path of this site that redirects for ever, to a post, a tag or an author."""

    path = AddressField(
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
    author = models.ForeignKey(
        "blog.Author",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="old_addresses",
        verbose_name=_("author"),
    )

    objects = OldAddressQuerySet.as_manager()

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
                condition=has_one_target(),
                name="old_address_leads_to_one_row",
                violation_error_message=_("Choose a post, a tag or an author: one of them."),
            ),
        ]

    def __str__(self) -> str:
        return self.path
