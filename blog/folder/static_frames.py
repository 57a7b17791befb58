"""Interactive pages in a public site of plain files, whose server sends no headers of ours."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from django.conf import settings

from blog.markup.document.own_frames import (
    FOLDER,
    FRAME_POLICY,
    FRAME_SOURCES,
    KEPT_AS,
    KINDS,
    SANDBOX,
    is_frame_file,
    shown_frames,
)
from blog.media_store import media_store
from blog.transfer.pictures.svg_sanitizer import clean_svg

DOCTYPE = re.compile(r"<!doctype\b", re.IGNORECASE)
LATEST_DOCTYPE = 2_000
"""Letters before it: comments, of a program that wrote the page."""
ALONE = (
    'if (self.origin !== "null") {'
    " window.stop();"
    ' const frame = document.createElement("iframe");'
    f' frame.sandbox = "{SANDBOX}";'
    ' frame.src = location.pathname + "?framed" + location.hash;'
    ' frame.style = "position: fixed; inset: 0; width: 100%; height: 100%; border: 0";'
    ' document.documentElement.append(document.createElement("body"));'
    " document.body.append(frame);"
    " }"
)
"""Opened by itself, the page would be of the site's own origin: it is stopped before it begins,
and shown in a sandbox. (No page is shown in itself, but for another query.)"""


def frame_at(path: str) -> str | None:
    """The folder of stored files where what an address leads to belongs to such a page."""
    folder = next(shown_frames(path), None)
    is_file = is_frame_file(f"{path.removeprefix('/')}{KEPT_AS}")
    return folder if folder and is_file and path.startswith(f"/{folder}/") else None


def frame_paths(folder: str) -> Iterator[str]:
    """The addresses of all that such a folder has: scripts, too, ask for files by their names."""
    for file in media_store().all_files(f"{folder}/"):
        if is_frame_file(file.name):
            yield f"/{file.name.removesuffix(KEPT_AS)}"


def headers_file() -> str:
    """What the live site answers with, for hosts that read a file ``_headers``."""
    return (
        f"{settings.SITE_PATH}/{FOLDER}/*\n  Content-Security-Policy: {FRAME_POLICY}\n"
        "  Access-Control-Allow-Origin: *\n"
    )


def static_frame(path: str, data: bytes) -> bytes:
    """A file of an interactive page as any server may send it, opened by itself too.

    Raises ``ValueError`` for a drawing that cannot be made harmless.
    """
    kind = KINDS[PurePosixPath(path).suffix.lower()]
    if "svg" in kind:
        return clean_svg(data)
    if "html" not in kind:
        return data
    text = data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    sources = FRAME_SOURCES.replace("'self'", f"'self' {settings.SITE_ORIGIN}")
    guard = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{sources}">'
        f"<script>{ALONE}</script>"
    )
    doctype = "<!doctype html>" if DOCTYPE.search(text, 0, LATEST_DOCTYPE) else ""
    return f"{doctype}{guard}{text}".encode("utf-8", "surrogateescape")
