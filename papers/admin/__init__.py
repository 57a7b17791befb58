"""The admin's pages for the library, by subject; importing them registers them."""

from papers.admin import (
    duplicates,
    imports,
    merges,
    notices,
    papers,
    people,
    reading,
    sources,
    styles,
    watches,
)

__all__ = [
    "duplicates",
    "imports",
    "merges",
    "notices",
    "papers",
    "people",
    "reading",
    "sources",
    "styles",
    "watches",
]
