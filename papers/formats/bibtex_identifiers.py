"""What names a work in the fields of a BibTeX entry: identifiers and addresses. No Django here."""

import re
from collections.abc import Mapping

from papers.formats.bibtex_fields import EPRINTS
from papers.formats.entries import Entry
from papers.formats.latex import without_html
from papers.records.identifiers import ARXIV_NEW, Id, identifier_of_url, library_identifier
from papers.records.record_identifiers import first_isbn

_ARXIV = re.compile(r"(?:arxiv\s*[:.\s]\s*|\babs/)(\d{4}\.\d{4,5}|[a-z-]+/\d{7})", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,24}")
_LINKED = re.compile(r"\\href\s*\{[^{}]*\}\s*(?=\{)")
_LINK = re.compile(r"\\(?:url|href)\s*\{([^{}]*)\}")


def address_of_entry(fields: Mapping[str, str]) -> str:
    """Where an entry says that a work is; ``""`` for nowhere."""
    url = bare_value(fields.get("url", ""))
    host = f"https://{url}" if _HOST.fullmatch(url.lower()) else ""
    printed = _address(fields.get("howpublished", ""))
    return _address(url) or host or printed or _archived(fields) or _address(_title_link(fields))


def _title_link(fields: Mapping[str, str]) -> str:
    """What a title is a link to."""
    return "".join(_LINK.findall(fields.get("title", ""))[:1])


def _address(text: str) -> str:
    text = "".join(_LINK.findall(text)[:1]) or text
    found = re.search(r"https?://[^\s{}<>\"]+", bare_value(text))
    bare = re.fullmatch(r"(?:www\.|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/)[^\s{}<>\"]+", bare_value(text))
    return without_html(found[0]) if found else f"https://{bare[0]}" if bare else ""


def _archived(fields: Mapping[str, str]) -> str:
    """Where an archive that biblatex knows has a work (its manual, section 3.13.7)."""
    kept = fields.get("eprinttype", "") or fields.get("archiveprefix", "")
    begin = EPRINTS.get(bare_value(kept).lower(), "")
    number = _eprint(fields)
    return begin + number if begin and re.fullmatch(r"[^\s<>\"]+", number) else ""


def _eprint(fields: Mapping[str, str]) -> str:
    """A work's number in an archive, of which ADS makes a link."""
    return bare_value(_LINKED.sub("", fields.get("eprint", "")))


def bare_value(text: str) -> str:
    """An address or an identifier without TeX's escapes and braces, apart from what a link says."""
    text = re.sub(r"\\(?:url|href)\b", " ", _LINK.sub(r" \1 ", text))
    text = re.sub(r"[{}]|\\(?=[_%&#~$])", "", text)
    return " ".join(text.replace("\\_", "_").split())


def names_entry(address: str, entry: Entry) -> bool:
    """Whether an address is one that an entry has already."""
    return bool(address) and (
        address == entry.url or identifier_of_url(address) in entry.identifiers
    )


def is_on_arxiv(fields: Mapping[str, str]) -> bool:
    archive = bare_value(fields.get("archiveprefix", "") or fields.get("eprinttype", "")).lower()
    return archive == "arxiv" or bool(ARXIV_NEW.match(_eprint(fields)))


def find_identifiers(kind: str, fields: Mapping[str, str]) -> tuple[Id, ...]:
    """What names the work in its fields, in normal form, without repeats."""
    found: list[Id] = []
    plain = {name: bare_value(fields.get(name, "")) for name in fields}
    for scheme in ("doi", "pmid", "pmcid"):
        if plain.get(scheme):
            found += _normal(scheme, plain[scheme])
    eprint, archive = _eprint(fields), plain.get("archiveprefix", "")
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
    known = identifier_of_url(bare_value(_title_link(fields)))
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
