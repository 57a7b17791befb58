"""The exports of other systems that are one file: which system each is of, and its posts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from blog.transfer.feed_archive import feed_site, read_feed
from blog.transfer.ghost import ghost_site, read_ghost
from blog.transfer.import_values import ArchivedPost, SourceSite
from blog.transfer.wordpress import read_wordpress, wordpress_site

HEAD = 64 * 1024
ENDINGS = {".xml", ".wxr", ".rss", ".atom", ".json"}


@dataclass(frozen=True)
class ArchiveKind:
    """How to read one system's export: both functions take the file and the path to tell."""

    posts: Callable[[Path, str], Iterator[ArchivedPost]]
    site: Callable[[Path, str], SourceSite]


WORDPRESS = ArchiveKind(read_wordpress, wordpress_site)
GHOST = ArchiveKind(read_ghost, ghost_site)
FEED = ArchiveKind(read_feed, feed_site)


def archive_kind(file: Path) -> ArchiveKind | None:
    """The reader of an export, None for a file that is none."""
    if file.suffix.lower() not in ENDINGS:
        return None
    try:
        with file.open("rb") as stream:
            head = stream.read(HEAD).replace(b"\0", b"")
    except OSError:
        return None
    if b"//wordpress.org/export/" in head:
        return WORDPRESS
    if b"<rss" in head or b"http://www.w3.org/2005/Atom" in head:
        return FEED
    return GHOST if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") else None
