"""The sizes of the pictures that texts show, and their narrower copies, as they are stored."""

import logging
from collections.abc import Iterable, Mapping, Sequence

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django_tasks import task

from blog.markup.page.picture_sizes import PictureSize, size_pictures
from blog.models import OwnPicture, Page, Post, picture_sizes
from blog.models.media_room import MediaFull
from blog.models.pictures import copy_name, picture_name
from papers.records.finished_html import TAG, tag_attributes

log = logging.getLogger(__name__)


def shown_pictures(html: str) -> dict[str, str]:
    """The addresses of the pictures of ours that a finished text shows, with their names."""
    tags = (tag for tag in TAG.finditer(html) if tag[2] == "img") if "<img" in html else ()
    addresses = (tag_attributes(tag[0]).get("src", "") for tag in tags)
    return {address: name for address in addresses if (name := picture_name(address))}


def lack_sizes(rows: Sequence[Post | Page]) -> list[Post | Page]:
    """Those of stored ones that show a picture which was not measured yet, or was meanwhile."""
    shown = {row.pk: shown_pictures(row.body_html) for row in rows}
    named = {address: name for pictures in shown.values() for address, name in pictures.items()}
    unknown = not_measured(named.values())
    sizes = picture_sizes([address for address, name in named.items() if name not in unknown])
    return [
        row
        for row in rows
        if not unknown.isdisjoint(shown[row.pk].values()) or is_unsized(row.body_html, sizes)
    ]


def is_unsized(html: str, sizes: Mapping[str, PictureSize]) -> bool:
    """Whether a finished text shows a picture without its size, though that is known."""
    return size_pictures(html, lambda _addresses: sizes) != html


def not_measured(names: Iterable[str]) -> set[str]:
    asked = set(names)
    rows = OwnPicture.objects.filter(name__in=asked) if asked else OwnPicture.objects.none()
    return asked.difference(rows.values_list("name", flat=True))


def measure_pictures(html: str) -> bool:
    """Measures the pictures of a text that were not, and makes their copies; whether the text is to
    be rendered again to show them so. Another text may have had them measured since it was."""
    shown = shown_pictures(html)
    for name in sorted(not_measured(shown.values())):
        keep_measured(name)
    return is_unsized(html, picture_sizes(shown))


@task()
def measure_stored(names: list[str]) -> None:
    """Of pictures that no text shows yet, so that it shows them with their copies at once."""
    for name in sorted(not_measured(names)):
        keep_measured(name)


def keep_measured(name: str) -> None:
    """Stores a picture's size and its copies. One that cannot be read is kept without a size, and
    not asked for again; one for whose copies there is no room is measured at the next saving."""
    # Pillow takes 4 MB, which a process does not need that measures nothing.
    from blog.posts.picture_copies import measured

    width, height, copies = measured(name)
    for narrow, data in copies:
        place = copy_name(name, narrow)
        if not default_storage.exists(place):
            try:
                default_storage.save(place, ContentFile(data))
            except MediaFull as full:
                log.warning("%s has no narrower copies. %s", name, full)
                return
    widths = " ".join(str(narrow) for narrow, _data in copies)
    said = {"width": width, "height": height, "widths": widths}
    OwnPicture.objects.update_or_create(name=name, defaults=said)
