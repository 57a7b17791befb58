"""Rows whose page has an address made of what they are called: an author's, a series'."""

from typing import Any, ClassVar

from django.db import transaction

from blog.models.addresses import OldAddress
from papers.models import free_value
from papers.records.address_forms import bounded_slug


class AddressedRow:
    """What has a ``slug``, made of ``CALLED`` when left empty, and a page as long as
    ``objects.visible()`` has it. The addresses that it had go on leading to it."""

    CALLED: ClassVar[str]  # the column of its name or title
    slug: str

    def clean(self) -> None:
        self.make_slug()

    def make_slug(self) -> None:
        if not self.slug:
            model = type(self)
            wanted = bounded_slug(getattr(self, self.CALLED), 180) or model._meta.model_name
            self.slug = free_value(model.objects.exclude(pk=self.pk), "slug", wanted)

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        self.make_slug()
        before = type(self).objects.filter(pk=self.pk).first() if self.pk else None
        super().save(*args, **kwargs)
        if before is not None:
            OldAddress.objects.keep([before.get_absolute_url()], self)

    @property
    def is_public(self) -> bool:
        return type(self).objects.visible().filter(pk=self.pk).exists()
