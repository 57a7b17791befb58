"""Which works are preprints. No Django here."""

import re

from papers.records.record import Record

PREPRINT = re.compile(r"\s*(arxiv|biorxiv|medrxiv|chemrxiv|ssrn|psyarxiv|corr\b|preprint)", re.I)


def is_preprint(record: Record) -> bool:
    """A work of a preprint server that stands in no journal."""
    container = str(record.get("container-title", ""))
    if record.get("type") == "article":
        return not container or bool(PREPRINT.match(container))
    is_journal = record.get("type") == "article-journal"
    return is_arxiv_preprint(record) or (is_journal and bool(PREPRINT.match(container)))


def is_arxiv_preprint(record: Record) -> bool:
    """Whether arXiv is the only place where the work is known to stand."""
    is_held = record.get("archive") == "arXiv" and bool(record.get("archive_location"))
    container = str(record.get("container-title", ""))
    is_own = not container or bool(re.match(r"\s*(?:arxiv|corr)\b", container, re.I))
    return is_held and is_own and record.get("type") in ("article", "article-journal", "document")
