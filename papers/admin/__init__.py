"""The admin's pages for the library, by subject; importing them registers them."""

from papers.admin import (
    duplicates,
    imports,
    merges,
    named_works,
    notices,
    papers,
    people,
    questions,
    reading,
    sources,
    styles,
    watches,
)

__all__ = [
    "duplicates",
    "imports",
    "merges",
    "named_works",
    "notices",
    "papers",
    "people",
    "questions",
    "reading",
    "sources",
    "styles",
    "watches",
]
