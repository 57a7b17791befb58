"""Where a work's PDF, code and data are to be had, as far as its record says or a site's rule gives
it. No Django here."""

from contextlib import suppress
from urllib.parse import urlsplit

from papers.records.identifiers import normalize_identifier
from papers.records.record import Record

FIELDS = {
    "pdf": ("pdf", "pdfurl", "pdf_url", "bdsk-pdf"),
    "code": ("code", "codeurl", "code_url", "github", "repository"),
    "data": ("data", "dataset", "dataurl", "data_url"),
}
"""Fields of a record's ``custom`` by what they lead to. ``file`` is none of them: reference
managers note a path on their owner's disk there."""
PDF_ADDRESSES = {
    "arxiv": "https://arxiv.org/pdf/{}",
    "openreview": "https://openreview.net/pdf?id={}",
    "acl": "https://aclanthology.org/{}.pdf",
}


def work_files(record: Record) -> dict[str, str]:
    """The addresses of a work's ``pdf``, ``code`` and ``data``, those that are known."""
    custom = record.get("custom")
    custom = custom if isinstance(custom, dict) else {}
    written = {str(name).lower(): value for name, value in custom.items()}
    found = {
        kind: next(filter(None, (_web_address(written.get(name)) for name in names)), "")
        for kind, names in FIELDS.items()
    }
    found["pdf"] = found["pdf"] or _own_pdf(record) or _pdf_by_rule(record, custom)
    return {kind: address for kind, address in found.items() if address}


def pdf_address(record: Record) -> str:
    return work_files(record).get("pdf", "")


def _web_address(value: object) -> str:
    """An address that readers can open, ``""`` for a path or anything else."""
    with suppress(ValueError):
        return normalize_identifier("url", value.strip()) if isinstance(value, str) else ""
    return ""


def _own_pdf(record: Record) -> str:
    address = _web_address(record.get("URL"))
    return address if urlsplit(address).path.lower().endswith(".pdf") else ""


def _pdf_by_rule(record: Record, custom: Record) -> str:
    named = [str(one).partition(":") for one in custom.get("identifiers") or []]
    known = {scheme: value for scheme, _colon, value in named}
    if record.get("archive") == "arXiv" and record.get("archive_location"):
        known["arxiv"] = str(record["archive_location"])
    found = (rule.format(known[one]) for one, rule in PDF_ADDRESSES.items() if known.get(one))
    return next(found, "")
