"""What the folders above a post say about it: Quarto's `_metadata.yml`."""

from functools import lru_cache
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

from blog.text.size_limits import MAX_FOLDER_METADATA
from blog.transfer.source.encoding import decode
from blog.transfer.source.front_matter import fold_key
from blog.transfer.source.import_values import Found, Value
from blog.transfer.source.site_files import NotRead, read_capped
from blog.transfer.source.yaml_reader import Hostile, Malformed, read_yaml

_NAMES = ("_metadata.yml", "_metadata.yaml")


def folder_values(found: Found) -> tuple[dict[str, Value], str, list[str]]:
    """The values (those of nearer folders first to count), their digest, and what is wrong."""
    root, folder = found.site.root, found.file.parent
    values: dict[str, Value] = {}
    digests, problems = [], []
    if folder.is_relative_to(root):
        parts = folder.relative_to(root).parts
        above = accumulate(parts, Path.joinpath, initial=root)
        for file in (one / name for one in above for name in _NAMES):
            inner, digest, problem = _read(file)
            values |= inner
            digests += [digest] if digest else []
            problems += [f"{file.name} of its folder: {problem}"] if problem else []
    return values, "".join(digests), problems


def _read(file: Path) -> tuple[dict[str, Value], str, str]:
    try:
        stat = file.stat()
    except OSError:
        return {}, "", ""
    return _load(file, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=256)
def _load(file: Path, changed: int, size: int) -> tuple[dict[str, Value], str, str]:
    try:
        data = read_capped(file, MAX_FOLDER_METADATA)
    except NotRead as error:
        return {}, "", f"it {error}"
    digest = sha256(data).hexdigest()
    try:
        value, _, _ = read_yaml(decode(data)[0])
    except (Hostile, Malformed) as error:
        return {}, digest, f"line {error.line}: {error.reason}"
    if not isinstance(value, dict):
        return {}, digest, ""
    return {fold_key(key): inner for key, inner in value.items()}, digest, ""
