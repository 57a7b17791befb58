"""Interactive pages that are kept here: the only ones that a text may show in a frame."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from posixpath import normpath
from urllib.parse import unquote

FOLDER = "frames"
DIGEST = "[0-9a-f]{20}"
ADDRESS = re.compile(rf"(?:/[\w-]+)*/{FOLDER}/{DIGEST}/[\w./%~@+,-]+\.html?(?:#[\w=&.-]*)?")
FILE = re.compile(rf"{FOLDER}/{DIGEST}/[\w./-]+", re.ASCII)
SHOWN = re.compile(rf"/{FOLDER}/({DIGEST})/")
SANDBOX = "allow-scripts"
"""What the page in a frame may do: run its scripts, of an origin of its own (HTML Standard,
"Sandboxing")."""
FRAME_SOURCES = "default-src 'self' 'unsafe-inline' data:; connect-src 'none'"
"""What it may load: its own files, and nothing from the network by its scripts."""
FRAME_POLICY = f"sandbox {SANDBOX}; {FRAME_SOURCES}"
"""Both, where the page is opened by itself too."""

KINDS = {
    ".html": "text/html; charset=utf-8",
    ".htm": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
}
"""What such a page is made of, and how it is served."""

KEPT_AS = ".kept"
"""Stands behind the names of stored files, so that only our own view serves them as what they
are, with the headers that keep them harmless."""


def is_own_frame(address: str) -> bool:
    """Whether an address is that of such a page, and of nothing else on this site."""
    path = unquote(address.partition("#")[0])
    return ADDRESS.fullmatch(address) is not None and normpath(path) == path


def is_frame_file(name: str) -> bool:
    """Whether a stored file's name is one of those that such a page is made of."""
    inner = name.removesuffix(KEPT_AS)
    is_kind = inner != name and PurePosixPath(inner).suffix.lower() in KINDS
    return is_kind and FILE.fullmatch(inner) is not None and normpath(inner) == inner


def shown_frames(text: str) -> Iterator[str]:
    """The folders of stored files whose pages a text shows or links to."""
    for found in SHOWN.finditer(text):
        yield f"{FOLDER}/{found[1]}"
