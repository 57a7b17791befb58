"""What this blog asks of the place that keeps its media, beyond Django's storages: a folder of this
machine (``config.media_store``) or a bucket (``config.bucket_files``)."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from django.core.files.storage import default_storage


class StoreAway(OSError):
    """The media cannot be reached, or refuse what was asked of them. Its number is ``EIO``, so that
    readers and editors are answered as where a disk fails (``config.faults``)."""


@dataclass(frozen=True)
class StoredFile:
    """One of the media: ``name`` with slashes, ``changed_ns`` in nanoseconds since 1970, ``etag``
    with its quotes, another one when its bytes are others."""

    name: str
    bytes: int
    changed_ns: int
    etag: str


class MediaStore(Protocol):
    """The names are those of Django's storages. Each may raise ``OSError``."""

    def find_file(self, name: str) -> StoredFile:
        """Raises ``FileNotFoundError`` where there is none."""

    def open_part(self, name: str, first: int = 0, length: int | None = None) -> BinaryIO:
        """The bytes from ``first`` on; at least ``length`` of them, where the file has as many."""

    def all_files(self, below: str = "") -> Iterator[StoredFile]:
        """All, or those below a folder, which is named with a slash at its end."""

    def put_file(self, name: str, source: Path) -> None:
        """Stores a file under a name that is free."""

    def is_there_by_now(self, name: str) -> bool:
        """Whether a page may show a file: never waits long, raises nothing, and may be seconds
        late where the answer was no, an hour where it was yes."""

    def described(self) -> str:
        """Where it is, for operators; no secret."""


def copy_whole(source: Path, path: Path) -> None:
    """A file as another one of this machine, whole or not at all; no moment at which another user
    of the machine can read it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(".restored")  # the file's own name may be as long as names can be
    draft.touch(mode=0o600)
    shutil.copyfile(source, draft)
    draft.rename(path)


def media_store() -> MediaStore:
    return default_storage
