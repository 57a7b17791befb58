"""Copies of what stands on other hosts, in folders that whoever imports names. No Django here."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from blog.text.hosts import host_of


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
    root = folder.resolve()
    for name in [*names, *(f"{parts.hostname}/{one}" for one in names)]:
        try:
            file = (folder / name).resolve()
            if file.is_relative_to(root) and file.is_file():
                return file
        except (OSError, ValueError, RuntimeError):
            continue
    return None
