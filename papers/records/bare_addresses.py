"""Addresses that are written without their scheme: ``doi.org/10.…``. No Django here."""

import re

BARE_HOST = re.compile(
    r"(?:www\.|dx\.)?(?:doi\.org|arxiv\.org|openreview\.net|aclanthology\.org)/", re.I
)
"""Hosts of works that people name so; anything else of that form may be a DOI or a file's name."""


def with_scheme(text: str) -> str:
    """An address of one of these hosts with its scheme; any other text as it is."""
    return f"https://{text}" if BARE_HOST.match(text) else text
