"""Papers of which nothing is known but what names them: they wait to be looked up."""

import re
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from papers.choices import SCHEMES, SourceKind, State
from papers.library.changes import papers_came
from papers.library.paper_columns import set_columns
from papers.library.paper_rows import MAX_IDENTIFIER
from papers.library.source_names import LONGEST_KEY, SourceName
from papers.library.source_order import projected, record_digest
from papers.models import RESERVED, FreeValues, Identifier, Key, Paper, Source
from papers.records.identifiers import Id
from papers.records.printable_text import printable

WAITING = SourceName(SourceKind.PROVISIONAL)
SCHEME_NAMES = {scheme: str(name) for scheme, name in SCHEMES}
LONGEST_TITLE = 500


@transaction.atomic
def add_waiting_papers(titles: Mapping[Id, str]) -> dict[Id, Paper]:
    """A new paper for each identifier, with the title that a text gives it, if any, in as many
    statements for hundreds as for one. They do not match what the library has: a title alone tells
    nothing. Identifiers that are too long to be stored make none.

    Raises ``django.db.IntegrityError`` for an identifier that a paper has.
    """
    wanted = {known: title for known, title in titles.items() if len(known.value) <= MAX_IDENTIFIER}
    keys = {known: key_of_identifier(known) for known in wanted}
    free = FreeValues([(Key.objects.all(), "value")], keys.values(), RESERVED)
    papers, sources = {}, []
    for known, title in wanted.items():
        paper = Paper(key=free.take(keys[known]), is_in_library=False, is_listed=False)
        source = waiting_source(paper, known, title)
        paper.state = State.TO_LOOK_UP
        paper.record = {"id": paper.key, **projected([source], [known])}
        set_columns(paper)
        papers[known] = paper
        sources.append(source)
    Paper.objects.bulk_create(papers.values())
    for source in sources:
        source.paper_id = source.paper.pk
    Key.objects.bulk_create(Key(value=one.key, paper=one) for one in papers.values())
    Identifier.objects.bulk_create(
        Identifier(paper=paper, scheme=known.scheme, value=known.value)
        for known, paper in papers.items()
    )
    Source.objects.bulk_create(sources)
    papers_came(paper.pk for paper in papers.values())
    return papers


def waiting_source(paper: Paper, known: Id, title: str) -> Source:
    """What a text says of a work that it names: every other source counts before it."""
    kind = "article" if known.scheme == "arxiv" else "document"
    record = {"type": kind, "title": provisional_title(known, title)}
    return Source(
        paper=paper,
        **WAITING.fields,
        key=":".join(known)[:LONGEST_KEY],
        record=record,
        identifiers=[":".join(known)],
        digest=record_digest(record, [known]),
        seen_at=timezone.now(),
    )


def provisional_title(known: Id, title: str) -> str:
    """The title that a text gives a work, else the identifier itself."""
    written = " ".join(printable(title).split())[:LONGEST_TITLE]
    is_address = known.scheme == "url"
    return written or (known.value if is_address else f"{SCHEME_NAMES[known.scheme]} {known.value}")


def key_of_identifier(known: Id) -> str:
    """A name that says no more than is known: ``doi-10.1145-3065386``."""
    return re.sub(r"[^\w.]+", "-", ":".join(known))[:90].strip("-_.")
