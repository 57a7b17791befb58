"""Pictures of other sites that posts show, and what became of asking for them."""

from collections.abc import Collection, Iterable
from hashlib import sha256

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone


def address_digest(address: str) -> str:
    return sha256(address.encode()).hexdigest()


class OutsidePictureQuerySet(models.QuerySet):
    def at(self, addresses: Iterable[str]) -> "OutsidePictureQuerySet":
        return self.filter(digest__in=map(address_digest, addresses))

    def kept(self) -> "OutsidePictureQuerySet":
        """Those of which the copy is here."""
        return self.exclude(name="")

    def note(
        self, address: str, *, name: str = "", problem: str = "", is_lost: bool = False
    ) -> None:
        """Remembers what became of a picture."""
        found = {"address": address, "name": name, "problem": problem[:300], "is_lost": is_lost}
        found["asked_at"] = timezone.now()
        self.update_or_create(digest=address_digest(address), defaults=found)


class OutsidePicture(models.Model):
    """A picture on another host: the ``name`` of its copy among the media, or the ``problem`` that
    it has. One that ``is_lost`` need not be asked for again: it is not there, or is no picture."""

    digest = models.CharField(max_length=64, unique=True)
    address = models.TextField()
    name = models.CharField(max_length=200, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    is_lost = models.BooleanField(default=False)
    asked_at = models.DateTimeField()

    objects = OutsidePictureQuerySet.as_manager()

    def __str__(self) -> str:
        return self.address


def kept_pictures(addresses: Collection[str]) -> dict[str, str]:
    """Where the pictures at these addresses are shown from, as far as they are kept; those of this
    site itself stay where they are."""
    rows = OutsidePicture.objects.at(addresses).kept().values_list("address", "name")
    own = {one: one for one in addresses if one.startswith(f"{settings.SITE_ORIGIN}/")}
    return own | {address: default_storage.url(name) for address, name in rows}
