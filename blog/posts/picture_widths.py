"""The sizes of the pictures that texts show, and their narrower copies, as they are stored."""

import logging
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django_tasks import task

from blog.models import OwnPicture, Post
from blog.models.media_room import MediaFull
from blog.models.pictures import copy_name, picture_name
from papers.records.finished_html import TAG, tag_attributes

log = logging.getLogger(__name__)


def shown_names(html: str) -> set[str]:
    """The names of the pictures of ours that a finished text shows."""
    tags = (tag for tag in TAG.finditer(html) if tag[2] == "img") if "<img" in html else ()
    return {picture_name(tag_attributes(tag[0]).get("src", "")) for tag in tags} - {""}


def lack_sizes(posts: Sequence[Post]) -> list[Post]:
    """Those of stored posts that show a picture which was not measured yet."""
    named = {post.pk: shown_names(post.body_html) for post in posts}
    unknown = not_measured({name for names in named.values() for name in names})
    return [post for post in posts if named[post.pk] & unknown]


def not_measured(names: set[str]) -> set[str]:
    if not names:
        return names
    rows = OwnPicture.objects.filter(name__in=names).values_list("name", flat=True)
    return names.difference(rows)


def measure_pictures(html: str) -> bool:
    """Measures the pictures of a text that were not, and makes their copies; whether there were
    any."""
    names = not_measured(shown_names(html))
    for name in sorted(names):
        keep_measured(name)
    return bool(names)


@task()
def measure_stored(names: list[str]) -> None:
    """Of pictures that no text shows yet, so that it shows them with their copies at once."""
    for name in sorted(not_measured(set(names))):
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
