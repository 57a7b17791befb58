"""Pages of an owner's own: about, publications, people."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models.addresses import OldAddress
from blog.models.imports import Imported
from blog.models.page_addresses import is_taken, page_address, validate_address
from blog.models.site import current_site
from blog.models.site_fields import validate_language
from blog.models.titled_rows import TitledRow
from blog.models.versions import Versioned
from blog.text.languages import direction_of
from papers.models import AddressField
from papers.site_values import address_of


class PageQuerySet(models.QuerySet):
    def published(self) -> "PageQuerySet":
        return self.filter(is_draft=False)

    def editable_by(self, user: Any) -> "PageQuerySet":
        """Those that a user of the admin may change."""
        return self if user.is_active and user.has_perm("blog.change_page") else self.none()


class Page(TitledRow, Versioned, Imported):
    """A text with an address of its own, in no list of posts.

    The Markdown ``source`` is the truth; ``blog.posts.own_pages`` makes the HTML of it.
    """

    title = models.CharField(_("title"), max_length=300)
    address = AddressField(
        _("address"),
        max_length=200,
        unique=True,
        validators=[validate_address],
        help_text=_(
            "Such as publications or people/alumni: the page stands at /publications/. "
            "An old address goes on working."
        ),
    )
    source = models.TextField(_("text"), blank=True, help_text=_("Markdown, as in posts."))
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("Plain text, for search engines.")
    )
    language = models.CharField(
        _("language"),
        max_length=35,
        blank=True,
        validators=[validate_language],
        help_text=_("Such as en, de or zh-Hans, when it is not the site's."),
    )
    is_draft = models.BooleanField(
        _("draft"), default=False, help_text=_("Only editors can open it.")
    )
    body_html = models.TextField(editable=False, blank=True)
    excerpt = models.TextField(editable=False, blank=True)
    problems = models.JSONField(editable=False, default=list, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["address"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="page_has_title"),
            models.CheckConstraint(condition=~Q(address=""), name="page_has_address"),
            models.UniqueConstraint(
                fields=["import_path", "import_site"], name="page_imported_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title_words

    def clean(self) -> None:
        taken = _("/%(address)s/ is an address of this blog's own; choose another one.")
        if is_taken(self.address) or self.address == current_site().posts_address:
            told = ValidationError(taken, params={"address": self.address})
            raise ValidationError({"address": told})

    @transaction.atomic(savepoint=False)
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``ChangedMeanwhile`` where somebody changed the page since it was read."""
        self.address = page_address(self.address)
        stored = self.held()
        self.version += stored is not None
        self.updated_at = timezone.now()
        super().save(*args, **kwargs)
        if stored is not None:
            OldAddress.objects.keep([stored.get_absolute_url()], self)

    def get_absolute_url(self) -> str:
        return address_of("blog:page_detail", self.address)

    @property
    def is_public(self) -> bool:
        return not self.is_draft

    @property
    def description(self) -> str:
        return self.summary or self.excerpt

    @property
    def direction(self) -> str:
        return direction_of(self.language)
