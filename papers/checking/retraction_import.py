"""Notices of a Retraction Watch file for the papers of the library."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction

from papers.checking.notice_rows import store_notices
from papers.checking.standings import settle_standings
from papers.models import Identifier, Notice, Paper
from papers.queries.batches import batches
from papers.records.identifiers import Id
from papers.registries.registry_record import FoundNotice
from papers.registries.retraction_watch import SOURCE, RetractionRow

BATCH = 1000


@dataclass
class RetractionReport:
    """How many rows were read, how many tell of papers here, and what became of them."""

    rows: int = 0
    matched: int = 0
    papers: int = 0
    new: int = 0
    problems: list[RetractionRow] = field(default_factory=list)


def import_retraction_rows(
    rows: Iterable[RetractionRow], step: Callable[[], None] = lambda: None
) -> RetractionReport:
    """Stores the notices of the rows whose DOI, else PMID, a paper of the library has. The same
    file again changes nothing."""
    report = RetractionReport()
    found: dict[int, list[FoundNotice]] = defaultdict(list)
    for batch in batches(rows, BATCH):
        known = papers_named({one for row in batch for one in row.works})
        for row in batch:
            step()
            report.rows += 1
            if row.problem:
                report.problems.append(row)
                continue
            paper_id = next((known[one] for one in row.works if one in known), None)
            if paper_id is not None:
                report.matched += 1
                found[paper_id] += row.notices()
    for paper_id in sorted(found):
        report.new += store_told(paper_id, found[paper_id])
    report.papers = len(found)
    return report


def papers_named(wanted: set[Id]) -> dict[Id, int]:
    found = {}
    for scheme in {one.scheme for one in wanted}:
        values = [one.value for one in wanted if one.scheme == scheme]
        rows = Identifier.objects.filter(scheme=scheme, value__in=values).order_by()
        found |= {Id(scheme, value): pk for value, pk in rows.values_list("value", "paper")}
    return found


@transaction.atomic
def store_told(paper_id: int, notices: list[FoundNotice]) -> int:
    """How many notices of the paper are new."""
    paper = Paper.objects.select_for_update().filter(pk=paper_id).first()
    if paper is None:
        return 0
    before = Notice.objects.filter(paper=paper).count()
    if store_notices(paper, notices, SOURCE):
        settle_standings([paper_id])
    return Notice.objects.filter(paper=paper).count() - before
