"""The exports of other systems that are one file: which reader each has."""

from collections.abc import Callable, Iterator
from pathlib import Path

from blog.transfer.archives.ghost import read_ghost
from blog.transfer.archives.saved_feed import read_feed
from blog.transfer.archives.wordpress import read_wordpress
from blog.transfer.source.import_values import ArchivedPost, SourceSite
from blog.transfer.source.site_files import read_head

HEAD = 64 * 1024
ENDINGS = {".xml", ".wxr", ".rss", ".atom", ".json"}
ArchiveReader = Callable[[Path, str], tuple[SourceSite, Iterator[ArchivedPost]]]
"""Takes the file and the path that is told of it."""


def archive_reader(file: Path) -> ArchiveReader | None:
    """The reader of an export, None for a file that is none."""
    if file.suffix.lower() not in ENDINGS:
        return None
    try:
        head = read_head(file, HEAD).replace(b"\0", b"")
    except OSError:
        return None
    if b"//wordpress.org/export/" in head:
        return read_wordpress
    if b"<rss" in head or b"http://www.w3.org/2005/Atom" in head:
        return read_feed
    return read_ghost if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") else None
