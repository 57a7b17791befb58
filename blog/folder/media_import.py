"""The files of a folder's media into the store, each checked as an import checks images."""

import re

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from blog.folder.folder_reader import FolderReader
from blog.folder.kept_folder import FolderRefusedError
from blog.markup.document.own_frames import is_frame_file
from blog.models.media_room import MediaFull
from blog.text.size_limits import MAX_LINKED_FILE
from blog.transfer.pictures.images import (
    ENDINGS,
    LOOKS_LIKE_FILE,
    LOOKS_LIKE_IMAGE,
    image_format,
)
from blog.transfer.pictures.svg_sanitizer import clean_svg
from papers.records.folded_text import is_letter

FOLDERS = re.compile(r"(?:[A-Za-z0-9][\w-]*/){1,4}", re.ASCII)


class MediaImport:
    """Stores files, and takes those back that it stored where the import fails."""

    def __init__(self, reader: FolderReader) -> None:
        self.reader = reader
        self.stored: list[str] = []
        self.remarks: list[str] = []

    def store(self) -> None:
        for name, place in self.reader.media():
            data = self.reader.read(place, MAX_LINKED_FILE)
            try:
                data = sound_file(name, data)
            except ValueError as error:
                self.remarks.append(f"{place}: left out: {error}")
                continue
            self.keep(name, data)

    def keep(self, name: str, data: bytes) -> None:
        if default_storage.exists(name):
            with default_storage.open(name) as stream:
                if stream.read() == data:
                    return
            raise FolderRefusedError(
                f"media/{name} is in the store already and is another file: empty the store first."
            )
        try:
            self.stored.append(default_storage.save(name, ContentFile(data)))
        except MediaFull as full:
            raise FolderRefusedError(f"media/{name}: {full}") from full

    def take_back(self) -> None:
        for name in self.stored:
            default_storage.delete(name)


def is_stored_name(name: str) -> bool:
    """Whether an import or an editor may have named a file so: the last part has the letters of
    any script, as `safe_name` gives them."""
    folders, slash, last = name.rpartition("/")
    is_plain = all(is_letter(one) or one in "_.-" for one in last) and is_letter(last[:1] or ".")
    return FOLDERS.fullmatch(folders + slash) is not None and is_plain


def sound_file(name: str, data: bytes) -> bytes:
    """A file's bytes as they may be served under its name; ``ValueError`` says why they may not.

    Those of framed pages may be anything: they are served with headers that keep them harmless.
    """
    if is_frame_file(name):
        return data
    if not is_stored_name(name):
        raise ValueError("its name is none that an import or an editor gives")
    ending = f".{name.rpartition('.')[2].lower()}"
    if LOOKS_LIKE_IMAGE.search(name):
        kind = image_format(data)
        if kind is None or ending not in ENDINGS[kind]:
            raise ValueError("it is not the kind of image that its name says")
        return clean_svg(data) if kind == "svg" else data
    if not LOOKS_LIKE_FILE.search(name):
        raise ValueError("files of its kind are not kept")
    return data
