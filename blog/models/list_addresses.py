"""Addresses at which another system had a list that has another address here."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from papers.models import AddressField


class BlogList(models.TextChoices):
    """The lists that a path may lead to; each value is the name of the list's address."""

    FEED = "post_feed", _("the feed of posts")
    HOME = "home", _("the newest posts")
    ARCHIVE = "archive", _("the archive")
    TAGS = "tag_list", _("the list of tags")

    def get_absolute_url(self) -> str:
        return reverse(f"blog:{self.value}")


class ListAddress(models.Model):
    """A path of this site that redirects for ever to one of its lists.

    The usual paths of other systems need no row (`blog.posts.old_lists`); this is for those that a
    site's configuration named.
    """

    path = AddressField(
        _("path"), max_length=500, unique=True, help_text=_("Begins with /, as in /news.rss.")
    )
    leads_to = models.CharField(_("leads to"), max_length=20, choices=BlogList)

    class Meta:
        verbose_name = _("old address of a list")
        verbose_name_plural = _("old addresses of lists")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(path__startswith="/") & ~Q(path__startswith="//"),
                name="list_address_is_a_path",
                violation_error_message=_("A path begins with one /."),
            ),
        ]

    def __str__(self) -> str:
        return self.path
