"""Pictures that texts show: those of other sites with what became of asking for them, and the sizes
of those that are kept here."""

import re
from collections.abc import Collection, Iterable
from hashlib import sha256
from urllib.parse import unquote

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone

from blog.markup.page.picture_sizes import PictureSize

PICTURES, WIDTHS = "images", "widths"
"""Folders of the media: pictures that texts show, and their narrower copies."""
NARROWED = re.compile(rf"{PICTURES}/([0-9a-f]{{8,64}})/([^/]+)")


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


class OwnPicture(models.Model):
    """A picture among the media, with the ``widths`` of its narrower copies, which stand with
    blanks between. One without a width cannot be measured: it is a drawing, or is not there."""

    name = models.CharField(max_length=200, unique=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    widths = models.CharField(max_length=50, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def copies(self) -> list[tuple[str, int]]:
        """Their names and widths, the narrowest first."""
        widths = [int(one) for one in self.widths.split()]
        return [(copy_name(self.name, width), width) for width in widths]


def copy_name(name: str, width: int) -> str:
    """Where a narrower copy of a picture stands; its folder is named by the picture's bytes."""
    digest, file = NARROWED.fullmatch(name).groups()
    return f"{WIDTHS}/{digest}/{width}-{file.rpartition('.')[0] or file}.webp"


def picture_name(address: str) -> str:
    """The name among the media of a picture that may have copies; '' for any other one."""
    name = unquote(address.removeprefix(settings.MEDIA_URL))
    is_here = address.startswith(settings.MEDIA_URL) and NARROWED.fullmatch(name)
    return name if is_here and len(name) <= 200 else ""


def picture_sizes(addresses: Collection[str]) -> dict[str, PictureSize]:
    """The sizes of pictures that are kept here, by the addresses at which texts show them."""
    names = {address: name for address in addresses if (name := picture_name(address))}
    rows = OwnPicture.objects.filter(name__in=set(names.values()), width__gt=0) if names else ()
    sizes = {
        row.name: PictureSize(
            row.width,
            row.height,
            tuple((default_storage.url(name), width) for name, width in row.copies),
        )
        for row in rows
    }
    return {address: sizes[name] for address, name in names.items() if name in sizes}
