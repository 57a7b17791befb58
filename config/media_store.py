"""Where media are kept: the folder ``media`` of ``DATA_DIR``."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

from blog.models.media_room import RationedFiles
from config.durable_files import sync_path


class MediaFolder(RationedFiles, FileSystemStorage):
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
