"""Files that are on the disk once it is said that they are stored: the system keeps what is written
for half a minute before it writes it down, and a power cut takes that."""

import os
from pathlib import Path


def sync_path(path: Path) -> None:
    """Has what a file holds, or which names a folder has, written down."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
