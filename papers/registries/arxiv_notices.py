"""What an entry of arXiv's Atom API tells of a work's notices.

arXiv has no field for a withdrawal: authors say it in the comment, its administrators in place of
the abstract. Only a sentence that says it of this paper, at the beginning of a comment's or an
abstract's sentence, counts: "an earlier version was withdrawn from another venue" says nothing of
it. No Django here.
"""

import re
from contextlib import suppress
from datetime import date
from xml.etree.ElementTree import Element

from papers.records.identifiers import Id, library_identifier
from papers.registries.registry_record import FoundNotice, NoticeKind

ATOM = "{http://www.w3.org/2005/Atom}"
ARXIV = "{http://arxiv.org/schemas/atom}"
_SUBJECT = (
    r"(?:(?:this|the)\s+(?:arxiv\s+)?"
    r"(?:paper|submission|article|manuscript|preprint|work|note|document|report|entry)"
    r"|paper|submission|article|manuscript|preprint)"
)
_BEGIN = r"(?:^|(?<=[.;!]\s))\W{0,3}"
WITHDRAWN = re.compile(
    rf"{_BEGIN}(?:{_SUBJECT}\s+(?:has\s+been|have\s+been|was|is|is\s+being)\s+(?:now\s+|hereby\s+)?"
    r"(?:withdrawn|retracted)"
    rf"|(?:{_SUBJECT}\s+)?withdrawn(?=\s*(?:$|[.:;,!(\[]|by\b|due\b|because\b|since\b|as\b))"
    r"|(?:i|we|the\s+authors?)\s+(?:(?:have|has|wish\s+to|would\s+like\s+to|hereby|want\s+to)\s+)*"
    r"(?:withdraw|withdrew|withdrawn)\s+(?:this|the|our|my)\s+"
    r"(?:paper|submission|article|manuscript|preprint))"
    r"(?!\s+from\s+(?!(?:the\s+)?arxiv\b))",
    re.IGNORECASE,
)
SUPERSEDED = re.compile(
    rf"{_BEGIN}(?:{_SUBJECT}\s+)?(?:(?:has\s+been|was|is)\s+(?:now\s+)?)?superseded\s+by\s+"
    r"(?P<by>[^\s,;]+)",
    re.IGNORECASE,
)
VERSIONED = re.compile(r"v([1-9]\d{0,3})$")
LONGEST_REASON = 500
LONGEST_TEXT = 10_000


def arxiv_notices(entry: Element, cited_version: int | None = None) -> list[FoundNotice]:
    """What happened to the work of an Atom ``entry``. A newer version counts where the one that is
    cited is known: without it every version is the same work."""
    comment, summary = element_text(entry, f"{ARXIV}comment"), element_text(entry, f"{ATOM}summary")
    changed_on = day_in(entry, f"{ATOM}updated")
    found = []
    if said := next((one for one in (comment, summary) if WITHDRAWN.search(one)), ""):
        reason = said[:LONGEST_REASON]
        found.append(FoundNotice(NoticeKind.WITHDRAWAL, None, changed_on, "arxiv", reason))
    if match := SUPERSEDED.search(comment):
        by = identifier_in(match["by"].rstrip(".)]"))
        reason = comment[:LONGEST_REASON]
        found.append(FoundNotice(NoticeKind.SUPERSEDED, by, changed_on, "arxiv", reason))
    newest = latest_version(entry)
    if cited_version and newest and newest > cited_version:
        page = Id("url", element_text(entry, f"{ATOM}id").replace("http://", "https://", 1))
        reason = f"v{newest}"
        found.append(FoundNotice(NoticeKind.NEW_VERSION, page, changed_on, "arxiv", reason))
    found += [
        FoundNotice(NoticeKind.PUBLISHED, by=one, source="arxiv") for one in published_in(entry)
    ]
    return found


def published_in(entry: Element) -> tuple[Id, ...]:
    """The DOI under which arXiv knows the work to be published, if any."""
    written = element_text(entry, f"{ARXIV}doi")
    found = [identifier_in(one) for one in written.split()[:5]]
    return tuple(dict.fromkeys(one for one in found if one is not None and one.scheme == "doi"))


def latest_version(entry: Element) -> int | None:
    match = VERSIONED.search(element_text(entry, f"{ATOM}id"))
    return int(match[1]) if match else None


def identifier_in(written: str) -> Id | None:
    """What a word names: a DOI, an arXiv number, an address; ``None`` for another word."""
    for scheme in ("arxiv", "doi", "url"):
        with suppress(ValueError):
            return library_identifier(scheme, written)
    return None


def element_text(entry: Element, tag: str) -> str:
    return " ".join((entry.findtext(tag) or "")[:LONGEST_TEXT].split())


def day_in(entry: Element, tag: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(element_text(entry, tag)[:10])
    return None
