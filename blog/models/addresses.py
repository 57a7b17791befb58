"""Addresses that once worked."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.urls import get_script_prefix
from django.utils.translation import gettext_lazy as _

from papers.models import AddressField

TARGETS = ("post", "tag", "author", "page", "series")


def own_path(address: str) -> str:
    """An address of this site, as it is below the folder in which the site may stand."""
    return "/" + address.removeprefix(get_script_prefix()).lstrip("/")


class OldAddressQuerySet(models.QuerySet):
    def keep(self, before: Iterable[str], row: models.Model) -> None:
        """Lets addresses that led elsewhere until now lead to a row of ``TARGETS``; its own one
        leads to it no more.

        A row that is not public takes nothing from others: readers would see that it is there.
        """
        own = {row._meta.model_name: row}
        target = dict.fromkeys(TARGETS) | own
        now = own_path(row.get_absolute_url())
        rows = [OldAddress(path=path, **target) for path in map(own_path, before) if path != now]
        if rows:
            self.filter(path=now, **own).delete()
            taking = {"update_conflicts": True, "update_fields": TARGETS, "unique_fields": ["path"]}
            self.bulk_create(rows, **taking if row.is_public else {"ignore_conflicts": True})


def has_one_target() -> Q:
    alone = (Q(**{f"{one}__isnull": one != name for one in TARGETS}) for name in TARGETS)
    return reduce(or_, alone)


class OldAddress(models.Model):
    """A path of this site that redirects for ever, to a row of one of ``TARGETS``."""

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
    page = models.ForeignKey(
        "blog.Page",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="old_addresses",
        verbose_name=_("page"),
    )
    series = models.ForeignKey(
        "blog.Series",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="old_addresses",
        verbose_name=_("series"),
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
                violation_error_message=_(
                    "Choose one of a post, a tag, an author, a page, a series."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def target(self) -> models.Model:
        return next(filter(None, (getattr(self, name) for name in TARGETS)))
