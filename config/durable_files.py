"""Files that are on the disk once it is said that they are stored: the system keeps what is written
for half a minute before it writes it down, and a power cut takes that."""

import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


def sync_path(path: Path) -> None:
    """Has what a file holds, or which names a folder has, written down."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


class DurableFiles(FileSystemStorage):
    """The media store. Folders on the way to a file may be new, too."""

    def _save(self, name: str, content: Any) -> str:
        stored = super()._save(name, content)
        file, root = Path(self.path(stored)), Path(self.location)
        for path in (file, *file.parents):
            sync_path(path)
            if path == root:
                break
        return stored
