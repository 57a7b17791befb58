"""Pictures that authors put into texts: taken, kept, and written as Markdown."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from blog.models.media_room import MediaFull
from blog.models.pictures import picture_name
from blog.posts.picture_size_rows import measure_stored
from blog.text.pixel_limits import MAX_FRAMES, MOST_MOVING, MOST_PIXELS
from blog.text.size_limits import MAX_IMAGE
from blog.transfer.storing.kept_files import keep_file

JPEG = "JPEG"
MEGABYTE, MILLION = 1024 * 1024, 1_000_000
BRACKETS = re.compile(r"([\[\]\\])")


@dataclass(frozen=True)
class Taken:
    """One file that was sent: the ``address`` at which its picture stands, or why it is refused."""

    file_name: str
    address: str = ""
    refusal: str = ""


def take_pictures_in(files: Iterable[UploadedFile]) -> list[Taken]:
    """Keeps the pictures of a form, each for itself."""
    taken = [take_picture_in(file) for file in files]
    names = [name for one in taken if (name := picture_name(one.address))]
    if names:
        measure_stored.enqueue(names)
    return taken


def take_picture_in(file: UploadedFile) -> Taken:
    # Pillow takes 4 MB, which a process does not need that is sent no picture.
    from blog.writing.picture_writing import PictureRefused, written_anew

    name = file.name or "picture"
    try:
        if (file.size or 0) > MAX_IMAGE:
            raise PictureRefused("bytes")
        image = written_anew(file.read(), name)
    except PictureRefused as refused:
        return Taken(name, refusal=refusal_words(refused.why, refused.more))
    try:
        keep_file(image)
    except MediaFull as full:
        return Taken(name, refusal=str(full))
    return Taken(name, default_storage.url(image.name))


def refusal_words(why: str, more: str) -> str:
    """What is wrong with a file, and what would be right."""
    said = {
        "empty": _("The file is empty."),
        "bytes": _("The picture is bigger than %(megabytes)d MB: make it smaller."),
        "heic": _("HEIC pictures are not shown by browsers: send a JPEG of it."),
        "kind": _(
            "This is no picture that can be shown: send a JPEG, PNG, GIF, WebP, AVIF or SVG."
        ),
        "svg": _("The drawing cannot be kept: %(more)s."),
        "pixels": _("The picture has more than %(pixels)d million pixels: make it smaller.")
        if more in ("", JPEG)
        else _(
            "The picture has more than %(pixels)d million pixels, the most for %(more)s: make it "
            "smaller, or send a JPEG that is not progressive."
        ),
        "frames": _(
            "The picture moves through more than %(frames)d frames or %(moving)d million pixels "
            "in all: make it shorter or smaller, or send a film."
        ),
        "broken": _("The file is broken: it ends too early, or something in it cannot be read."),
    }[why]
    return said % {
        "megabytes": MAX_IMAGE // MEGABYTE,
        "pixels": MOST_PIXELS.get(more, MOST_PIXELS[JPEG]) // MILLION,
        "frames": MAX_FRAMES,
        "moving": MOST_MOVING.get(more, 0) // MILLION,
        "more": more,
    }


def picture_markdown(address: str, words: str = "", *, is_decorative: bool = False) -> str:
    """How a text shows it."""
    if is_decorative:
        return f"![]({address}){{.decorative}}"
    described = BRACKETS.sub(r"\\\1", " ".join(words.split()))
    return f"![{described}]({address})"
