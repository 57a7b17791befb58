"""Readers' comments that a site has as files: how many there are, since they are not imported."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

_FOLDERS = ("_data/comments", "data/comments", "_comments", "comments")
_FILES = ("_data/comments", "data/comments", "comments")
_ENDINGS = {".yml", ".yaml", ".json"}
MAX_FILES = 100_000
MAX_BYTES = 20_000_000
"""Of one file."""


def count_comments(root: Path) -> int:
    """The comments in Staticman's and similar files below a site's root: one in each file, or as
    many as a file lists."""
    return sum(map(_comments_in, islice(_files(root), MAX_FILES)))


def _files(root: Path) -> Iterator[Path]:
    for folder in _FOLDERS:
        yield from (one for one in (root / folder).rglob("*") if one.suffix.lower() in _ENDINGS)
    for name in _FILES:
        yield from (root / f"{name}{ending}" for ending in sorted(_ENDINGS))


def _comments_in(file: Path) -> int:
    try:
        if not file.is_file() or file.is_symlink() or file.stat().st_size > MAX_BYTES:
            return 0
        text = file.read_text("utf-8", "replace")
    except OSError:
        return 0
    if not text.strip():
        return 0
    if text.lstrip()[0] in "[{":
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return 1
        return len(value) if isinstance(value, list) else 1
    return max(1, len(re.findall(r"^- ", text, re.MULTILINE)))
