"""Where a CSL-JSON item carries what names its work: taken out, and put back. No Django here."""

import re
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from typing import Any

from papers.records.identifiers import (
    Id,
    identifier_of_url,
    identifier_url,
    library_identifier,
    normalize_identifier,
)
from papers.records.record import Record

FIELDS = {"doi": "DOI", "pmid": "PMID", "pmcid": "PMCID", "isbn": "ISBN", "url": "URL"}
"""CSL's fields by scheme. arXiv numbers are ``archive_location``; what has no field, and a second
value of a kind, is in ``custom.identifiers`` as ``scheme:value``."""
LOOSE = frozenset({"isbn", "url"})
"""A chapter has its book's ISBN, and works share addresses: these fields need name no work."""


def take_identifiers(record: Record) -> tuple[dict[str, Any], tuple[Id, ...], str]:
    """The item with its identifiers in normal form, these, and an address that others may share.

    What stands in a field but is no identifier goes to ``custom`` under the field's name.
    """
    kept, custom = dict(record), dict(record.get("custom") or {})
    found: list[Id] = []
    for scheme in ("doi", "pmid", "pmcid"):
        if written := str(kept.pop(FIELDS[scheme], "")):
            known = _known(scheme, written)
            found += known
            custom |= {} if known else {FIELDS[scheme]: written}
    if str(kept.get("archive", "")).lower() == "arxiv":
        found += _known("arxiv", str(kept.get("archive_location", "")))
    if str(kept.get("number", "")).lower().startswith("arxiv:"):
        found += _known("arxiv", str(kept["number"]))
    if kept.get("type") == "book":
        found += first_isbn(str(kept.get("ISBN", "")))
    for one in custom.pop("identifiers", []):
        found += _known(*str(one).split(":", 1)) if ":" in str(one) else []
    url = ""
    if written := str(kept.pop("URL", "")):
        site = identifier_of_url(written)
        found += [site] if site else []
        usual = not site or identifier_url(site).rstrip("/") == written.rstrip("/")
        with suppress(ValueError):
            url = "" if site else normalize_identifier("url", written)
        if not usual:
            kept["URL"] = written
        elif not site and not url:
            custom["URL"] = written
    identifiers = tuple(dict.fromkeys(found))
    if url:
        kept["URL"] = url
    kept.pop("custom", None)
    if custom:
        kept["custom"] = custom
    own = [Id("url", url)] if url else []
    return put_identifiers(kept, [*identifiers, *own]), identifiers, url


def first_isbn(written: str) -> list[Id]:
    """The first right number of a field that may hold several, in a list of one or none."""
    found = (one for part in re.split(r"[,;]", written) for one in _known_isbns(part))
    return list(islice(found, 1))


def _known_isbns(written: str) -> list[Id]:
    """A number with blanks in it, or one of several that blanks part."""
    return _known("isbn", written) or [
        one for part in written.split() for one in _known("isbn", part)
    ]


def _known(scheme: str, written: str) -> list[Id]:
    try:
        return [library_identifier(scheme, written)]
    except (ValueError, KeyError):
        site = identifier_of_url(written)
        return [site] if site else []


def _named_in(scheme: str, written: str) -> list[Id]:
    """What a field names: an address that a site has beside its usual one names the same work."""
    if not written:
        return []
    site = identifier_of_url(written) if scheme == "url" else None
    return [site] if site is not None and site.scheme == "url" else _known(scheme, written)


def put_identifiers(record: Record, identifiers: Iterable[Id]) -> dict[str, Any]:
    """The item with exactly these identifiers in its fields; the first of a kind is shown."""
    kept, custom = dict(record), dict(record.get("custom") or {})
    custom.pop("identifiers", None)
    by_scheme: dict[str, list[str]] = {}
    for one in identifiers:
        by_scheme.setdefault(one.scheme, []).append(one.value)
    for scheme, field in FIELDS.items():
        values = by_scheme.get(scheme, [])
        old = [one.value for one in _named_in(scheme, str(kept.get(field, "")))]
        if values and (not old or old[0] not in values):
            kept[field] = values.pop(0)
        elif values:
            values.remove(old[0])
            kept[field] = kept[field] if scheme in LOOSE else old[0]
        elif scheme not in LOOSE:
            kept.pop(field, None)
    if numbers := by_scheme.get("arxiv", []):
        kept |= {"archive": "arXiv", "archive_location": numbers.pop(0)}
    elif kept.get("archive") == "arXiv":
        del kept["archive"]
        kept.pop("archive_location", None)
    rest = [f"{scheme}:{value}" for scheme, values in by_scheme.items() for value in values]
    if rest:
        custom["identifiers"] = sorted(rest)
    kept.pop("custom", None)
    return kept | ({"custom": custom} if custom else {})


def site_address(record: Record) -> str:
    """The address of a work that is known by an OpenReview or ACL Anthology id, or ``""``."""
    custom = record.get("custom")
    for one in custom.get("identifiers", []) if isinstance(custom, dict) else []:
        scheme, _colon, value = str(one).partition(":")
        if scheme in ("openreview", "acl"):
            return identifier_url(Id(scheme, value))
    return ""
