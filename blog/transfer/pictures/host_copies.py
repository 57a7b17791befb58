"""Copies of what stands on other hosts, in folders that whoever imports names. No Django here."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from blog.text.hosts import host_of
from blog.transfer.source.looked_files import note_look
from blog.transfer.source.site_files import is_inside


def copy_at(folders: Mapping[str, Path], address: str) -> Path | None:
    """The copy of what stands at an address, out of the folder of its host."""
    folder = folders.get(host_of(address)) if folders else None
    return copy_in(folder, address) if folder else None


def copy_in(folder: Path, address: str) -> Path | None:
    """The file of a folder that is the copy of a picture, never one outside of it: at the path of
    its address, with the query behind as some programs save it, or below a folder of the host."""
    parts = urlsplit(address)
    path = unquote(parts.path).lstrip("/")
    names = [f"{path}?{parts.query}"] * bool(parts.query) + [path]
    for name in [*names, *(f"{parts.hostname}/{one}" for one in names)]:
        try:
            file = folder / name
            note_look(file)
            if is_inside(file, folder) and file.is_file():
                return file.resolve()
        except (OSError, ValueError):
            continue
    return None
