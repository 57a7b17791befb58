"""What names a work in the fields of a BibTeX entry."""

import re
from collections.abc import Mapping

from papers.records.identifiers import ARXIV_NEW, Id, identifier_of_url, library_identifier
from papers.records.record_identifiers import first_isbn

_ARXIV = re.compile(r"(?:arxiv\s*[:.\s]\s*|\babs/)(\d{4}\.\d{4,5}|[a-z-]+/\d{7})", re.IGNORECASE)


def find_identifiers(kind: str, fields: Mapping[str, str]) -> tuple[Id, ...]:
    """What names the work in its fields, in normal form, without repeats."""
    found: list[Id] = []
    plain = {name: bare_value(fields.get(name, "")) for name in fields}
    for scheme in ("doi", "pmid", "pmcid"):
        if plain.get(scheme):
            found += _normal(scheme, plain[scheme])
    eprint, archive = plain.get("eprint", ""), plain.get("archiveprefix", "")
    archive = (archive or plain.get("eprinttype", "")).lower()
    if eprint and is_on_arxiv(fields):
        found += _normal("arxiv", eprint)
    elif eprint and archive in {"pubmed", "pmid"}:
        found += _normal("pmid", eprint)
    for name in ("journal", "journaltitle", "volume", "note", "howpublished", "number", "pages"):
        for match in _ARXIV.finditer(plain.get(name, "")[:2000]):
            found += _normal("arxiv", match[1])
    for name in ("url", "ee", "biburl", "howpublished", "doi"):
        address = re.search(r"https?://[^\s<>\"]+", plain.get(name, ""))
        known = identifier_of_url(address[0]) if address else None
        found += [known] if known else []
    if kind == "book" and plain.get("isbn"):
        found += first_isbn(plain["isbn"])
    return tuple(dict.fromkeys(found))


def _normal(scheme: str, value: str) -> list[Id]:
    try:
        if "://" in value:
            known = identifier_of_url(value)
            return [known] if known else []
        return [library_identifier(scheme, value)]
    except ValueError:
        return []


def is_on_arxiv(fields: Mapping[str, str]) -> bool:
    archive = bare_value(fields.get("archiveprefix", "") or fields.get("eprinttype", "")).lower()
    return archive == "arxiv" or bool(ARXIV_NEW.match(bare_value(fields.get("eprint", ""))))


def bare_value(text: str) -> str:
    """An address or an identifier without TeX's escapes and braces."""
    text = re.sub(r"\\(?:url|href)\b|[{}]|\\(?=[_%&#~$])", "", text)
    return " ".join(text.replace("\\_", "_").split())
