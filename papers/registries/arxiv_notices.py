"""What an entry of arXiv's Atom API tells of a work's notices.

arXiv has no field for a withdrawal: authors say it in the comment, its administrators in place of
the abstract. Only a sentence that says it of this paper, at the beginning of a comment's or an
abstract's sentence, counts: "an earlier version was withdrawn from another venue" says nothing of
it.
"""

import re
from contextlib import suppress
from datetime import date

from papers.records.identifiers import Id
from papers.registries.registry_record import FoundNotice, NoticeKind
from papers.registries.reply_values import publication_notices, written_id
from papers.registries.strict_replies import XmlNode

ATOM = "http://www.w3.org/2005/Atom "
ARXIV = "http://arxiv.org/schemas/atom "
_SUBJECT = (
    r"(?:(?:this|the)\s+(?:arxiv\s+)?"
    r"(?:paper|submission|article|manuscript|preprint|work|note|document|report|entry|version)"
    r"(?:,?\s+\(?arxiv:[\w./-]+\)?,?)?"
    r"|paper|submission|article|manuscript|preprint)"
)
_BEGIN = r"(?:^|(?<=[.;!]\s))\W{0,3}(?:(?:arxiv\s+admin\s+note|note|v\d{1,4})\s*:\s+)?"
_TAKEN = r"(?:withdrawn|retracted|removed(?=\s+by\s+arxiv\b))"
WITHDRAWN = re.compile(
    rf"(?:{_BEGIN}(?:(?:{_SUBJECT}\s+)?(?:(?:has|have|had)\s+been|was|is|is\s+being)\s+"
    rf"(?:(?:now|hereby|since|temporarily|therefore)\s+)?{_TAKEN}"
    rf"|(?:{_SUBJECT}\s+)?{_TAKEN}"
    r"(?=\s+[-–—]|\s*(?:$|[.:;,!()\[\]]|--|by\b|due\b|because\b|since\b|as\b))"
    r"|(?:i|we|the\s+authors?)\s+(?:(?:have|has|wish\s+to|would\s+like\s+to|hereby|want\s+to)\s+)*"
    r"(?:withdraw|withdrew|withdrawn)\s+(?:this|the|our|my)\s+"
    r"(?:paper|submission|article|manuscript|preprint))"
    rf"|,\s+{_TAKEN}\s+by\s+(?:the\s+(?:sole\s+)?(?:authors?|submitter)|arxiv)\b)"
    r"(?!\s+from\s+(?!(?:the\s+)?arxiv\b))",
    re.IGNORECASE,
)
SUPERSEDED = re.compile(
    rf"{_BEGIN}(?:{_SUBJECT}\s+)?(?:(?:has\s+been|was|is)\s+(?:now\s+)?)?superseded\s+by\s+"
    r"(?P<by>[^\s,;]+)",
    re.IGNORECASE,
)
VERSION = re.compile(r"v([1-9]\d{0,3})$", re.A)
LONGEST_REASON = 500
LONGEST_TEXT = 10_000


def arxiv_notices(entry: XmlNode) -> tuple[FoundNotice, ...]:
    """What happened to the work of an entry."""
    comment, summary = said_in(entry, f"{ARXIV}comment"), said_in(entry, f"{ATOM}summary")
    changed_on = changed_day(entry)
    found = []
    if said := next((one for one in (comment, summary) if WITHDRAWN.search(one)), ""):
        reason = said[:LONGEST_REASON]
        found.append(FoundNotice(NoticeKind.WITHDRAWAL, None, changed_on, "arxiv", reason))
    if match := SUPERSEDED.search(comment):
        by = work_named(match["by"].rstrip(".)]"))
        reason = comment[:LONGEST_REASON]
        found.append(FoundNotice(NoticeKind.SUPERSEDED, by, changed_on, "arxiv", reason))
    return tuple(found + publication_notices(published_in(entry), "arxiv"))


def published_in(entry: XmlNode) -> tuple[Id, ...]:
    """The DOIs under which arXiv knows the work to be published."""
    words = [word for node in entry.all_named(f"{ARXIV}doi") for word in node.text.split()]
    found = [one for word in words[:5] for one in written_id("doi", word)]
    return tuple(dict.fromkeys(one for one in found if one.scheme == "doi"))


def version_of(entry: XmlNode) -> int | None:
    """The number of the version that an entry describes: the newest, unless one was asked for."""
    match = VERSION.search(entry.text_of(f"{ATOM}id"))
    return int(match[1]) if match else None


def newest_version(entry: XmlNode) -> FoundNotice | None:
    """What those are told who cite a version before that of the entry."""
    version = version_of(entry)
    if version is None or version == 1:
        return None
    page = Id("url", entry.text_of(f"{ATOM}id").replace("http://", "https://", 1))
    day = changed_day(entry)
    return FoundNotice(NoticeKind.NEW_VERSION, page, day, "arxiv", f"v{version}")


def work_named(written: str) -> Id | None:
    """What a word names: an arXiv number, a DOI, an address; ``None`` for another word."""
    for scheme in ("arxiv", "doi"):
        for one in written_id(scheme, written):
            return one
    return Id("url", written) if written.startswith(("https://", "http://")) else None


def said_in(entry: XmlNode, name: str) -> str:
    return entry.text_of(name)[:LONGEST_TEXT]


def changed_day(entry: XmlNode) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(entry.text_of(f"{ATOM}updated")[:10])
    return None
