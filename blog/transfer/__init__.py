"""Reading other systems' posts: from bytes and paths to plain values."""

from blog.transfer.file_discovery import find_posts
from blog.transfer.import_values import (
    Found,
    Note,
    Refused,
    SiteDescription,
    SourceAuthor,
    SourcePost,
    SourceSite,
)
from blog.transfer.post_file import read_post
from blog.transfer.site_config import read_site

__all__ = [
    "Found",
    "Note",
    "Refused",
    "SiteDescription",
    "SourceAuthor",
    "SourcePost",
    "SourceSite",
    "find_posts",
    "read_post",
    "read_site",
]
