"""What somebody means who types or pastes an identifier alone, or cites by one. No Django here."""

import re
from contextlib import suppress

from papers.records.bare_addresses import with_scheme
from papers.records.identifiers import (
    Id,
    identifier_of_url,
    library_identifier,
    normalize_identifier,
)

NAMES = "doi|arxiv|pmid|pmcid|isbn|openreview|acl"
"""What may stand before an identifier, also where it is cited (``@acl:P18-1234``)."""
NAMED = re.compile(rf"({NAMES})(?:-1[03])?\s*[:\s]\s*(\S.*)", re.I | re.S)
KEYED = re.compile(rf"({NAMES}):(.*)", re.I | re.S)
BARE = {
    "doi": re.compile(r"10\.\d{4,9}[^\s/]*+/\S++"),
    "arxiv": re.compile(r"\d{4}\.\d{4,5}\S*|[a-z-]+(?:\.[a-z]{2})?/\d{7}\S*", re.I),
    "pmcid": re.compile(r"pmc\d++\S*+", re.I),
    "acl": re.compile(r"[a-z]\d{2}-\d{4,5}|\d{4}\.[\w-]+\.\d+", re.I),
    "isbn": re.compile(r"[\dx‐–-]{10,17}|(?:97[89][\s-])?[\dx\s-]{10,13}", re.I),
}
"""How an identifier looks that needs no name before it. Any number may be a PMID, and any word an
OpenReview id, so these two are named."""


def typed_identifier(text: str) -> Id | None:
    """The one identifier that a text is: named (``PMID 23193287``), an address, or bare; ``None``
    where it is none for sure."""
    text = with_scheme(text.strip())
    with suppress(ValueError):
        if re.match(r"https?://", text, re.I):
            return identifier_of_url(text) or Id("url", normalize_identifier("url", text))
        if named := NAMED.fullmatch(text):
            return library_identifier(named[1].lower(), named[2].strip())
    for scheme, looks in BARE.items():
        if looks.fullmatch(text):
            with suppress(ValueError):
                return library_identifier(scheme, text)
    return None


def looked_scheme(text: str) -> str:
    """The scheme of the identifier that a text looks to be, right or not; ``""`` for words."""
    text = text.strip()
    if known := typed_identifier(text):
        return known.scheme
    if re.match(r"https?:", text, re.I):
        return "url"
    if named := NAMED.fullmatch(text):
        return named[1].lower()
    if re.match(r"10\.\d{4}", text):
        return "doi"
    return next((scheme for scheme, looks in BARE.items() if looks.fullmatch(text)), "")


def keyed_identifier(key: str) -> Id | None:
    """The identifier that a citation's key is: ``doi:…``, ``10.…/…``, ``arxiv:…`` or an address."""
    if "://" in key:
        return identifier_of_url(key)
    scheme, value = ("doi", key) if key.startswith("10.") else ("", "")
    if named := KEYED.fullmatch(key):
        scheme, value = named[1].lower(), named[2]
    with suppress(ValueError):
        return library_identifier(scheme, value) if scheme else None
    return None
