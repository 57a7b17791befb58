"""What a text cites by key of which nobody knows yet whether it is a work."""

from dataclasses import dataclass

from papers.choices import Standing, State
from papers.citing.citation_marks import citing_text, mark_citations
from papers.citing.opened_texts import NOCITE, without_listed
from papers.citing.work_lookup import WorkFinder
from papers.records.typed_identifiers import keyed_identifier


@dataclass(frozen=True)
class UnknownWork:
    """A key that leads to no paper, which ``is_identifier`` or not, or to one that waits to be
    looked up (``paper_id``); ``is_refused`` where registries say that there is no such work."""

    key: str
    is_identifier: bool = False
    paper_id: int | None = None
    is_refused: bool = False


def unknown_works(
    source: str, nocite: str = "", finder: WorkFinder | None = None
) -> list[UnknownWork]:
    """The unknown works that sanitized HTML cites by key, in its order; nothing is added to the
    library."""
    source, listed = without_listed(source)
    silent = [*NOCITE.findall(nocite), *listed]
    text = citing_text(source)
    keys = text.keys | set(silent)
    works = (finder or WorkFinder()).by_key(keys)
    named = {key for key in keys if key not in works and keyed_identifier(key)}
    found = mark_citations(text, works.keys() | named)[1]
    cited = [key for one in found for key in (*(item.key for item in one.items), *one.missing)]
    papers = {work.paper_id: work.row for work in works.values()}
    standings = {pk: row.standing for pk, row in papers.items() if row.state == State.TO_LOOK_UP}
    unknown = []
    for key in dict.fromkeys([*cited, *silent]):
        pk = works[key].paper_id if key in works else None
        if pk is None or pk in standings:
            is_refused = standings.get(pk) == Standing.NOT_FOUND
            is_identifier = key in named or keyed_identifier(key) is not None
            unknown.append(UnknownWork(key, is_identifier, pk, is_refused))
    return unknown
