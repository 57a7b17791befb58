"""Pictures and other files of an import in the media store, under names made of their bytes."""

from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from blog.transfer.pictures.images import Image


def keep_file(image: Image) -> None:
    """Stores a file; one that is there whole stays as it is."""
    if default_storage.exists(image.name):
        if default_storage.size(image.name) == len(image.data):
            return
        default_storage.delete(image.name)  # cut short by an interruption
    default_storage.save(image.name, ContentFile(image.data))


def keep_once(image: Image) -> str:
    """Stores a picture unless its bytes are kept already, under whichever name; the name."""
    folder = str(PurePosixPath(image.name).parent)
    try:
        names = sorted(default_storage.listdir(folder)[1])
    except OSError:
        names = []
    for one in names:
        if default_storage.size(f"{folder}/{one}") == len(image.data):
            return f"{folder}/{one}"
    keep_file(image)
    return image.name
