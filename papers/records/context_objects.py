"""A work as a list of works tells it to reference managers: a ContextObject in a ``span`` of the
class ``Z3988`` (COinS). No Django here.

Sources: ANSI/NISO Z39.88-2004 with the matrices ``journal``, ``book``, ``dissertation``, ``patent``
and ``dc`` of its registry; Zotero's translator "COinS" and ``openurl.js`` of its utilities, which
read ``rft.type`` of ``dc`` as a type of their own, so that no kind of work is taken for another.

Only lists have them: beside the ``citation_`` tags of a page that is about one work, or the tags of
a post, Zotero would take what they tell in place of the page.
"""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote, urlencode

from papers.records.identifiers import record_links
from papers.records.meta_tags import OTHERS_AS_NAME, ZOTERO_TYPES, author_name, date_parts
from papers.records.preprints import is_preprint
from papers.records.record import Record, has_more_names
from papers.records.style_record import joined_containers, shown_record

KeyAndValue = tuple[str, str]


class Matrix(NamedTuple):
    """A format of metadata with its genre, and what in it the title, the container and the authors
    of a work are called."""

    name: str
    genre: str = ""
    title: str = "atitle"
    container: str = "btitle"
    author: str = "au"


JOURNAL = Matrix("journal", "article", container="jtitle")
MATRICES = {
    "article-journal": JOURNAL,
    "review": JOURNAL,
    "review-book": JOURNAL,
    "book": Matrix("book", "book", title="btitle", container=""),
    "pamphlet": Matrix("book", "book", title="btitle", container=""),
    "report": Matrix("book", "report", title="btitle", container=""),
    "chapter": Matrix("book", "bookitem"),
    "paper-conference": Matrix("book", "proceeding"),
    "thesis": Matrix("dissertation", title="title", container=""),
    "patent": Matrix("patent", title="title", container="", author="inventor"),
}
"""By CSL type; everything else is told in Dublin Core."""
DUBLIN_CORE = Matrix("dc", title="title", container="source")
PREPRINTS = Matrix("dc", title="title", container="")
FIELDS = {
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
    "number-of-pages": "tpages",
    "ISSN": "issn",
    "ISBN": "isbn",
    "edition": "edition",
    "publisher-place": "place",
    "collection-title": "series",
    "language": "language",
}


def context_object(record: Record) -> str:
    """The pairs of a work's ContextObject, as they stand in the ``title`` of its ``span``."""
    pairs = [(name, value) for name, value in _pairs(record) if value.strip()]
    return urlencode([("ctx_ver", "Z39.88-2004"), *pairs], quote_via=quote, safe="/:")


def _pairs(stored: Record) -> Iterator[KeyAndValue]:
    record = joined_containers(shown_record(stored))
    kind = str(record.get("type", ""))
    matrix = PREPRINTS if is_preprint(stored) else MATRICES.get(kind, DUBLIN_CORE)
    yield "rft_val_fmt", f"info:ofi/fmt:kev:mtx:{matrix.name}"
    if matrix.name == "dc":
        is_alone = matrix is PREPRINTS
        yield "rft.type", "preprint" if is_alone else ZOTERO_TYPES.get(kind, "document")
    yield "rft.genre", matrix.genre
    yield f"rft.{matrix.title}", str(record.get("title", ""))
    if matrix.container:
        yield f"rft.{matrix.container}", str(record.get("container-title", ""))
    yield from _people(record, matrix)
    yield "rft.date", "-".join(date_parts(record))
    for field, name in FIELDS.items():
        yield f"rft.{name}", str(record.get(field, ""))
    yield from _particulars(record, matrix)
    yield from _identifiers(stored, record)


def _people(record: Record, matrix: Matrix) -> Iterator[KeyAndValue]:
    for role, name in (("author", matrix.author), ("editor", "contributor")):
        for one in record.get(role) or []:
            yield f"rft.{name}", author_name(one)
        if has_more_names(record, role):
            yield f"rft.{name}", OTHERS_AS_NAME


def _particulars(record: Record, matrix: Matrix) -> Iterator[KeyAndValue]:
    """What is called otherwise in each matrix."""
    publisher = str(record.get("publisher", ""))
    if matrix.name == "dissertation":
        yield "rft.inst", publisher
        yield "rft.degree", str(record.get("genre", ""))
    elif matrix.name == "patent":
        yield "rft.number", str(record.get("number", ""))
    elif matrix is PREPRINTS:
        yield "rft.publisher", publisher or str(record.get("container-title", ""))
    elif matrix is not JOURNAL:
        yield "rft.publisher", publisher


def _identifiers(stored: Record, record: Record) -> Iterator[KeyAndValue]:
    if doi := record.get("DOI"):
        yield "rft_id", f"info:doi/{doi}"
    if pmid := record.get("PMID"):
        yield "rft_id", f"info:pmid/{pmid}"
    for name, address in record_links(stored)[-1:]:
        yield "rft_id", address if name != "DOI" else ""
