"""Where media are kept: the folder ``media`` of ``DATA_DIR``."""

import errno
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files.storage import FileSystemStorage

from blog.media_store import StoredFile, copy_whole
from blog.models.media_room import RationedFiles
from config.durable_files import sync_path

NOT_THERE = {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP}


class MediaFolder(RationedFiles, FileSystemStorage):
    """See ``blog.media_store.MediaStore``."""

    def file_sizes(self) -> Iterator[int]:
        for folder, _folders, names in os.walk(self.location):
            for name in names:
                with suppress(FileNotFoundError):  # it was deleted meanwhile
                    yield Path(folder, name).lstat().st_size

    def free_bytes(self) -> int:
        place = Path(self.location)
        while not place.exists():  # nothing was stored yet
            place = place.parent
        return shutil.disk_usage(place).free

    def find_file(self, name: str) -> StoredFile:
        path = Path(self.path(name))
        try:
            found = path.stat()
        except OSError as error:
            if error.errno in NOT_THERE:
                raise FileNotFoundError(errno.ENOENT, "not there", name) from error
            raise
        if not stat.S_ISREG(found.st_mode):
            raise FileNotFoundError(errno.ENOENT, "no file", name)
        return stored_file(name, found)

    def open_part(self, name: str, first: int = 0, length: int | None = None) -> BinaryIO:
        stream = Path(self.path(name)).open("rb")  # noqa: SIM115 -- who asked closes it
        stream.seek(first)
        return stream

    def all_files(self, below: str = "") -> Iterator[StoredFile]:
        root = Path(self.location)
        for path in sorted((root / below).rglob("*")):
            with suppress(FileNotFoundError):  # it went meanwhile
                found = path.lstat()
                if stat.S_ISREG(found.st_mode):
                    yield stored_file(path.relative_to(root).as_posix(), found)

    def put_file(self, name: str, source: Path) -> None:
        copy_whole(source, Path(self.path(name)))

    def is_there_by_now(self, name: str) -> bool:
        return os.path.lexists(f"{self.location}/{name}")

    def described(self) -> str:
        return f"in {self.location}"


def stored_file(name: str, found: os.stat_result) -> StoredFile:
    etag = f'"{found.st_mtime_ns:x}-{found.st_size:x}"'
    return StoredFile(name, found.st_size, found.st_mtime_ns, etag)


class DurableFiles(MediaFolder):
    """The media store. Folders on the way to a file may be new, too."""

    def _save(self, name: str, content: Any) -> str:
        stored = super()._save(name, content)
        file, root = Path(self.path(stored)), Path(self.location)
        for path in (file, *file.parents):
            sync_path(path)
            if path == root:
                break
        return stored
